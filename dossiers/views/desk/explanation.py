"""Why somebody sees a dossier and what they may do to it; for auditors, who could have opened it on a day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from dossiers.competences import who_may
from dossiers.explanation import openings_of, readers_on
from dossiers.forms.acts import ACTS
from dossiers.forms.base import ActForm, day_field
from dossiers.journal import not_now
from dossiers.models import Dossier
from dossiers.permissions import decision, post_for
from dossiers.views.fetch import at_work
from people.guards import current_user, staff_only
from people.models import Post, User


class DayForm(forms.Form):
    """The day that an auditor asks about."""

    day = day_field(gettext_lazy("Ngày"), gettext_lazy("Nhập ngày cần xem"))


@dataclass(frozen=True)
class Explained:
    """One act: whether it may be done now, and by what; else which rule says no, and who may."""

    title: Any
    may: bool
    words: str
    who: str


@staff_only
@require_safe
def explanation(request: HttpRequest, name: str) -> HttpResponse:
    """The page; `?day=` asks for the readers of a day, of auditors only."""
    dossier, user, at = at_work(request, name), current_user(request), timezone.now()
    audits = user.has_role(Post.Role.AUDITOR)
    asked = audits and "day" in request.GET
    form = DayForm(request.GET if asked else None, initial={"day": timezone.localdate(at)})
    day: date | None = form.cleaned_data["day"] if asked and form.is_valid() else None
    context = {
        "dossier": dossier,
        "openings": openings_of(user, dossier),
        "acts": [explained(act, dossier, user, at) for act in ACTS],
        "form": form if audits else None,
        "day": day,
        "readers": readers_on(dossier, day) if day else [],
    }
    return render(request, "dossiers/desk/explanation.html", context, status=422 if asked and day is None else 200)


def explained(act: type[ActForm], dossier: Dossier, user: User, at: datetime) -> Explained:
    """Whether *user* may do *act* now, by the same questions that a page asks before it offers it."""
    day, who = timezone.localdate(at), who_may(dossier, act.verb)
    edges = {edge.name for edge in dossier.get_available_state_transitions()}  # type: ignore[attr-defined]
    if act.edge and act.edge not in edges:
        return Explained(act.title, False, not_now(dossier, act.verb).message, who)
    if not act.is_for(user, dossier, day):
        words = decision(user, dossier, act.verb, day).words or _("Việc này không phải của ông/bà lúc này.")
        return Explained(act.title, False, words, who)
    if not act.suits(dossier, at):
        return Explained(act.title, False, _("Không có gì để làm việc này với hồ sơ lúc này."), who)
    if refusal := act.refusal(dossier, user, at):
        return Explained(act.title, False, refusal.message, who)
    post = post_for(user, dossier, act.verb, day)
    return Explained(act.title, True, str(post or ""), who)
