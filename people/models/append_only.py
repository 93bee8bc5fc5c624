"""The SQL that keeps a table append-only on both databases; the one place it is written.

Any migration that touches such a table re-applies it, because SQLite remakes tables and drops their triggers. A test
finds the triggers after a full migrate, and every verification of the record looks for them.
"""

from typing import Any


class AppendOnly:
    """One table whose rows are written once: the triggers that refuse UPDATE, DELETE, TRUNCATE and REPLACE."""

    def __init__(self, table: str, unique: str) -> None:
        """*table* by name, and what makes two of its rows the same one: `a = NEW.a AND b = NEW.b`."""
        self.table, self.unique = table, unique

    @property
    def sqlite(self) -> dict[str, str]:
        """The triggers of SQLite by name; INSERT OR REPLACE deletes without firing the one of DELETE."""
        refuse = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        table = self.table
        same = f"SELECT 1 FROM {table} WHERE id = NEW.id OR ({self.unique})"  # noqa: S608 - names of ours
        return {
            f"{table}_no_update": f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            f"{table}_no_replace": f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
            f" WHEN EXISTS ({same}) {refuse}",
        }

    @property
    def postgresql(self) -> dict[str, str]:
        """The triggers of PostgreSQL by name."""
        table = self.table
        return {
            f"{table}_no_change": f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
            f"{table}_no_truncate": f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
        }

    def install(self, schema_editor: Any) -> None:
        """Put the triggers on the table; safe to run again."""
        self.lift(schema_editor)
        if schema_editor.connection.vendor == "sqlite":
            statements = list(self.sqlite.values())
        else:
            function = f"""CREATE OR REPLACE FUNCTION {self.table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$"""
            statements = [function, *self.postgresql.values()]
        for statement in statements:
            schema_editor.execute(statement)

    def lift(self, schema_editor: Any) -> None:
        """Take the triggers off: for reversing the migration, and for tests that must flush."""
        if schema_editor.connection.vendor == "sqlite":
            statements = [f"DROP TRIGGER IF EXISTS {name}" for name in self.sqlite]
        else:
            statements = [f"DROP TRIGGER IF EXISTS {name} ON {self.table}" for name in self.postgresql]
        for statement in statements:
            schema_editor.execute(statement)

    def missing(self, connection: Any) -> list[str]:
        """The names of triggers that are not there, or are switched off."""
        wanted, sql = self.sqlite, "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        if connection.vendor != "sqlite":
            wanted = self.postgresql
            sql = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'"
        with connection.cursor() as cursor:
            cursor.execute(sql, [self.table])
            there = {row[0] for row in cursor.fetchall()}
        return sorted(set(wanted) - there)
