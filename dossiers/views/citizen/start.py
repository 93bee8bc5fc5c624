"""Pages that begin a draft: for whom, and who the applicant is."""

from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dossiers import actions
from dossiers.actions.quotas import left_on
from dossiers.duplicates import earlier_of
from dossiers.forms.applicant import StartForm
from dossiers.models import Dossier, State
from dossiers.prefill import filed_before
from people.actions import claim
from people.forms import ClaimForm
from people.guards import current_user
from people.models import Party, User
from procedures.models import Edition
from toolbox.refusal import InvalidInput

DRAFTS_SHOWN, FILED_SHOWN, EARLIER_READ = 5, 3, 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose for whom, then begin; the first time, say who one is."""
    edition = _edition(slug)
    user, at = current_user(request), timezone.now()
    if not edition.online:
        return render(request, "dossiers/citizen/not_online.html", {"edition": edition}, status=409)
    parties = _parties(user, timezone.localdate(at))
    if not parties:
        return redirect("dossiers:applicant", slug=slug)
    earlier = _earlier(user, parties, edition)
    form = StartForm(request.POST or None, parties=parties, earlier=earlier, initial={"token": token_urlsafe(24)})
    if request.method == "POST" and form.is_valid():
        return _begin(edition, parties, form.cleaned_data, user, at)
    left = left_on(user, timezone.localdate(at))
    drafts = _drafts(user, edition)
    context = {"edition": edition, "form": form, "drafts": drafts[:DRAFTS_SHOWN], "left": left}
    context["more_drafts"] = len(drafts) > DRAFTS_SHOWN
    filed = _filed(user, parties, edition, at)
    context |= {"filed": filed[:FILED_SHOWN], "more_filed": len(filed) > FILED_SHOWN, "today": timezone.localdate(at)}
    return render(request, "dossiers/citizen/start.html", context, status=422 if form.errors else 200)


def _begin(edition: Edition, parties: list[Party], data: dict[str, Any], user: User, at: datetime) -> HttpResponse:
    """Begin the draft with what is known already; the task list comes next."""
    party = next(p for p in parties if str(p.pk) == data["applicant"])
    more = {"token": data["token"], "earlier": data["earlier"], "prefill": True}
    draft = actions.start(edition=edition, applicant=party, by=user, at=at, **more)
    return redirect("dossiers:detail", name=draft.ref)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def applicant(request: HttpRequest, slug: str) -> HttpResponse:
    """Who the applicant is, as printed on their papers; asked once, kept for every later dossier.

    What is typed is a claim. The answer is the same whether the house knows the number or not.
    """
    edition, user = _edition(slug), current_user(request)
    initial = {"name": str(user), "phone": user.phone, "email": user.email}
    form = ClaimForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            claim(user=user, since=timezone.localdate(), **form.cleaned_data)
        except InvalidInput as refusal:
            for name, errors in refusal.errors.items():
                form.add_error(name, errors)
        else:
            messages.success(request, _("Đã lưu thông tin người nộp."))
            return redirect("dossiers:start", slug=slug)
    context = {"edition": edition, "form": form}
    return render(request, "dossiers/citizen/applicant.html", context, status=422 if form.errors else 200)


def _edition(slug: str) -> Edition:
    rows = Edition.objects.in_force(timezone.localdate()).select_related("procedure__field")
    return get_object_or_404(rows, procedure__slug=slug)


def _parties(user: User, day: date) -> list[Party]:
    rows = Party.objects.represented_by(user.pk, day).order_by("representations__id")
    return list({party.pk: party for party in rows}.values())


def _filed(user: User, parties: list[Party], edition: Edition, at: datetime) -> list[Dossier]:
    """What those for whom the account files asked for already, of the same procedure; one more than is shown."""
    rows = Dossier.objects.all_own_of(user).select_related("applicant")
    filed = [row for party in parties for row in earlier_of(rows, party, edition, at)[: FILED_SHOWN + 1]]
    unique = {row.pk: row for row in sorted(filed, key=lambda row: row.submitted_at or at, reverse=True)}
    return list(unique.values())[: FILED_SHOWN + 1]


def _earlier(user: User, parties: list[Party], edition: Edition) -> list[Dossier]:
    """Of each of those for whom the account files the last dossier of the procedure: its answers may be taken again."""
    rows = filed_before(Dossier.objects.all_own_of(user), parties, edition).select_related("applicant")
    last = {row.applicant_id: row for row in reversed(rows[:EARLIER_READ])}
    return list(last.values())


def _drafts(user: User, edition: Edition) -> list[Dossier]:
    """The last drafts of the same procedure, one more than is shown."""
    rows = Dossier.objects.all_own_of(user).filter(state=State.DRAFT.value, edition__procedure_id=edition.procedure_id)
    return list(rows.order_by("-id")[: DRAFTS_SHOWN + 1])
