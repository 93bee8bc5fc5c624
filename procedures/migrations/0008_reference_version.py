"""Editions and calendars are kept in the process: triggers move the version of reference data with them."""

from django.db import migrations

from people.models import reference_triggers as triggers


class Migration(migrations.Migration):
    dependencies = [("procedures", "0007_search_by_trigrams"), ("people", "0003_reference_version")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: triggers.install(schema_editor, triggers.PROCEDURES),
            lambda apps, schema_editor: triggers.lift(schema_editor, triggers.PROCEDURES),
        )
    ]
