"""The SQL that moves the version of reference data with every change of it, on both databases; written here only.

Any migration that alters one of these tables installs them again, because SQLite remakes tables and drops
their triggers. A test finds them all after a full migrate.
"""

from typing import Any

VERSION = "people_referenceversion"
PEOPLE = ("people_agency", "people_post")
DELEGATIONS = ("people_delegation",)
PROCEDURES = (
    "procedures_procedure",
    "procedures_edition",
    "procedures_field",
    "procedures_calendarversion",
    "procedures_calendarday",
)
RESULT_TEMPLATES = ("procedures_resulttemplate",)
TYPICAL_TIMES = ("procedures_typicaltime",)
_SQLITE_MOVE = (
    f"INSERT INTO {VERSION} (id, token) SELECT 1, '' WHERE NOT EXISTS (SELECT 1 FROM {VERSION} WHERE id = 1)",  # noqa: S608
    f"UPDATE {VERSION} SET token = lower(hex(randomblob(16))) WHERE id = 1",  # noqa: S608 - a name of ours
)
_POSTGRESQL_MOVE = f"""INSERT INTO {VERSION} (id, token) VALUES (1, md5(random()::text || clock_timestamp()::text))
    ON CONFLICT (id) DO UPDATE SET token = excluded.token"""  # noqa: S608 - a name of ours
_FUNCTION = f"""CREATE OR REPLACE FUNCTION {VERSION}_move() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN {_POSTGRESQL_MOVE}; RETURN NULL; END $$"""
_EVENTS = ("INSERT", "UPDATE", "DELETE")


def install(schema_editor: Any, tables: tuple[str, ...]) -> None:
    """Put the triggers on *tables*, and begin a version where there is none; safe to run again."""
    lift(schema_editor, tables)
    if schema_editor.connection.vendor == "sqlite":
        body = "; ".join(_SQLITE_MOVE)
        for table in tables:
            for event in _EVENTS:
                name = f"{table}_moves_{event.lower()}"
                schema_editor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {body}; END")
        for statement in _SQLITE_MOVE:
            schema_editor.execute(statement)
        return
    schema_editor.execute(_FUNCTION)
    for table in tables:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_moves AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {VERSION}_move()"
        )
    schema_editor.execute(_POSTGRESQL_MOVE)


def lift(schema_editor: Any, tables: tuple[str, ...]) -> None:
    """Take the triggers off, for reversing the migration."""
    for table in tables:
        if schema_editor.connection.vendor == "sqlite":
            for event in _EVENTS:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_moves_{event.lower()}")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_moves ON {table}")
