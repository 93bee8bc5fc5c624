"""Every setting of the site, in the order Django documents them; values come from the environment."""

import tomllib
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from portal import account_forms, env, limits, postal, signing
from portal.log_settings import logging_in

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
VAR_DIR = Path(env.text("MOTCUA_VAR", str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

# Demo mode is the embedded default. The production shape sets MOTCUA_DEMO=0 and must then bring its own secret.
DEMO = env.flag("MOTCUA_DEMO", default=True)
DEBUG = env.flag("DJANGO_DEBUG", default=False)
DEMO_SECRET_KEY = "demo-only-never-in-production-" + "x" * 40
SECRET_KEY = env.text("DJANGO_SECRET_KEY", DEMO_SECRET_KEY if DEMO else None)
SECRET_KEY_FALLBACKS = env.text("DJANGO_SECRET_KEY_FALLBACKS", "").split()  # while a key is changed
# Seals and roots of the record are made under this key, which stays; its proofs are kept out of the database's reach.
RECORD_KEY = env.text("RECORD_KEY", "") or SECRET_KEY
RECORD_DIR = env.text("RECORD_DIR", "") or str(VAR_DIR / "record")
RECORD_COPY_TO, RECORD_MAIL_TO = env.text("RECORD_COPY_TO", ""), env.text("RECORD_MAIL_TO", "")
RECORD_KEY_FALLBACKS = tuple(env.text("RECORD_KEY_FALLBACKS", "").split())
SIGNING = signing.keys_from(DEMO, VAR_DIR)
if not DEMO and (SECRET_KEY == DEMO_SECRET_KEY or DEBUG):
    raise ImproperlyConfigured(
        "The production shape refuses to start with the demo secret or with DJANGO_DEBUG. "
        "Set DJANGO_SECRET_KEY and unset DJANGO_DEBUG."
    )

# The address people use. Whether it is https decides the cookies, the redirect and HSTS.
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000" if DEMO else None).rstrip("/")
HTTPS = SITE_URL.startswith("https://")
# The loopback names are for health probes; links in messages are made from SITE_URL, not from a request.
ALLOWED_HOSTS = [*env.words("ALLOWED_HOSTS", "*" if DEMO else ""), "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", SITE_URL)

INSTALLED_APPS = [
    "portal",
    "reports",
    "payments",
    "dossiers",
    "procedures",
    "people",
    "notifications",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "rest_framework.authtoken",  # its table alone: keys of before 0.7 ended
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]
# Keys of the API are people.ApiKey: knox's own table would be nobody's.
MIGRATION_MODULES: dict[str, Any] = {"knox": None}

MIDDLEWARE = [
    "portal.http.request_id.RequestId",
    "portal.http.permissions_policy.PermissionsPolicy",
    "portal.operations.metrics.RequestMetrics",
    "portal.http.load_shedding.LoadShedding",
    "portal.http.reference_version.ReferenceScope",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.http.private_pages.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.http.body_limit.BodyLimit",  # before what reads forms
    "portal.http.typed_text.TypedText",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.sign_in.idle.IdleSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.typed_input.middleware.TypedInputGuard",
    "people.sign_in.second_factor.SecondFactorGuard",
    "portal.http.guard.RequestGuard",
    "people.double_clicks.DoubleClickGuard",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

SQLITE_OPTIONS = {
    # WAL alone does not save a read-then-write transaction from "database is locked"; IMMEDIATE does.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-20000;PRAGMA foreign_keys=ON;"
    ),
}
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'motcua.sqlite3'}"),
        conn_max_age=600,
        disable_server_side_cursors=(PGBOUNCER := env.flag("PGBOUNCER", default=False)),
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    # By itself it may hold any character, and stand in a file.
    DATABASES["default"]["PASSWORD"] = env.text("DATABASE_PASSWORD", DATABASES["default"]["PASSWORD"])
    # Opening a connection costs more than a page; keep it, and look that it is alive.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A dossier with its names is seven joins by key; to plan them in every order cost more than to read them.
    if not PGBOUNCER:
        options = DATABASES["default"].setdefault("OPTIONS", {})
        options.setdefault("options", "-c join_collapse_limit=4")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.address("REDIS_URL", env.text("REDIS_PASSWORD", ""))
# In the database in every shape: wrong passwords are counted while Redis is away, and by all processes together.
CACHES = {"default": {"BACKEND": "portal.http.json_cache.JsonDatabaseCache", "LOCATION": "cache"}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.sign_in.backends.AccountBackend"]
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{kind}PasswordHasher" for kind in ("Argon2", "PBKDF2")]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "people.sign_in.passwords.HouseWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:after_sign_in"
ACCOUNT_ADAPTER, MFA_ADAPTER = "people.sign_in.forms.Adapter", "people.sign_in.forms.MFAAdapter"
ACCOUNT_FORMS, MFA_FORMS = account_forms.ACCOUNT, account_forms.MFA
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # localhost alone: browsers make passkeys nowhere else without https
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a second factor needs no address
MFA_TOTP_ISSUER = "Một Cửa"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # notifications.verification asks the reader of every address, whoever gave it
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
# Five wrong passwords for one account, or sixty a minute from one address, close the door for a while. Right ones are
# not counted: an office of hundreds sits behind one address.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,5/15m/key", "login": None}
# Whether posts must have a second factor ("required") or may ("offered").
STAFF_SECOND_FACTOR = env.text("STAFF_SECOND_FACTOR", "offered" if DEMO else "required")
KNOX_TOKEN_MODEL = "people.ApiKey"  # noqa: S105 - the name of a model
# Reverse proxies in front, so that the limit counts people and not the proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", 0)
# How many seconds a request waits for a free thread before it gets a polite 503.
SHED_AFTER = env.integer("SHED_AFTER", 10, least=1)
ACCOUNT_PREVENT_ENUMERATION = "strict"  # an address that has an account may be typed again: nobody is told
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail
SESSION_ENGINE = "people.sign_in.sessions"
SESSION_COOKIE_AGE = 20 * 3600  # a citizen on their own device gets a day, not a coffee break
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
# Over https no cookie is taken that another host of the domain, or a page without TLS, has set.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME, LANGUAGE_COOKIE_HTTPONLY = f"{COOKIE_PREFIX}language", True
MESSAGE_STORAGE = "portal.http.cookies.Messages"
CSRF_FAILURE_VIEW = "portal.http.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
# Probes speak plain http inside the house; a program that does is refused (RequestGuard), so that it is mended.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$", r"^api/"]
# Only behind the reverse proxy, which overwrites this header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "static/"
STATICFILES_DIRS = [
    ("", BASE_DIR / "static" / "built"),
    ("js", BASE_DIR / "static" / "js"),
    ("img", BASE_DIR / "static" / "img"),
]
STATIC_ROOT = VAR_DIR / "staticfiles"
# Never served by URL: every download is a view that asks who may see.
MEDIA_ROOT = VAR_DIR / "files"
# Where nginx finds those files (an `internal` location), so that it sends what a view allowed; empty: we send it.
ACCEL_PATH = env.text("ACCEL_PATH", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# What is compressed already, and maps that only a debugger asks for.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "jpg", "ico", "zip", "gz", "br", "woff", "woff2", "map"]
DATA_UPLOAD_MAX_MEMORY_SIZE, DATA_UPLOAD_MAX_NUMBER_FIELDS = limits.FORM_BYTES, 4000
ATTACHMENT_MAX_BYTES, ATTACHMENT_MAX_COUNT = limits.ATTACHMENT_BYTES, limits.ATTACHMENT_COUNT
# No temporary file: the web server has a request whole before it is parsed, and a file is judged in memory.
REQUEST_MAX_BYTES = FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE + ATTACHMENT_MAX_BYTES
DRAFTS_A_DAY, FILES_A_DAY, UPLOAD_MB_A_DAY = limits.DRAFTS_A_DAY, limits.FILES_A_DAY, limits.UPLOAD_MB_A_DAY
# tcp://host:3310 or unix:///path; files it cannot scan are not taken.
CLAMD_URL = env.text("CLAMD_URL", "")

EMAIL_HOST = env.text("EMAIL_HOST", "")
# Without a mail server messages are files in the data folder: a demo sends nothing to anybody.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_PORT = env.integer("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "mot-cua@example.vn")
SECURITY_CONTACT = env.text("SECURITY_CONTACT", "") or DEFAULT_FROM_EMAIL  # who hears of faults of the site

CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost//"
THROUGH_REDIS: dict[str, Any] = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
}
THROUGH_FOLDERS: dict[str, Any] = {
    "data_folder_in": str(VAR_DIR / "broker" / "queue"),
    "data_folder_out": str(VAR_DIR / "broker" / "queue"),
    "control_folder": str(VAR_DIR / "broker" / "control"),
    "store_processed": False,
    "polling_interval": 0.1,
}
CELERY_BROKER_TRANSPORT_OPTIONS = THROUGH_REDIS if REDIS_URL else THROUGH_FOLDERS
# Whoever hands a job over waits once and briefly: the row is the job, and a round enqueues it later.
REDIS_PATIENCE = 0.25  # seconds; it answers in a thousandth
HANDING_OVER: dict[str, Any] = {
    "max_retries": 0,
    **dict.fromkeys(("socket_timeout", "socket_connect_timeout"), REDIS_PATIENCE),
}
CELERY_ACCEPT_CONTENT = ["json"]  # nothing that runs as it is read
CELERY_TASK_IGNORE_RESULT = True
CELERY_BEAT_SCHEDULER = "portal.operations.heartbeat.Scheduler"
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 250_000  # kB; PDFs leave something behind
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

# How often the rounds look for jobs that a killed worker left, in seconds; a job in hand is given back after two or
# three of them, so a round must be longer than the slowest job takes to begin.
ROUND_SECONDS = env.integer("ROUND_SECONDS", 60, least=1)
JOB_QUEUES = env.text("JOB_QUEUES", "celery,papers")  # which of them a worker serves
# How many processes `manage.py portal` starts: web ones of four threads, and workers (SQLite lets one write at a time).
WEB_WORKERS = env.integer("WEB_WORKERS", 2, least=1)
JOB_WORKERS = env.integer("JOB_WORKERS", 2 if REDIS_URL else 1, least=1)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "people.sign_in.tokens.ExpiringTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": [
        "portal.http.json_parser.StrictJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["people.throttling.ApiThrottle"],
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "URL_FORMAT_OVERRIDE": None,  # ?format= is a report's own word
    "EXCEPTION_HANDLER": "portal.http.errors.api_exception_handler",
}
RATE_LIMITS, RATE_STORE, IDLE_MINUTES, FAILURES = limits.A_MINUTE, REDIS_URL, limits.IDLE_MINUTES, limits.FAILURES
SPECTACULAR_SETTINGS = {
    "TITLE": "Một Cửa API",
    "VERSION": "1",
    "DESCRIPTION": "Procedures, dossiers and the statutory clock of a provincial department.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# The law leaves these to the department: hours to the first answer of an online dossier, days an applicant is waited
# for, working days the one new date of an apology may be away, and within which a mistake is undone.
FIRST_ANSWER_HOURS, UNDO_DAYS = env.integer("FIRST_ANSWER_HOURS", 8, least=1), env.integer("UNDO_DAYS", 5, least=1)
SUPPLEMENT_WAIT_DAYS = env.integer("SUPPLEMENT_WAIT_DAYS", 30, least=1)
READERS_NAMED = env.flag("READERS_NAMED", default=True)  # the person is told names, not only unit and role, of readers
APOLOGY_WORKING_DAYS = env.integer("APOLOGY_WORKING_DAYS", 15, least=1)
# Who is asked about parcels; days after which people are reminded of a result that waits for them.
POSTAL_SERVICE, COLLECT_REMINDER_DAYS = postal.service_from(DEMO), env.days("COLLECT_REMINDER_DAYS", "3,10,30")

# The department as printed on pages and papers: dated facts live in people.Agency; these are the fall-back words.
SITE_NAME, HOTLINE = env.text("SITE_NAME", "Một Cửa"), env.text("HOTLINE", "1900 1234")

# Keys of back-ups, a folder on another machine for them, and how many days, weeks and months of them are kept.
BACKUP_KEY_FILE, BACKUP_COPY_TO = env.text("BACKUP_KEY_FILE", ""), env.text("BACKUP_COPY_TO", "")
BACKUP_KEEP = env.text("BACKUP_KEEP", "7,5,12")

# Who may read /metrics besides this host itself; and from how little free disk on the site calls itself unready.
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
# Below the second, files of citizens are refused, so that acts, papers, logs and the database go on.
DISK_FREE_MB, UPLOAD_RESERVE_MB = env.integer("DISK_FREE_MB", 200), env.integer("UPLOAD_RESERVE_MB", 500)

LOGGING = logging_in(VAR_DIR)
