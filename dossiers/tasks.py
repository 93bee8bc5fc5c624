"""Background tasks of dossiers: alerts, digests, reminders, stale drafts, and what a killed worker left undone."""

from celery import shared_task
from django.utils import timezone

from dossiers.actions.quotas import forget_old_use
from dossiers.bulk import run_waiting
from dossiers.collection import remind_to_collect
from dossiers.deadlines.alerts import BATCH, announce_batch
from dossiers.deadlines.digest import digest_all
from dossiers.deadlines.expiry import BATCH as EXPIRIES
from dossiers.deadlines.expiry import remind_holders
from dossiers.deadlines.month_figures import count_months
from dossiers.deadlines.opinions import remind_units
from dossiers.deadlines.reminders import remind_applicants, remind_of_drafts, warn_of_missing_year
from dossiers.deadlines.typical_times import count_typical_times
from dossiers.journal.round import verify_record as verify_whole_record
from dossiers.models.stray_files import delete_stray
from dossiers.papers.render import render_waiting
from dossiers.papers.signing.watch import look_over

__all__ = [
    "announce_deadlines",
    "count_figures",
    "forget_use",
    "remind_of_expiry",
    "remind_of_opinions",
    "remind_of_results",
    "remind_of_silence",
    "remind_of_stale_drafts",
    "render_papers",
    "render_waiting",
    "run_batches",
    "run_waiting",
    "send_digests",
    "verify_record",
    "sweep_files",
    "warn_keepers",
    "watch_certificates",
]


@shared_task
def render_papers() -> None:
    """Every minute: make files whose job a killed worker or an emptied broker lost."""
    render_waiting()


@shared_task
def run_batches() -> None:
    """Every minute: go on with batches whose job a killed worker or an emptied broker lost."""
    run_waiting()


@shared_task
def announce_deadlines() -> None:
    """Every five minutes: warn holder and superiors of terms that run out, and of those that have."""
    while announce_batch(timezone.now()) == BATCH:
        pass


@shared_task
def send_digests() -> None:
    """Every morning: what is late, due today and due soon, to whoever holds or heads it."""
    digest_all(timezone.now())


@shared_task
def remind_of_silence() -> None:
    """Every hour: remind applicants who owe an answer; propose to close what was waited for long enough."""
    while remind_applicants(timezone.now()) == BATCH:
        pass


@shared_task
def remind_of_opinions() -> None:
    """Every hour: remind units of the opinions they owe, and tell who asked of those that are late."""
    while remind_units(timezone.now()) == BATCH:
        pass


@shared_task
def remind_of_expiry() -> None:
    """Every morning: remind holders of results that expire soon."""
    while remind_holders(timezone.now()) == EXPIRIES:
        pass


@shared_task
def remind_of_results() -> None:
    """Every morning: remind applicants of results that wait to be collected."""
    remind_to_collect(timezone.now())


@shared_task
def remind_of_stale_drafts() -> None:
    """Every night: tell their authors of drafts nobody has touched for a month."""
    remind_of_drafts(timezone.now())


@shared_task
def warn_keepers() -> None:
    """Every morning: tell who keeps the calendar, once a week, that a year is missing."""
    warn_of_missing_year(timezone.now())


@shared_task
def watch_certificates() -> None:
    """Every hour: look which certificates end, and tell who signs by them and administrators."""
    look_over(timezone.now())


@shared_task
def count_figures() -> None:
    """Every night: how long dossiers of each procedure really took, and what each of the last twelve months brought."""
    at = timezone.now()
    count_typical_times(at)
    count_months(at)


@shared_task
def verify_record() -> None:
    """Every night: compare every row and file with its seal, and tell auditors of what differs."""
    verify_whole_record(timezone.now())


@shared_task
def sweep_files() -> None:
    """Every night: delete stored files that nothing points to."""
    delete_stray(timezone.now())


@shared_task
def forget_use() -> None:
    """Every night: forget what accounts began and uploaded on days long past."""
    forget_old_use(timezone.now())
