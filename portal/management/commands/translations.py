"""Maintain the English message catalogue: --update, --check, --compile."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal import translations

FOLDERS = ["portal", "reports", "payments", "dossiers", "procedures", "people", "notifications", "toolbox", "templates"]
SHOWN = 40


class Command(BaseCommand):
    """`translations --update | --check | --compile`."""

    help = "Vietnamese texts of the source to locale/en: merge new ones, find missing ones, compile."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One of three."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--update", action="store_true", help="add new texts, drop unused ones")
        what.add_argument("--check", action="store_true", help="fail when a text has no English")
        what.add_argument("--compile", action="store_true", help="write django.mo")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one that was chosen."""
        root = Path(settings.BASE_DIR)
        po = root / "locale" / "en" / "LC_MESSAGES" / "django.po"
        catalog = translations.read(po)
        if options["compile"]:
            return translations.compile_to(po.with_suffix(".mo"), catalog)
        entries = translations.entries_of(root, FOLDERS)
        if options["update"]:
            translations.write(po, translations.updated(entries, catalog))
            self.stdout.write(f"{len(entries)} texts in {po.relative_to(root)}.")
            return None
        return self._report_faults(translations.faults(entries, catalog), len(entries))

    def _report_faults(self, faults: list[str], total: int) -> None:
        if faults:
            more = f"\n… and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
            mend = "\n→ manage.py translations --update, then fill locale/en/LC_MESSAGES/django.po"
            raise CommandError("\n".join(faults[:SHOWN]) + more + mend)
        self.stdout.write(f"{total} texts, all in English.")
