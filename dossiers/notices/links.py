"""Links of notices: paths of this site, in the language of whoever is told."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from dossiers.models import Dossier


def own_link(dossier: Dossier) -> str:
    """The applicant's page of *dossier*, in the active language."""
    return reverse("dossiers:detail", args=[dossier.name])


def desk_link(dossier: Dossier) -> str:
    """The officers' page of *dossier*; officers read Vietnamese."""
    return _in_vietnamese("dossiers:at_work", dossier.name)


def queue_link() -> str:
    """The officers' queue."""
    return _in_vietnamese("dossiers:queue")


def forsaken_link() -> str:
    """The officers' queue, of what stands with nobody any more."""
    return f"{queue_link()}?view=no-holder"


def calendar_link(year: int) -> str:
    """The page on which *year* of the official calendar is published."""
    return _in_vietnamese("dossiers:calendar_year", year)


def record_link() -> str:
    """The public page of the record."""
    return _in_vietnamese("dossiers:record")


def address_of(link: str) -> str:
    """The whole address of a path, for who reads it outside the site."""
    return f"{settings.SITE_URL}{link}"


def _in_vietnamese(name: str, *args: object) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=args)
