"""Results by their templates: values that are known already, what a paper prints, and the row of the register."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone, translation

from dossiers.models import Dossier, Paper, Result
from dossiers.papers.letters import unprinted
from procedures.models import ResultTemplate
from procedures.questions import display
from procedures.results import body, values
from toolbox.refusal import InvalidInput

APPLICANT = ("name", "identity_number", "address", "phone", "email")


def template_of(dossier: Dossier, day: date) -> ResultTemplate | None:
    """The template by which a result of *dossier* is made on *day*; None: the general letter."""
    return ResultTemplate.kept(dossier.edition.procedure.slug, day)


def prefilled(dossier: Dossier, template: ResultTemplate) -> dict[str, Any]:
    """The values that the dossier knows, as they are kept; what does not fit its field is left to the officer."""
    facts = _facts(dossier)
    known: dict[str, Any] = {}
    for field in template.fields:
        try:
            known |= values.cleaned([field], {field["key"]: _known(field, facts)}, whole=False)
        except InvalidInput:
            continue
    return known


def known_whole(dossier: Dossier, template: ResultTemplate) -> dict[str, Any] | None:
    """The same, where nothing that is needed is missing; else None."""
    try:
        return values.cleaned(template.fields, prefilled(dossier, template))
    except InvalidInput:
        return None


def chosen(dossier: Dossier, outcome: str, fields: Mapping[str, Any] | None, day: date) -> dict[str, Any]:
    """The values to keep: those given, or what the dossier knows when that is all that is needed.

    Empty for a refusal, where no template applies, and where too little is known: then it is the general letter.
    """
    template = template_of(dossier, day)
    if outcome != Dossier.Outcome.GRANTED or template is None:
        return {}
    if fields is None:
        known = known_whole(dossier, template)
        return {} if known is None else checked(template, known)
    return checked(template, fields)


def checked(template: ResultTemplate, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values to keep. Raises InvalidInput by field, also for a letter that the paper would not print."""
    kept = values.cleaned(template.fields, fields)
    errors: dict[str, list[str]] = {}
    for field in template.fields:
        if words := unprinted(str(kept.get(field["key"], "")), field["label_vi"]):
            errors[field["key"]] = [words]
    if errors:
        raise InvalidInput(errors, next(iter(errors.values()))[0])
    return kept


def printed(template: ResultTemplate, fields: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
    """What a paper prints by *template*, frozen: name, layout, paragraphs."""
    site = {
        "applicant": context["applicant"],
        "applicant_identity": context["identity_number"],
        "applicant_address": context["address"],
        "code": context["code"],
        "procedure": context["procedure"],
        "department": context["department"],
        "place": context["place"],
        "issued_on": context["issued_on"],
        "number": context.get("reference", ""),
        "text": context.get("text", ""),
    }
    paragraphs = body.fill(template.content["body"], {**site, **values.of_body(template.fields, fields)})
    articles = [row.lead.removesuffix(".") for row in paragraphs if row.lead]
    return {
        "kind": template.kind,
        "last_article": articles[-1] if articles else "",
        "version": template.number,
        "name": template.content["name_vi"],
        "name_en": template.content.get("name_en", ""),
        "layout": template.content["layout"],
        "form_no": template.content.get("form_no", ""),
        "says_text": body.names(template.content["body"], "text"),
        "paragraphs": [{"style": row.style, "text": row.text, "lead": row.lead} for row in paragraphs],
    }


def register(
    paper: Paper, template: ResultTemplate | None, fields: dict[str, Any], replaces: Result | None = None
) -> Result:
    """The row of the register of what *paper* grants, and which earlier one it takes the place of."""
    first, last = values.validity(template.fields, fields) if template else (None, None)
    holder = paper.dossier.applicant
    return Result.objects.create(
        dossier=paper.dossier,
        paper=paper,
        template=template,
        kind=template.kind if template else "",
        holder=holder,
        holder_name=paper.context["applicant"],
        fields=fields,
        issued_on=timezone.localdate(paper.issued_at),
        valid_from=first,
        valid_until=last,
        replaces=replaces,
    )


def _facts(dossier: Dossier) -> dict[str, Any]:
    """What fields may be filled from, by the name of the fact; answers both as typed and as they are shown."""
    with translation.override("vi"):
        sections = display(dossier.edition.form_definition, dossier.answers)
    shown = {f"answers.{row['key']}": row["value"] for section in sections for row in section["rows"]}
    typed = {f"answers.{key}": value for key, value in dossier.answers.items() if isinstance(value, str | int)}
    own = {f"applicant.{name}": getattr(dossier.applicant, name) for name in APPLICANT}
    return {**own, **{f"typed.{name}": value for name, value in typed.items()}, **shown}


def _known(field: Mapping[str, Any], facts: Mapping[str, Any]) -> Any:
    fact = field.get("fact", "")
    if field["type"] in ("date", "money", "number"):
        return facts.get(f"typed.{fact}", field.get("default", ""))
    return facts.get(fact) or field.get("default", "")
