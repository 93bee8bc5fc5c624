"""Which postal company is asked about parcels."""

from django.core.exceptions import ImproperlyConfigured

from portal import env

SANDBOX = "sandbox"


def service_from(demo: bool) -> str:
    """Empty for nobody: numbers and facts are typed from paper; "sandbox" for a company that is none; or the path of a
    class (`dossiers/postal/port.py`). What the sandbox says is not so: it is for the demo alone.
    """
    name = env.text("POSTAL_SERVICE", SANDBOX if demo else "").strip()
    if name == SANDBOX and not demo:
        raise ImproperlyConfigured("POSTAL_SERVICE=sandbox says of parcels what is not so; it is for the demo alone.")
    return name
