"""Pages of the decision guides: which procedure applies, may it be filed? By GET: each step is an address."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from procedures import guides
from procedures.fact_sheet import summary
from procedures.localized import text_of
from procedures.models import Edition, EditionQuerySet


@dataclass(frozen=True)
class GivenAnswer:
    """One answer given: the question, the answer, and the address where it can be changed."""

    question: str
    answer: str
    again: str


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """Which procedure of a family applies."""
    chosen = guides.guides().get(slug)
    if chosen is None:
        raise Http404
    return _step(request, chosen, {"title": chosen.title})


@require_safe
def eligibility(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether this procedure may be filed. Not eligible is a page with what to do instead, never an error."""
    edition = get_object_or_404(_in_force().filter(procedure__slug=slug))
    questions = guides.eligibility(edition.content)
    if questions is None:
        return redirect("procedures:detail", slug=slug)
    title = _("Ông/bà có nộp được hồ sơ này không?")
    return _step(request, questions, {"title": title, "edition": edition})


def _step(request: HttpRequest, guide: guides.Guide, context: dict[str, Any]) -> HttpResponse:
    """The next question, or where the answers lead; 422 for a step without an answer."""
    given, chosen = request.GET.get("path", ""), request.GET.get("answer", "")
    if chosen:
        return redirect(f"{request.path}?path={'.'.join(filter(None, [given, chosen]))[:200]}")
    path = [key for key in given[:200].split(".") if key]
    walk = guides.walk(guide, path)
    context |= {
        "walk": walk,
        "path": ".".join(path[: len(walk.taken)]),
        "taken": [
            GivenAnswer(question, answer, f"?path={'.'.join(path[:n])}")
            for n, (question, answer) in enumerate(walk.taken)
        ],
        "missing": bool(walk.question) and ("next" in request.GET or len(walk.taken) < len(path)),
        "fits": walk.procedure == guides.FITS,
        "results": _summaries([walk.procedure, *(walk.answer or {}).get("instead", [])]),
    }
    if walk.answer:
        context |= {"answer": {word: text_of(walk.answer, word) for word in ("title", "text")}}
    return render(request, "procedures/guide.html", context, status=422 if context["missing"] else 200)


def _summaries(slugs: list[str]) -> list[dict[str, Any]]:
    """The procedures of these slugs that are in force, in this order."""
    rows = {row.procedure.slug: row for row in _in_force().filter(procedure__slug__in=slugs)}
    return [summary(rows[slug]) for slug in slugs if slug in rows]


def _in_force() -> EditionQuerySet:
    return Edition.objects.in_force(timezone.localdate()).select_related("procedure__field")
