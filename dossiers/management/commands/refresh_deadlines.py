"""Move the promised dates that a calendar published later touches: first shown, then done."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dossiers import actions
from dossiers.deadlines.recalculation import moves_of_version
from people.models import User
from procedures.models import CalendarVersion
from toolbox.formats import instant


class Command(BaseCommand):
    """`refresh_deadlines --calendar V --decision NO [--apply --by USERNAME]`."""

    help = "Show which running dossiers a calendar version moves; with --apply move them, one event each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which calendar, on which ground, and by whom."""
        parser.add_argument("--calendar", type=int, required=True, help="number of the version")
        parser.add_argument("--decision", required=True, help="number and date of the decision")
        parser.add_argument("--apply", action="store_true", help="move them; else only show")
        parser.add_argument("--by", help="account of an administrator; needed with --apply")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a dossier, then how many."""
        version = options["calendar"]
        if not CalendarVersion.objects.filter(number=version).exists():
            raise CommandError(f"There is no calendar version {version}.")
        by = User.objects.filter(username=options["by"] or "", is_active=True).first()
        if options["apply"] and by is None:
            raise CommandError("--apply needs --by, the account of an administrator.")
        count = 0
        for move in list(moves_of_version(version)):
            if options["apply"] and by is not None:
                self._move(move.dossier, version, options["decision"], by)
            count += 1
            days = ", ".join(day.isoformat() for day in move.closed)
            self.stdout.write(f"{move.dossier.name}: {instant(move.was)} → {instant(move.becomes)} ({days})")
        self.stdout.write(f"{count} moved." if options["apply"] else f"{count} would move.")

    def _move(self, dossier: Any, version: int, decision: str, by: User) -> None:
        try:
            actions.move_due(dossier, version, decision, by=by, at=timezone.now())
        except actions.Forbidden as refused:
            raise CommandError(str(refused.message)) from refused
        except actions.Refused as refused:
            self.stderr.write(f"{dossier.name}: {refused.message}")
