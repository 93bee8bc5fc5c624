"""Export the record of one dossier, rows included, for an auditor or a court: checked by bin/check_record.py."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dossiers.journal.export import export
from dossiers.models import Dossier


class Command(BaseCommand):
    """`export_record CODE`: the export as JSON on the standard output."""

    help = "Export events, seals, rows and the signed root of one dossier as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The dossier's code."""
        parser.add_argument("code")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        dossier = Dossier.objects.named(options["code"]).first()
        if dossier is None or not dossier.seal_seq:
            raise CommandError(f"There is no filed dossier {options['code']}.")
        self.stdout.write(json.dumps(export(dossier, with_rows=True), ensure_ascii=False, indent=1))
