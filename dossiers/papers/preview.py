"""What is signed is what was seen: the digest of a proposal, and its paper before it is numbered and signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from dossiers.journal import Act
from dossiers.models import Attachment, Dossier, Paper
from dossiers.models.event import Verb
from dossiers.papers import content_of, results, symbol_of
from dossiers.papers.render import html_of
from people.models import Post, User
from people.seals.digests import digest
from procedures.models import ResultTemplate
from procedures.results import values
from toolbox import pdf

GRANTED = Dossier.Outcome.GRANTED
NO_NUMBER = "…"
SAMPLE = {
    "province": "Ủy ban nhân dân tỉnh Mẫu",
    "department": "Sở Mẫu",
    "desk": "Bộ phận Một cửa",
    "place": "Mẫu",
    "applicant": "Người nộp Mẫu",
    "salutation": "Ông/Bà ",
    "identity_number": "001000000000",
    "address": "Thôn Mẫu, xã Mẫu, tỉnh Mẫu",
    "code": "MAU-260101-0001",
    "procedure": "Thủ tục mẫu",
    "accepted_on": "ngày 05 tháng 01 năm 2026",
    "bases": ["văn bản mẫu"],
    "lead": "Phòng Mẫu",
    "lead_symbol": "PM",
    "officer": "Người Ký Mẫu",
    "signs_as": ["Giám đốc"],
    "text": "",
}
SIGNS = (Verb.APPROVED, Verb.RESOLVED)


@dataclass(frozen=True)
class Proposal:
    """What would be decided: outcome, words, and the values of the result's template as they are kept."""

    outcome: str
    text: str
    fields: dict[str, Any]


def digest_of_proposal(dossier: Dossier) -> str:
    """One word for everything that a signer decides on: outcome, words, fields, template, and the files handed in."""
    return _digest(dossier, list(dossier.attachments.order_by("pk").values_list("pk", "sha256")))


def digests_of_proposals(dossiers: Sequence[Dossier]) -> dict[int, str]:
    """The same of many, by key: their files are read in one statement."""
    files: dict[int, list[Any]] = {row.pk: [] for row in dossiers}
    rows = Attachment.objects.filter(dossier__in=list(files)).order_by("pk")
    for key, pk, sha256 in rows.values_list("dossier_id", "pk", "sha256"):
        files[key].append((pk, sha256))
    return {row.pk: _digest(row, files[row.pk]) for row in dossiers}


def name_of_result(dossier: Dossier, outcome: str) -> str:
    """What the paper of a proposal is called: by its template, or the general letter."""
    template = results.template_of(dossier, timezone.localdate())
    if outcome == GRANTED and template and dossier.result_fields:
        return str(template.content["name_vi"])
    return str((Paper.Kind.RESULT if outcome == GRANTED else Paper.Kind.REFUSAL).label)


def _digest(dossier: Dossier, files: list[Any]) -> str:
    template = results.template_of(dossier, timezone.localdate())
    kind = [template.kind, template.number] if template else []
    return digest([dossier.proposed_outcome, dossier.result_text, dossier.result_fields, kind, files])[:32]


def proposal_of(dossier: Dossier, at: datetime) -> Proposal:
    """What was proposed; before anything was, a grant by what the dossier knows."""
    if dossier.proposed_outcome:
        return Proposal(dossier.proposed_outcome, dossier.result_text, dossier.result_fields)
    known = dossier.result_fields or results.chosen(dossier, GRANTED, None, timezone.localdate(at))
    return Proposal(GRANTED, "", known)


def typeset(dossier: Dossier, proposal: Proposal, verb: Verb, post: Post, *, by: User, at: datetime) -> bytes:
    """The file that *proposal* would become, with neither number, day nor signature; nothing is stored.

    Whoever would sign it (*verb*) stands beneath it by *post*; of a proposal nobody does yet.
    """
    vars(dossier)["database_now"] = at  # as if it were locked: nothing of it is saved
    dossier.outcome, dossier.result_text, dossier.result_fields = proposal.outcome, proposal.text, proposal.fields
    act = Act(dossier, verb, by, at)
    act.as_post(post)
    is_granted = proposal.outcome == GRANTED
    kind = Paper.Kind.RESULT if is_granted else Paper.Kind.REFUSAL
    template = results.template_of(dossier, timezone.localdate(at)) if is_granted and proposal.fields else None
    symbol = symbol_of(dossier, kind, template)
    words: dict[str, object] = {"text": proposal.text}
    reference = f"{NO_NUMBER}/{symbol}"
    draft = {"reference": reference, "issued_on": f"ngày … tháng … năm {timezone.localtime(at).year}", "preview": True}
    if verb not in SIGNS:
        draft |= {"officer": "", "signs_as": [], "signs_for": ""}
    context = content_of(act, kind, words, template, draft)
    return pdf.render(html_of(Paper(dossier=dossier, kind=kind, symbol=symbol, number=0, context=context)))


def typeset_sample(template: ResultTemplate) -> bytes:
    """*template* filled with its own sample, for an applicant and a department that do not exist."""
    fields = values.cleaned(template.fields, template.content.get("sample", {}), whole=False)
    symbol = f"{template.content['symbol']}-MAU"
    year = timezone.localdate().year
    context: dict[str, Any] = {
        **SAMPLE,
        "reference": f"{NO_NUMBER}/{symbol}",
        "issued_on": f"ngày … tháng … năm {year}",
        "site": settings.SITE_URL,
        "preview": True,
    }
    context["result"] = results.printed(template, fields, context)
    return pdf.render(html_of(Paper(kind=Paper.Kind.RESULT, symbol=symbol, number=0, context=context)))
