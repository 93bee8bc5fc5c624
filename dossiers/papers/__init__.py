"""Issue official papers: numbered without a hole in the act's transaction, rendered by the worker."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers.journal import Act
from dossiers.models import Counter, Dossier, Event, Paper, Result
from dossiers.models.paper import SEAL_CLERK
from dossiers.papers import results
from dossiers.papers.content import context_of
from dossiers.papers.letters import require_printable
from dossiers.papers.photographs import photograph_of
from dossiers.papers.render import render_waiting
from dossiers.papers.signing.signatories import signatories_of
from dossiers.release import RESULTS
from people.models import Agency
from procedures.models import ResultTemplate
from toolbox.formats import day_in_words

# Ký hiệu of each kind; the unit's own symbol follows it (Decree 30/2020 annex I). All notices of an
# agency share one row of numbers, as the decree has it: one row for each kind of document.
SYMBOLS = {
    Paper.Kind.RECEIPT: "GTN",
    Paper.Kind.SUPPLEMENT_REQUEST: "PYC",
    Paper.Kind.RECEPTION_REFUSAL: "PTC",
    Paper.Kind.RESULT: "TB",
    Paper.Kind.REFUSAL: "TB",
    Paper.Kind.STOP_NOTICE: "TB",
    Paper.Kind.APOLOGY: "CV",
    Paper.Kind.FEE_RECEIPT: "BL",
}
OF_THE_DEPARTMENT = (Paper.Kind.RESULT, Paper.Kind.REFUSAL, Paper.Kind.APOLOGY)
LETTERS = (*OF_THE_DEPARTMENT, Paper.Kind.STOP_NOTICE)


def issue(act: Act, kind: Paper.Kind, **words: object) -> None:
    """Have *kind* issued once the act is recorded: its number, its frozen context, its event.

    *words* are the act's own words for the paper (reason, items, text).
    """
    act.afterwards.append(lambda event: issue_now(act, kind, event, words))


def issue_result(act: Act, replaces: Result | None = None) -> None:
    """Have what the dossier now grants issued by its template, or as the general letter, and registered.

    What takes the place of an earlier result is made by the template of that one, and says which it *replaces*.
    """
    act.afterwards.append(lambda event: _issue_result(act, event, replaces))


def _issue_result(act: Act, event: Event, replaces: Result | None) -> None:
    dossier, words = act.dossier, dict[str, object](text=act.dossier.result_text)
    template = replaces.template if replaces else results.template_of(dossier, timezone.localdate(act.at))
    template = template if dossier.result_fields else None
    if replaces:
        words["replaces"] = {"number": replaces.paper.reference, "issued_on": day_in_words(replaces.issued_on)}
    paper = issue_now(act, Paper.Kind.RESULT, event, words, template=template)
    results.register(paper, template, dossier.result_fields, replaces)


def issue_now(
    act: Act, kind: Paper.Kind, event: Event, words: dict[str, object], *, template: ResultTemplate | None = None
) -> Paper:
    """The same when the act's event is there already; returns the paper, whose file the worker makes.

    Raises Refused for words that cannot be printed whole: then the act has not been.
    """
    symbol, year = symbol_of(act.dossier, kind, template), timezone.localtime(act.at).year
    number = Counter.draw(Counter.paper_scope(symbol, year))
    own = {"reference": Paper(number=number, symbol=symbol).reference}
    context, issuer = content_of(act, kind, words, template, own), issuer_of(act.dossier, kind)
    signatories = _signatories(act, kind, issuer)
    if signatories and kind in RESULTS and act.dossier.edition.is_sealed_by_clerk:
        context["seal"] = SEAL_CLERK
    require_printable(context)
    paper = Paper.objects.create(
        dossier=act.dossier,
        event=event,
        kind=kind,
        year=year,
        symbol=symbol,
        number=number,
        issued_by=act.by,
        issued_at=act.at,
        context=context | {"signatories": signatories},
        not_before=act.at,
    )
    # The row is the job: with the broker down the act stands all the same, and the round makes the file.
    transaction.on_commit(render_waiting.delay, robust=True)
    return paper


def content_of(
    act: Act, kind: Paper.Kind, words: dict[str, object], template: ResultTemplate | None, own: dict[str, Any]
) -> dict[str, Any]:
    """What a paper prints: the facts of its dossier, *own* ones of its sheet, and its template filled with both."""
    context = {**context_of(act, kind, words), **own}
    if template:
        context["result"] = results.printed(template, act.dossier.result_fields, context)
        context["photograph"] = photograph_of(act.dossier, template)
    return context


def issuer_of(dossier: Dossier, kind: Paper.Kind) -> Agency:
    """The desk that received *dossier*, or the department above it for what the department decides."""
    desk = dossier.desk_unit
    assert desk is not None
    return desk.parent if kind in OF_THE_DEPARTMENT and desk.parent else desk


def symbol_of(dossier: Dossier, kind: Paper.Kind, template: ResultTemplate | None) -> str:
    """The symbol of the kind of document, and of who issues it (Decree 30/2020, annex I)."""
    issuer = issuer_of(dossier, kind)
    return f"{template.content['symbol'] if template else SYMBOLS[kind]}-{issuer.symbol or issuer.code}"


def _signatories(act: Act, kind: Paper.Kind, issuer: Agency) -> list[dict[str, str]]:
    """Letters are signed by whoever decided and the agency; forms, which people sign by hand, by the agency."""
    return signatories_of(act.by if kind in LETTERS else None, issuer)
