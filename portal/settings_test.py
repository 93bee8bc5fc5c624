"""What differs in tests: a fast hasher, a file database, tasks run at once."""

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES, RATE_LIMITS, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A file, not memory: the live server of the browser journeys reads from other threads.
DATABASES["default"]["TEST"] = (
    {"NAME": str(VAR_DIR / "test.sqlite3")} if DATABASES["default"]["ENGINE"].endswith("sqlite3") else {}
)
if not DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Nobody waits for the disk of a database that is thrown away.
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c synchronous_commit=off".strip()
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "test-files"
RATE_STORE, WEB_WORKERS = "", 1  # counted in memory, by one process
DRAFTS_A_DAY = FILES_A_DAY = 100_000  # the tests of the quotas set their own
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]
RATE_LIMITS.update(dict.fromkeys(RATE_LIMITS, 0))  # the tests of the limits set their own
FAILURES = {"look_up": (0, 15), "slip": (0, 15)}
