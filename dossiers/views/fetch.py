"""Fetch what a page is about, by who may see it, and record that an officer read it: here, so that no page forgets."""

from django.db.models import F, Value
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from dossiers.models import Attachment, Dossier, Paper
from dossiers.sight import note_read, require_sight
from people.guards import current_user
from people.models import ActsFor, Party, Read
from people.privacy.reads import record_party
from toolbox.references import normalise


def visible(request: HttpRequest, name: str, what: str) -> Dossier:
    """The dossier with this code or reference, if the account may see it from either side; else 404.

    *what* of it is shown stands in the record, where it is read by virtue of a post. Raises Forbidden where a post does
    not show that.
    """
    return _note(request, _seen(request, name), what)


def attachment(request: HttpRequest, name: str, pk: int) -> Attachment:
    """A file the applicant gave, in the same way."""
    dossier = _seen(request, name)
    row: Attachment = get_object_or_404(dossier.attachments.visible_to(current_user(request)), pk=pk)
    _note(request, dossier, Read.What.ATTACHMENT, row)
    return row


def paper(request: HttpRequest, name: str, pk: int) -> Paper:
    """A paper we issued, in the same way."""
    dossier = _seen(request, name)
    row = get_object_or_404(dossier.papers.select_related("dossier"), pk=pk)
    _note(request, dossier, Read.What.PAPER, row)
    return row


def paper_state(request: HttpRequest, name: str, pk: int) -> Paper:
    """A paper of which only its state is told, to whoever may open it: nothing is read, so nothing is recorded."""
    dossier = _seen(request, name)
    row = get_object_or_404(dossier.papers.only("kind", "state"), pk=pk)
    require_sight(current_user(request), dossier, Read.What.PAPER, row)
    return row


def _seen(request: HttpRequest, name: str) -> Dossier:
    user = current_user(request)
    return get_object_or_404(Dossier.objects.visible_to(user).with_names().read_by(user).named(normalise(name)))


def _note(request: HttpRequest, dossier: Dossier, what: str, item: Attachment | Paper | None = None) -> Dossier:
    return note_read(request, dossier, what, by=current_user(request), at=timezone.now(), item=item, own=True)


def own(request: HttpRequest, name: str) -> Dossier:
    """The same for the applicant's side only; `acts` is true where the account may do more than follow it."""
    user = current_user(request)
    acts = ActsFor(Value(user.pk), F("applicant"), timezone.localdate(), F("submitted_by"))
    rows = Dossier.objects.own_of(user).with_names().annotate(acts=acts)
    dossier: Dossier = get_object_or_404(rows.named(normalise(name)))
    return dossier


def at_work(request: HttpRequest, name: str, what: str = Read.What.DOSSIER) -> Dossier:
    """The same for the officers' side only."""
    user = current_user(request)
    rows = Dossier.objects.at_work_of(user).with_names().select_related("lateness")
    dossier = get_object_or_404(rows.read_by(user).seen_by(user).named(normalise(name)))
    return note_read(request, dossier, what, by=user, at=timezone.now(), own=False)


def party_at_desk(request: HttpRequest, pk: int) -> Party:
    """The person with this key, whose papers or dossiers the desk has in hand; recorded."""
    party = get_object_or_404(Party.objects.select_related("same_as"), pk=pk)
    record_party(request, party, by=current_user(request), at=timezone.now())
    return party
