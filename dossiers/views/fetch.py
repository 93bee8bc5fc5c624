"""Fetch the dossier a page is about, by who may see it: from either side, the applicant's or the officers'."""

from django.db.models import F, Value
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from dossiers.models import Dossier
from people.guards import current_user
from people.models import ActsFor
from toolbox.references import normalise


def visible(request: HttpRequest, name: str) -> Dossier:
    """The dossier with this code or reference, if the account may see it from either side; else 404."""
    rows = Dossier.objects.visible_to(current_user(request)).with_names()
    return get_object_or_404(rows.named(normalise(name)))


def own(request: HttpRequest, name: str) -> Dossier:
    """The same for the applicant's side only; `acts` is true where the account may do more than follow it."""
    user = current_user(request)
    acts = ActsFor(Value(user.pk), F("applicant"), timezone.localdate(), F("submitted_by"))
    rows = Dossier.objects.own_of(user).with_names().annotate(acts=acts)
    dossier: Dossier = get_object_or_404(rows.named(normalise(name)))
    return dossier


def at_work(request: HttpRequest, name: str) -> Dossier:
    """The same for the officers' side only."""
    rows = Dossier.objects.at_work_of(current_user(request)).with_names().select_related("lateness")
    rows = rows.seen_by(current_user(request))
    return get_object_or_404(rows.named(normalise(name)))


def is_known(name: str) -> bool:
    """True when a dossier has this code or reference: asked for a stranger, and told to nobody."""
    return Dossier.objects.named(normalise(name)).exists()
