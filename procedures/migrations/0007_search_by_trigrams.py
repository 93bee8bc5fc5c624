import logging

from django.db import DatabaseError, migrations, transaction

# Read at every search, written when an edition is published: so no list of pending entries.
INDEX = """
    CREATE INDEX procedure_search_text ON procedures_procedure
    USING gin (search_text gin_trgm_ops) WITH (fastupdate = off)
"""


def index_words(apps, schema_editor):
    """Words anywhere in a text by index, on PostgreSQL; where its extension may not be made, by reading each text."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(INDEX)
    except DatabaseError as error:
        # The search finds the same, slower; docs/operations.md says how to add the index later.
        logging.getLogger(__name__).warning("no pg_trgm, search reads every text: %s", error)


def drop_index(apps, schema_editor):
    """The extension stays: others may use it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS procedure_search_text")


class Migration(migrations.Migration):
    dependencies = [("procedures", "0006_level_and_mode_in_force")]

    operations = [migrations.RunPython(index_words, drop_index)]
