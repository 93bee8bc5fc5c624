"""What is logged, how and where, as Django's LOGGING wants it."""

from typing import Any

from portal import env

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "portal.http.request_id.RequestIdFilter"}},
    "formatters": {
        "plain": {
            "()": "portal.operations.logs.Plain",
            "format": "{asctime} {levelname} [{request_id}] {name}: {message}",
            "style": "{",
        },
        "json": {"()": "portal.operations.logs.Json"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if env.text("LOG_FORMAT", "") == "json" else "plain",
            "filters": ["request_id"],
        }
    },
    # Every step of every page of every paper is news to nobody.
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools")},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
