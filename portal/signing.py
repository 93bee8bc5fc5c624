"""Where the keys that sign papers come from; the names of the keys themselves are those of posts and agencies."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from portal import env

WAYS = ("none", "test", "files", "pkcs11")


def keys_from(demo: bool, var: Path) -> dict[str, str]:
    """`way`: "none" signs nothing; "test" with certificates of the site's own making, worth nothing outside; "files"
    with `<name>.p12` of `folder`, which also holds the `roots.pem` that they follow from and pictures `<name>.png`;
    "pkcs11" with keys that stay in a token, opened by the module of its vendor.
    """
    way = env.text("SIGNING_KEYS", "test" if demo else "none")
    if way not in WAYS:
        raise ImproperlyConfigured(f"SIGNING_KEYS must be one of {', '.join(WAYS)}, not {way!r}.")
    if way == "pkcs11" and not (env.text("SIGNING_MODULE", "") and env.text("SIGNING_TOKEN", "")):
        raise ImproperlyConfigured("SIGNING_KEYS=pkcs11 needs SIGNING_MODULE and SIGNING_TOKEN. See .env.example.")
    return {
        "way": way,
        "folder": env.text("SIGNING_FOLDER", str(var / "signing")),
        "module": env.text("SIGNING_MODULE", ""),
        "token": env.text("SIGNING_TOKEN", ""),
        "password": env.text("SIGNING_PASSWORD", ""),
        "time_stamps": env.text("SIGNING_TIMESTAMP_URL", ""),
    }
