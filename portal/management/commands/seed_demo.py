"""Create the demo world: the accounts of the README and some forty dossiers in every state; safe to run again."""

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from dossiers.models import Dossier, State
from dossiers.tasks import count_figures
from people.models import Delegation, User
from portal.demo.people import make_agencies, make_applicants, make_delegation, make_staff
from portal.demo.runner import Runner
from portal.demo.scenarios import SCENARIOS
from procedures.calendar.lookup import current_calendar
from procedures.law.working_time import CalendarMissing

AHEAD = 21  # working days the longest scenario still has to run


class Command(BaseCommand):
    """`seed_demo`."""

    help = "Make the demo accounts and about forty dossiers in every state, by real acts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Create what is missing; a scenario that was begun is not run twice."""
        if not settings.DEMO:
            raise CommandError("seed_demo works in demo mode only (MOTCUA_DEMO=1).")
        if world_is_complete():
            self.stdout.write("already there")
            return
        if not User.objects.filter(username="congdan").exists():
            with transaction.atomic():
                make_agencies()
                make_staff()
                make_applicants()
        now = world_now()
        for number, scenario in enumerate(SCENARIOS):
            Runner(scenario, number, now).run()
        if not Delegation.objects.exists():
            make_delegation(timezone.now())
        count_figures()
        self.stdout.write(f"{len(SCENARIOS)} dossiers")


def world_is_complete() -> bool:
    """Whether the draft that ends the scenarios is there, whatever release made it: their numbers shift between two."""
    last = SCENARIOS[-1].slug
    drafts = Dossier.objects.filter(state=State.DRAFT, edition__procedure__slug=last)
    return drafts.filter(form_token__startswith="demo-").exists()  # noqa: S106 — a mark, no password


def world_now() -> datetime:
    """Now; or, where next year's calendar is not published, the last day from which every term can be counted."""
    now, calendar = timezone.now(), current_calendar()
    try:
        calendar.add(timezone.localdate(now), AHEAD)
    except CalendarMissing as error:
        last = calendar.back(date(error.year, 1, 1), AHEAD + 1)
        return datetime.combine(last, time(16), tzinfo=timezone.get_default_timezone())
    return now
