"""Seal what was there before there were seals; once for a site, and safe to break off and start again."""

from typing import Any

from django.core.management.base import BaseCommand

from dossiers.journal.sealing import KIND, seal_all_as_found
from people.seals.backlog import declare_whole, record_is_whole, seal_kind_as_found
from people.seals.registry import KINDS


class Command(BaseCommand):
    """`seal_record`: every row that no seal holds is sealed as found, which proves nothing of the time before."""

    help = "Seal everything that no seal holds yet, as found; done once, when a site first gets its seals."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many were sealed."""
        if record_is_whole():
            return
        count = sum(sum(seal_kind_as_found(kind)) for name, kind in KINDS.items() if name != KIND)
        count += sum(seal_all_as_found())
        declare_whole()
        self.stdout.write(f"{count} sealed as found: this proves nothing of the time before.")
