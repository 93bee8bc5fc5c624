"""Prepare the site before it can serve: folders, tables, calendar, catalogue, demo world, static files."""

import hashlib
import io
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.db import DatabaseError, connections

Report = Callable[[str], None]
NEVER_SERVED = ["redoc", "rest_framework"]  # pages we do not show; half of the time of this step
DAY = 24 * 3600
COUNTS_LAST, STATIC_LASTS = DAY, 30 * DAY  # seconds after which nobody counts there, and no open page asks for it


def prepare(report: Report) -> None:
    """Run every step up to a site that can be served; safe to repeat. One line to *report* for each step."""
    make_folders()
    _step(report, "Database tables", "migrate", interactive=False, verbosity=0)
    _refuse_left_over_accounts()
    _step(report, "Seals of the record", "seal_record")
    _step(report, "Seeds of second factors", "renew_seeds")
    _step(report, "Passports held single", "passports")
    _step(report, "Cache table", "createcachetable", verbosity=0)
    _step(report, "Official calendar", "load_holidays")
    _step(report, "Catalogue of procedures", "load_catalogue")
    if settings.DEMO:
        _step(report, "Demo world", "seed_demo")
    _step(report, "Signed root of the record", "sign_root")
    _collect_static(report)
    connections.close_all()


def make_folders() -> None:
    """Create the folders of the embedded queue, mail, logs and files."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    folders: list[str | Path] = [options[key] for key in ("data_folder_in", "control_folder") if key in options]
    for folder in [*folders, settings.EMAIL_FILE_PATH, settings.MEDIA_ROOT, log_folder()]:
        Path(folder).mkdir(parents=True, exist_ok=True)
    count_folder().mkdir(parents=True, exist_ok=True)
    sweep(count_folder(), "*.db", COUNTS_LAST)  # others are written to by processes that serve meanwhile


def sweep(folder: Path, pattern: str, seconds: int) -> None:
    """Delete the files below *folder* that were written to longer than *seconds* ago."""
    for file in folder.rglob(pattern):
        if file.is_file() and file.stat().st_mtime < time.time() - seconds:
            file.unlink(missing_ok=True)


def log_folder() -> Path:
    """The folder of the child processes' logs."""
    return Path(settings.VAR_DIR) / "log"


def count_folder() -> Path:
    """The folder of the counts that `/metrics` adds up."""
    return Path(settings.VAR_DIR) / "counts"


def _step(report: Report, title: str, command: str, **options: object) -> None:
    if command not in get_commands():
        return
    began, output = time.monotonic(), io.StringIO()
    try:
        call_command(command, stdout=output, **options)
    except DatabaseError as error:
        raise CommandError(f"{title}: {error}\n  → {_database_hint(error)}") from error
    last = output.getvalue().strip().rpartition("\n")[2]
    report(f"• {title} … {time.monotonic() - began:.1f} s{'  ' + last if last else ''}")


def _database_hint(error: DatabaseError) -> str:
    if "disk" in str(error) or "full" in str(error):
        return f"Free some space under {settings.VAR_DIR} and start again."
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return f"Check that {settings.VAR_DIR} can be written and has room, then start again."
    return "Check that the database of DATABASE_URL is up and that its name and password are right."


def _refuse_left_over_accounts() -> None:
    call_command("check", tags=["database"], databases=["default"], stdout=io.StringIO())


def _collect_static(report: Report) -> None:
    stamp = Path(settings.VAR_DIR) / ".static-stamp"
    fingerprint = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    # Those of the release before stay: its pages are open in browsers, and its processes serve while this one prepares.
    options = {"interactive": False, "ignore_patterns": NEVER_SERVED, "verbosity": 0}
    began = time.time()
    _step(report, "Static files", "collectstatic", **options)
    _refresh_current(began)
    sweep(Path(settings.STATIC_ROOT), "*", STATIC_LASTS)
    stamp.write_text(fingerprint)


def _refresh_current(now: float) -> None:
    """Date what this release needs as of today, also where collectstatic left it as it lay there."""
    root = Path(settings.STATIC_ROOT)
    manifest = json.loads((root / "staticfiles.json").read_text())["paths"]
    for name in ["staticfiles.json", *manifest, *manifest.values()]:
        for file in (root / name, root / f"{name}.gz", root / f"{name}.br"):
            if file.exists():
                os.utime(file, (now, now))


def _static_fingerprint() -> str:
    digest = hashlib.sha256(f"{settings.STATIC_ROOT} {NEVER_SERVED}".encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}".encode())
    return digest.hexdigest()
