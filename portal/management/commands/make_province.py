"""Fill the demo world with a province of synthetic people and dossiers: `make_province --seed 1 --dossiers 10000`."""

import time
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from dossiers.tasks import count_figures
from portal.demo.province.histories import histories
from portal.demo.province.loading import Loader, province_exists
from portal.demo.province.plans import Planner
from portal.demo.province.replay import PlanRunner
from portal.management.commands.seed_demo import world_now
from procedures.calendar.lookup import current_calendar


class Command(BaseCommand):
    """Same seed and size, same province, as of the same day."""

    help = "Fill the demo world with a province of any size; in bulk on PostgreSQL, by real acts elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """Seed, size, and how much of a finished dossier stays."""
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--dossiers", type=int, required=True)
        parser.add_argument("--since", type=date.fromisoformat, default=date(2025, 2, 3))
        parser.add_argument(
            "--short",
            action="store_true",
            help="brief lives, and of finished dossiers only row, events and access: for millions of them",
        )
        parser.add_argument("--by-acts", action="store_true", help="every act through the one door, also on PostgreSQL")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and print how long it took."""
        if not settings.DEMO:
            raise CommandError("make_province works in demo mode only (MOTCUA_DEMO=1).")
        if options["dossiers"] < 1:
            raise CommandError("--dossiers wants at least 1.")
        if province_exists():
            raise CommandError("A province is there already; a second one would share its numbers.")
        usual = histories(brief=options["short"])
        planner = Planner(
            options["seed"], options["dossiers"], options["since"], world_now(), current_calendar(), usual
        )
        began = time.monotonic()
        bulk = connection.vendor == "postgresql" and not options["by_acts"]
        steps = Loader(planner, short=options["short"]).load() if bulk else _by_acts(planner)
        for done in steps:
            if options["verbosity"]:
                self.stdout.write(f"{done:,} dossiers, {time.monotonic() - began:.0f} s")
        count_figures()
        self.stdout.write(f"{planner.count:,} dossiers in {time.monotonic() - began:.1f} s")


def _by_acts(planner: Planner) -> Any:
    for number, plan in enumerate(planner.plans(), 1):
        PlanRunner(plan).replay()
        if not number % 100:
            yield number
