"""Pages of the applicant's side after filing: one's dossiers, one dossier, withdrawing, the printed form."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers import actions
from dossiers.actions.fees import fee_if_confirmed
from dossiers.deadlines.progress import steps_done
from dossiers.deadlines.promise import deadline_of, due_if_completed
from dossiers.deadlines.status import standing_of
from dossiers.deadlines.time_spent import parts_of
from dossiers.forms.applicant import WithdrawForm
from dossiers.lateness import is_unanswered, lateness_of
from dossiers.models import Dossier, Event, State
from dossiers.models.event import UNDOES, Verb
from dossiers.models.state import TURN_ROWS, WITHDRAWABLE
from dossiers.offices import phone_about
from dossiers.release import withheld
from dossiers.versions import sections_with_versions
from dossiers.views.citizen.calendar_feed import link_for
from dossiers.views.citizen.draft import draft_page
from dossiers.views.fetch import own, visible
from people.guards import current_user
from people.models import Read, User
from procedures import questions
from toolbox.keyset import BadCursor, newest

FIRST, DRAFTS = 20, 10
# What an officer writes for the applicant; what officers write to each other stays inside.
WRITTEN_FOR_APPLICANT = (
    Verb.RECEPTION_REFUSED,
    Verb.SUPPLEMENT_REQUESTED,
    Verb.PAYMENT_DEMANDED,
    Verb.STOPPED,
    Verb.CLOSED,
    Verb.WITHDRAWAL_REQUESTED,
    Verb.RESULT_CORRECTED,
    Verb.RESULT_REVOKED,
    *UNDOES,
)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What waits for the applicant first, whatever else there is; then drafts, then the rest: each list by pages."""
    rows = Dossier.objects.all_own_of(current_user(request)).for_rows()
    draft, query, at = Q(state=State.DRAFT.value), request.GET, timezone.now()
    try:
        turns = newest(rows.filter(TURN_ROWS).with_unsent(), query.get("turns", ""), FIRST)
        drafts = newest(rows.filter(draft), query.get("drafts", ""), DRAFTS)
        page = newest(rows.exclude(draft | TURN_ROWS), query.get("cursor", ""), FIRST)
    except BadCursor:
        return redirect("dossiers:mine")
    context = {
        "drafts": drafts,
        "turns": turns,
        "turn_rows": [(row, standing_of(row, at)) for row in turns.rows],
        "others": [(row, standing_of(row, at)) for row in page.rows],
        "calendar": request.build_absolute_uri(reverse("dossiers:all_dates", args=[link_for(request)])),
        "page": page,
    }
    return render(request, "dossiers/citizen/mine.html", context)


@login_required
@require_safe
def detail(request: HttpRequest, name: str) -> HttpResponse:
    """A draft's task list; of a filed dossier where it is, whose turn it is, and everything about it."""
    dossier = own(request, name)
    if dossier.is_draft:
        return draft_page(request, dossier)
    return render(request, "dossiers/citizen/dossier.html", _context(dossier, current_user(request)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for the dossier back, after reading what follows from it."""
    dossier = own(request, name)
    if dossier.state not in WITHDRAWABLE:  # a form would only be refused
        messages.info(request, _("Hồ sơ này không ở bước rút được."))
        return redirect("dossiers:detail", name=dossier.name)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.request_withdrawal(dossier, reason, by=current_user(request), at=timezone.now())
        messages.success(request, _("Đã gửi yêu cầu rút hồ sơ."))
        return redirect("dossiers:detail", name=dossier.name)
    context = {"dossier": dossier, "form": form}
    return render(request, "dossiers/citizen/withdraw.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def carry_on(request: HttpRequest, name: str) -> HttpResponse:
    """Take a withdrawal back."""
    dossier = own(request, name)
    actions.continue_dossier(dossier, by=current_user(request), at=timezone.now())
    messages.success(request, _("Hồ sơ được giải quyết tiếp."))
    return redirect("dossiers:detail", name=dossier.name)


@login_required
@require_safe
def printed_form(request: HttpRequest, name: str) -> HttpResponse:
    """The answers as a form to print: same definition, same order as the page that asked."""
    dossier = visible(request, name, Read.What.FORM)
    sections = questions.display(dossier.edition.form_definition, dossier.answers)
    return render(request, "dossiers/printed_form.html", {"dossier": dossier, "sections": sections})


def _context(dossier: Dossier, user: User) -> dict[str, Any]:
    """The context of its page: everything of a filed dossier that its applicant sees."""
    events = list(dossier.events.select_related("note").order_by("-seq"))
    standing, owed = standing_of(dossier, timezone.now()), dossier.open_supplement
    return {
        "dossier": dossier,
        "standing": standing,
        "late": lateness_of(dossier, standing),
        "is_unanswered": is_unanswered(dossier, timezone.now()),
        "phone": phone_about(dossier),
        "unsent": len(owed.attachments_added()) if owed and dossier.acts else 0,  # type: ignore[attr-defined]
        "unsent_answers": bool(owed and dossier.acts and owed.unsent_answers),  # type: ignore[attr-defined]
        "deadline": deadline_of(dossier),
        "if_completed": due_if_completed(dossier, timezone.now()),
        "parts": parts_of(dossier, events, timezone.now()),
        "timeline": [(event, _note_for_applicant(event)) for event in events],
        "issued": [(paper, withheld(paper, dossier, user)) for paper in dossier.papers.for_rows()],
        "attachments": list(dossier.attachments.visible_to(user)),
        "names": {row["key"]: row["name_vi"] for row in dossier.components},
        "sections": sections_with_versions(dossier),
        "fee_if_confirmed": fee_if_confirmed(dossier, timezone.now()),
        "withdrawable": dossier.state in WITHDRAWABLE and dossier.acts,  # type: ignore[attr-defined]
        "step": steps_done(dossier),
        "ceased": dossier.state == State.STOPPED and _ceased(events),
    }


def _ceased(events: Sequence[Event]) -> bool:
    """The last of its stops, newest first, was for an applicant who is no more."""
    return [event.verb for event in events[:2]] == [Verb.STOPPED, Verb.APPLICANT_CEASED]


def _note_for_applicant(event: Any) -> str:
    return event.note.text if event.verb in WRITTEN_FOR_APPLICANT and hasattr(event, "note") else ""
