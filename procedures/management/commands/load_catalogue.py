"""Load the reviewed procedure files; safe to run again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procedures.actions import differences, load_catalogue
from procedures.editions.files import FOLDER, BadFile


class Command(BaseCommand):
    """`load_catalogue [--dry-run] [--folder PATH]`."""

    help = "Load procedures/catalogue/*.toml: new procedures, and a new edition for each changed file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two options."""
        parser.add_argument("--dry-run", action="store_true", help="show the differences, write nothing")
        parser.add_argument("--folder", type=Path, default=FOLDER, help="read the files of another folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or show what loading would do."""
        try:
            if options["dry_run"]:
                lines = differences(folder=options["folder"])
                self.stdout.write("\n".join(lines) or "Nothing to load.")
                return
            done = load_catalogue(at=timezone.now(), folder=options["folder"])
        except BadFile as error:
            raise CommandError(str(error)) from error
        self.stdout.write(", ".join(f"{len(slugs)} {word}" for word, slugs in done.items()))
