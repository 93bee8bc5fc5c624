"""The Celery application and the whole schedule, each entry explained."""

import gc
import os
from typing import Any

from celery import Celery, Task
from celery.schedules import crontab
from celery.signals import celeryd_after_setup, worker_process_shutdown
from django.conf import settings
from django.urls import get_resolver
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from portal.operations.heartbeat import EVERY
from toolbox import breaker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")


class ScopedTask(Task):  # type: ignore[type-arg]
    """A task reads the version of reference data once, as a request does."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run it within one scope."""
        from people.models.reference import one_version  # noqa: PLC0415 - needs the apps

        with one_version():
            return super().__call__(*args, **kwargs)

    def apply_async(  # type: ignore[override] # Celery's own takes its options by place, too
        self, args: Any = None, kwargs: Any = None, *, producer: Any = None, **options: Any
    ) -> Any:
        """Hand it to the queue; while that does not answer, one caller waits and the others go on at once.

        What carries no data is a row already, and a round finds it; for the rest Away is raised. Beat, which has its
        own *producer*, rings some tasks once a day: it always tries.
        """
        if producer is not None or self.app.conf.task_always_eager:
            return super().apply_async(args, kwargs, producer=producer, **options)
        try:
            with breaker.REDIS.guard(KombuError, RedisError, OSError):
                return super().apply_async(args, kwargs, **options)
        except breaker.Away:
            if args or kwargs:
                raise
            return None


class App(Celery):
    """Celery whose connections for handing jobs over are impatient; the worker's own wait for as long as it takes."""

    def connection_for_write(self, url: str | None = None, **options: Any) -> Any:
        """A connection that is tried once."""
        options["transport_options"] = settings.HANDING_OVER | (options.get("transport_options") or {})
        return super().connection_for_write(url, **options)


app = App("motcua", task_cls=ScopedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Making PDFs takes seconds, telling people does not: of two queues neither waits for the other.
PAPERS = ("dossiers.papers.*", "dossiers.tasks.render_papers", "dossiers.tasks.watch_certificates")
app.conf.task_routes = {task: {"queue": "papers"} for task in PAPERS}
SCHEDULE: dict[str, dict[str, Any]] = {
    # Every half minute: a worker takes it, and so shows that the queue is served.
    "sign of life": {"task": "portal.tasks.still_here", "schedule": float(EVERY)},
    # Before the office opens: one message with what is late, due today and due soon.
    "send digests": {"task": "dossiers.tasks.send_digests", "schedule": crontab(hour=7, minute=30)},
    # And who keeps the calendar, of a year that nobody published yet.
    "warn keepers": {"task": "dossiers.tasks.warn_keepers", "schedule": crontab(hour=7, minute=45)},
    # And accounts and the people they stand for, of representations that end soon.
    "warn of ends": {"task": "people.tasks.warn_of_ends", "schedule": crontab(hour=7, minute=50)},
    # Every hour: certificates that sign papers; signers are told, once, of those that end soon.
    "watch certificates": {"task": "dossiers.tasks.watch_certificates", "schedule": crontab(minute=40)},
    # And who answers for the work of posts that ended with yesterday.
    "tell of ended posts": {"task": "people.tasks.tell_of_ended_posts", "schedule": crontab(hour=7, minute=25)},
    # Every five minutes: links to a first password that the queue did not take when they were written.
    "mail invitations": {"task": "people.tasks.mail_invitations", "schedule": 300.0},
    # And holders, of results that expire soon.
    "remind of expiry": {"task": "dossiers.tasks.remind_of_expiry", "schedule": crontab(hour=8, minute=0)},
    # And applicants, of results that wait to be collected.
    "remind of results": {"task": "dossiers.tasks.remind_of_results", "schedule": crontab(hour=8, minute=10)},
    # Every hour by day: remind applicants who owe an answer; propose to close what was waited for long enough.
    "remind of opinions": {"task": "dossiers.tasks.remind_of_opinions", "schedule": crontab(hour="7-18", minute=25)},
    "remind of silence": {"task": "dossiers.tasks.remind_of_silence", "schedule": crontab(hour="8-17", minute=5)},
    # Every five minutes: warn holder and superiors of terms that run out, and of those that have.
    "announce deadlines": {"task": "dossiers.tasks.announce_deadlines", "schedule": 300.0},
    # Every quarter of an hour, also at night: incidents of personal data whose 72 hours run out.
    "remind of incidents": {"task": "people.tasks.remind_of_incidents", "schedule": crontab(minute="*/15")},
    # At night: tell their authors of drafts nobody has touched for a month.
    "remind of stale drafts": {"task": "dossiers.tasks.remind_of_stale_drafts", "schedule": crontab(hour=2, minute=20)},
    # Just after midnight: editions that begin today give their procedures name, code and words to be found by.
    "describe procedures": {"task": "procedures.tasks.describe_procedures", "schedule": crontab(hour=0, minute=1)},
    # At night: forget the answers kept for retries once they are 48 hours old.
    "forget old answers": {"task": "people.tasks.forget_old_answers", "schedule": crontab(hour=2, minute=10)},
    # Every hour: one signed hash over what was done since, kept outside the database.
    "sign root": {"task": "people.tasks.sign_root", "schedule": crontab(minute=0)},
    # At night: every row and file is compared with its seal.
    "verify record": {"task": "dossiers.tasks.verify_record", "schedule": crontab(hour=3, minute=0)},
    # And the public figures: how long dossiers really took, what each month brought.
    "count figures": {"task": "dossiers.tasks.count_figures", "schedule": crontab(hour=3, minute=30)},
    # And what was begun and uploaded a week ago, and files that a full disk or a killed process left without a row.
    "forget use": {"task": "dossiers.tasks.forget_use", "schedule": crontab(hour=2, minute=15)},
    "sweep files": {"task": "dossiers.tasks.sweep_files", "schedule": crontab(hour=3, minute=40)},
    # Every hour: sessions that are over; what was typed and not sent for a day; what expired in the cache.
    "clear sessions": {"task": "portal.tasks.clear_sessions", "schedule": crontab(minute=50)},
    "forget typed input": {"task": "people.tasks.forget_typed_input", "schedule": crontab(minute=45)},
    "clear cache": {"task": "portal.tasks.clear_cache", "schedule": crontab(minute=55)},
}
# Every round: send what a killed worker or an emptied queue left waiting, make papers that have no file yet, go on
# with batches.
ROUNDS = {
    "deliver waiting notices": "notifications.tasks.deliver_waiting",
    "render waiting papers": "dossiers.tasks.render_papers",
    "run waiting batches": "dossiers.tasks.run_batches",
}


@app.on_after_configure.connect
def set_schedule(sender: Celery, **_: Any) -> None:
    """Set the schedule once settings can be read: a module of settings may import ours, and so this one, first."""
    every = float(settings.ROUND_SECONDS)
    rounds = {words: {"task": task, "schedule": every} for words, task in ROUNDS.items()}
    sender.conf.beat_schedule = SCHEDULE | rounds


@celeryd_after_setup.connect
def preload(**_: Any) -> None:
    """Load what every process of the worker needs before they fork, so that they share it."""
    from toolbox import pdf  # noqa: PLC0415 - reads the settings

    get_resolver().url_patterns  # noqa: B018 - every page: papers and messages carry their addresses
    if "papers" in settings.JOB_QUEUES.split(","):
        pdf.load()
    gc.collect()
    gc.freeze()


@worker_process_shutdown.connect
def unload_fonts(**_: Any) -> None:
    """Delete the renderer's temporary files: a process of the worker ends without Python's own clean-up."""
    from toolbox import pdf  # noqa: PLC0415 - reads the settings

    pdf.unload()
