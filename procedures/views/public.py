"""The catalogue for everybody: search, and one page for each procedure."""

from dataclasses import asdict
from datetime import date
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from procedures.fact_sheet import changes_in_words, if_accepted, sheet, successor_of, summary
from procedures.guides import guide_about, guides
from procedures.models import Edition, EditionQuerySet
from procedures.search import query
from procedures.search.filters import filters
from procedures.search.query import Wanted


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Procedures by words, field, applicant and way of filing; what was asked stays in the address."""
    day, wanted = timezone.localdate(), Wanted.read(request.GET)
    try:
        found, set_right = query.find(wanted, day, request.GET.get("cursor", ""))
    except query.BadCursor:
        found, set_right = query.find(wanted, day)  # an old or mangled address begins at the beginning
    meant = set_right or wanted
    fields = query.fields_with_counts(meant, day)
    context = {
        "wanted": wanted,
        "set_right": set_right,
        "found": found,
        "results": [summary(edition) for edition in found.rows],
        "count": query.count(fields, meant),
        "filters": filters(wanted, fields),
        "kept": [(key, text) for key, text in asdict(wanted).items() if text and key != "q"],
        "suggested": [] if found.rows else query.suggestions(wanted, day),
        "guides": [(slug, one) for slug, one in guides().items() if wanted.event in one.events],
    }
    return render(request, "procedures/list.html", context)


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the law wants published about a procedure, and what a dossier accepted now would be promised."""
    at = timezone.localtime()
    rows = _public(slug)
    edition = rows.in_force(at.date()).prefetch_related("components").first()
    if edition is None:
        return _not_in_force(request, rows, at.date())
    return render(request, "procedures/detail.html", {**_whole(edition), "today": if_accepted(edition, at)})


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition there was, the newest first, each with what changed since the one before."""
    editions = list(_public(slug).order_by("number"))
    if not editions:
        raise Http404
    since = [[], *(changes_in_words(before, after) for before, after in pairwise(editions))]
    steps = list(zip(editions, since, strict=True))
    context = {"procedure": editions[-1].procedure, "steps": steps[::-1]}
    return render(request, "procedures/history.html", context)


@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition as it was published, whether it is in force or not."""
    found = get_object_or_404(_public(slug).prefetch_related("components"), number=number)
    return render(request, "procedures/old_edition.html", _whole(found))


def _public(slug: str) -> EditionQuerySet:
    """The editions of a procedure that were ever published."""
    rows = Edition.objects.exclude(state=Edition.State.DRAFT)
    return rows.filter(procedure__slug=slug).select_related("procedure__field")


def _whole(edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition,
        "content": edition.content,
        "sheet": sheet(edition),
        "successor": successor_of(edition),
        "guide": guide_about(edition.procedure.slug),
    }


def _not_in_force(request: HttpRequest, rows: EditionQuerySet, day: date) -> HttpResponse:
    """A procedure that has ended, or not begun: what it was called, since when, and what replaced it."""
    found = rows.order_by("number").last()
    if found is None:
        raise Http404
    ended = found.valid_from <= day
    context = {"edition": found, "successor": successor_of(found), "ended": ended}
    return render(request, "procedures/not_in_force.html", context, status=410 if ended else 404)
