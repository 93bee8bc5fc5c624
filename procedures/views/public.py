"""The public pages of the catalogue: search, one page for each procedure, its former editions."""

from dataclasses import asdict
from datetime import date
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from procedures.fact_sheet import (
    changes_in_words,
    confirmed_parts,
    estimate_deadline,
    fact_sheet,
    often_asked_again,
    successor_of,
    summary,
)
from procedures.guides import guide_about, guides
from procedures.labels import life_events
from procedures.models import Edition, EditionQuerySet, TypicalTime
from procedures.search import query
from procedures.search.everyday import elsewhere
from procedures.search.filters import filters
from procedures.search.query import Criteria
from toolbox.keyset import BadCursor


@require_safe
def procedure_list(request: HttpRequest) -> HttpResponse:
    """Search by words, field, applicant and way of filing; the criteria stay in the address."""
    day, criteria = timezone.localdate(), Criteria.from_query(request.GET)
    try:
        page, corrected = query.search(criteria, day, request.GET.get("cursor", ""))
    except BadCursor:
        page, corrected = query.search(criteria, day)  # an old or mangled address begins at the beginning
    used, others = corrected or criteria, elsewhere(criteria.q)
    fields = query.fields_with_counts(used, day)
    context = {
        "wanted": criteria,
        "set_right": corrected,
        "meant": _event_name(used.event) if used.event != criteria.event else "",
        "found": page,
        "results": [summary(edition) for edition in page.rows],
        "count": query.count(fields, used),
        "filters": filters(criteria, fields),
        "kept": [(key, text) for key, text in asdict(criteria).items() if text and key != "q"],
        "elsewhere": others,
        "suggested": [] if page.rows or others else query.suggestions(criteria, day),
        "guides": [(slug, guide) for slug, guide in guides().items() if used.event in guide.events],
    }
    return render(request, "procedures/list.html", context)


@require_safe
def procedure_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the law requires to be published about a procedure, and the deadline of a dossier accepted now."""
    at = timezone.localtime()
    rows = _published(slug)
    edition = rows.in_force(at.date()).prefetch_related("components").first()
    if edition is None:
        return _not_in_force(request, rows, at.date())
    return render(request, "procedures/detail.html", {**_context(edition), "today": estimate_deadline(edition, at)})


@require_safe
def edition_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition there was, the newest first, each with what changed since the one before."""
    editions = list(_published(slug).order_by("number"))
    if not editions:
        raise Http404
    since = [[], *(changes_in_words(before, after) for before, after in pairwise(editions))]
    steps = list(zip(editions, since, strict=True))
    newest = editions[-1]
    context = {"procedure": newest.procedure, "steps": steps[::-1], "sheet": {"confirmed": confirmed_parts(newest)}}
    return render(request, "procedures/history.html", context)


@require_safe
def edition_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition as it was published, whether it is in force or not."""
    edition = get_object_or_404(_published(slug).prefetch_related("components"), number=number)
    return render(request, "procedures/old_edition.html", _context(edition))


def _event_name(slug: str) -> str:
    """The name of a life event in the language of the page."""
    return next((str(event["name"]) for event in life_events() if event["slug"] == slug), "")


def _published(slug: str) -> EditionQuerySet:
    """The editions of a procedure that were ever published."""
    rows = Edition.objects.exclude(state=Edition.State.DRAFT)
    return rows.filter(procedure__slug=slug).select_related("procedure__field")


def _context(edition: Edition) -> dict[str, Any]:
    typical = TypicalTime.kept(edition.procedure_id)
    return {
        "edition": edition,
        "content": edition.content,
        "sheet": fact_sheet(edition),
        "successor": successor_of(edition),
        "guide": guide_about(edition.procedure.slug),
        "typical": typical,
        "often_asked_again": often_asked_again(typical),
    }


def _not_in_force(request: HttpRequest, rows: EditionQuerySet, day: date) -> HttpResponse:
    """The page of a procedure that has ended (410) or not begun (404): its name, its dates, and its successor."""
    edition = rows.order_by("number").last()
    if edition is None:
        raise Http404
    ended = edition.valid_from <= day
    context = {"edition": edition, "successor": successor_of(edition), "ended": ended}
    return render(request, "procedures/not_in_force.html", context, status=410 if ended else 404)
