"""Where log lines go and how they look; part of the settings."""

from pathlib import Path
from typing import Any

from portal import env


def logging_in(folder: Path) -> dict[str, Any]:
    """The logging of the site, whose data folder is *folder*."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {"()": "portal.http.request_id.RequestIdFilter"},
            "only_faults": {"()": "portal.operations.logs.OnlyFaults"},
        },
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
                "filters": ["request_id", "only_faults"],
            },
            # Who signs in and out, apart from the log of pages; a file that may be moved away while it is written.
            "security": {
                "class": "logging.handlers.WatchedFileHandler",
                "filename": str(folder / "security.log"),
                "delay": True,
                "formatter": "json",
                "filters": ["request_id"],
            },
        },
        "loggers": {
            # Every step of every page of every paper is news to nobody.
            **{name: {"level": "WARNING"} for name in ("weasyprint", "fontTools")},
            "pyhanko": {"level": "ERROR"},  # it warns at each signature that it fetches no lists; we give it ours
            "motcua.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
        },
        "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    }
