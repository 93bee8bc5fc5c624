"""Build the context of a paper, frozen at issue as plain words: no later change of a name, fee or unit reaches it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone

from dossiers.deadlines.promise import is_provisional, term_of
from dossiers.journal import Act
from dossiers.models import Dossier, Paper, particulars
from dossiers.models.declarations import Declared
from dossiers.models.event import Verb
from dossiers.models.parcel import BY_POST
from dossiers.papers import legal_bases, received
from dossiers.papers.english import english_page
from dossiers.papers.letters import plain_name
from people.models import Agency, Party, Post
from people.models.delegation import is_competent, signs_for
from toolbox.formats import day_in_words, instant, long_instant, money, number
from toolbox.spelling import in_words

UNITS = {
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "working_hour": "giờ làm việc",
    "hour": "giờ",
    "month": "tháng",
}
DELIVERIES = {
    "truc_tiep": "Trực tiếp tại Bộ phận Một cửa",
    BY_POST: "Qua dịch vụ bưu chính công ích",
    "dien_tu": "Bản điện tử, tại trang hồ sơ",
    "truc_tuyen": "Bản điện tử, tại trang hồ sơ",
}
# As papers print them, whatever the language of the page.
FEE_KINDS_VI = {
    "phi": "Phí giải quyết thủ tục hành chính",
    "le_phi": "Lệ phí giải quyết thủ tục hành chính",
    "demand": "Phí, lệ phí theo yêu cầu của cơ quan giải quyết",
    "reduction": "Được miễn, giảm",
}
FEE_GROUPS_VI = {
    "child": "trẻ em",
    "poor_household": "hộ nghèo",
    "elderly": "người cao tuổi",
    "disabled": "người khuyết tật",
    "merit": "người có công với cách mạng",
    "ethnic_minority": "đồng bào dân tộc thiểu số ở xã đặc biệt khó khăn",
}
# Who signs for the department: its head for himself, others by his order (Decree 30/2020, art. 13).
BY_ORDER = {Post.Role.HEAD: ["TL. Giám đốc"]}


def context_of(act: Act, kind: Paper.Kind, words: dict[str, object]) -> dict[str, Any]:
    """Every fact a paper of *kind* prints, and the act's own words, as JSON-able values."""
    more = MORE.get(kind, _nothing_more)
    context = {**_heading(act), **_applicant(act.dossier), **_case(act), **more(act), **words}
    return context | ({"english": english_page(act, context)} if act.dossier.language == "en" else {})


def term_in_words(dossier: Dossier) -> str:
    """`5 ngày làm việc`, stages joined; empty before acceptance of a procedure without a published term."""
    return " + ".join(f"{row['value']} {UNITS.get(row['unit'], row['unit'])}" for row in term_of(dossier))


def _heading(act: Act) -> dict[str, Any]:
    """Who issues, where, when, and whom to ask."""
    desk = act.dossier.desk_unit
    department = desk.parent if desk else None
    province = department.parent if department else None
    return {
        "province": province.name if province else "",
        "department": department.name if department else "",
        "desk": desk.name if desk else "",
        "desk_address": (desk and desk.address) or (department.address if department else ""),
        "desk_phone": (desk and desk.phone) or settings.HOTLINE,
        "place": department.place if department else "",
        "issued_on": day_in_words(timezone.localdate(act.at)),
        "officer": str(act.by),
        "hotline": settings.HOTLINE,
        "site": settings.SITE_URL,
    }


def _applicant(dossier: Dossier) -> dict[str, Any]:
    """The name and number as filed; where to write and to call as it is today."""
    party = dossier.applicant
    online = dossier.channel == Dossier.Channel.ONLINE
    return {
        "applicant": dossier.applicant_title,
        "salutation": "Ông/Bà " if dossier.declared.kind == Party.Kind.PERSON else "",
        "identity_label": _identity_label(dossier.declared),
        "identity_number": dossier.number_title,
        "address": party.postal_address or party.address,
        "phone": party.phone,
        "email": party.email,
        "submitter": plain_name(str(dossier.submitted_by), dossier.submitted_by.username) if online else "",
    }


def _case(act: Act) -> dict[str, Any]:
    dossier, edition = act.dossier, act.dossier.edition
    return {
        "code": dossier.name,
        "lookup_code": dossier.lookup_code,
        "lookup_address": f"{settings.SITE_URL}/tra-cuu/?code={dossier.name}",
        "procedure": edition.name_vi,
        "procedure_code": edition.procedure.code,
        "channel": str(Dossier.Channel(dossier.channel).label),
        "online": dossier.channel == Dossier.Channel.ONLINE,
        "term": term_in_words(dossier),
        "due_ground": dossier.due_ground,
        "submitted_at": instant(dossier.submitted_at),
        "accepted_at": long_instant(dossier.accepted_at),
        "accepted_on": day_in_words(timezone.localdate(dossier.accepted_at or act.at)),
        "due_at": long_instant(dossier.due_at),
        "provisional_year": timezone.localdate(dossier.due_at).year if is_provisional(dossier) else 0,
        "fee": money(dossier.fee_due),
        "fee_exempt": FEE_GROUPS_VI.get(dossier.fee_ground, ""),
        "fee_owed": dossier.fee_outstanding,
        "fee_settled_at": instant(dossier.fee_settled_at),
        "fee_reference": dossier.fee_reference,
        "fee_timing": str(edition.get_fee_timing_display()),
        "delivery": delivery_of(dossier),
        "outcome": dossier.outcome,
    }


def _receipt(act: Act) -> dict[str, Any]:
    return {
        "components": received.lines_of(act.dossier),
        "sets": act.dossier.edition.dossier_sets,
        "year": timezone.localdate(act.at).year,
    }


def _request(act: Act) -> dict[str, Any]:
    """Form 02: whether the clock begins anew when all is there, or has not begun yet."""
    return {"restarts": act.dossier.edition.supplement_mode == "restart"}


def _decision(act: Act) -> dict[str, Any]:
    """A result letter: its bases, the unit that appraised, what was granted, who signs as what."""
    edition = act.dossier.edition
    lead = Agency.objects.in_charge_of(edition.appraisal_unit_code, timezone.localdate(act.at))
    return {
        "bases": legal_bases.lines(edition.legal_bases),
        "lead": lead.name if lead else "",
        "lead_symbol": (lead.symbol or lead.short_name or lead.name) if lead else "",
        "signs_as": signs_as(act),
        "signs_for": _signs_for(act),
        "result_kinds": edition.granted_results,
    }


def _stop(act: Act) -> dict[str, Any]:
    """Form 05: what the stop follows from: a request to withdraw, or that there is no applicant any more."""
    cause = act.dossier.events.last_of(Verb.WITHDRAWAL_REQUESTED, Verb.APPLICANT_CEASED)
    if cause is None or act.verb != Verb.STOPPED:
        return {"withdrawn": False, "ceased": ""}
    ground = cause.particulars.get(particulars.CEASED_BY, "")
    return {"withdrawn": not ground, "asked_at": instant(cause.at), "ceased": ground}


def _apology(act: Act) -> dict[str, Any]:
    """Form 04: which unit is late, and who signs as what."""
    decision = _decision(act)
    return {name: decision[name] for name in ("lead", "lead_symbol", "signs_as", "signs_for")}


def _fee_receipt(act: Act) -> dict[str, Any]:
    """A receipt of money: who collects, each line and the sum in figures and in words (Decree 123/2020)."""
    dossier = act.dossier
    department = dossier.desk_unit.parent if dossier.desk_unit else None
    words = in_words(dossier.fee_due)
    return {
        "tax_code": department.tax_code if department else "",
        "year": timezone.localdate(act.at).year,
        "paid_at": instant(act.at),
        "rows": [
            {"name": row["label"] or FEE_KINDS_VI[row["kind"]], "amount": number(row["amount"] or 0)}
            for row in dossier.fee_lines
        ],
        "sum": number(dossier.fee_due),
        "sum_in_words": words[:1].upper() + words[1:] + " đồng",
    }


def signs_as(act: Act) -> list[str]:
    """The lines above the signature: the post by which the actor acts, their own or another's."""
    post = act.post
    if post is None:
        return []
    head = [f"KT. {Post(role=post.role).title}"] if post.is_deputy else []  # a deputy signs in the head's place
    lines = [*BY_ORDER.get(Post.Role(post.role), []), *head, post.title]
    if (row := post.delegation) is None:
        return lines
    day = timezone.localdate(act.at)  # for another: their title after KT. or TUQ., one's own below it
    own = next((held.title for held in act.by.posts_on(day) if is_competent(held, post)), "")
    return [*lines[:-1], f"{signs_for(row, day)} {lines[-1]}".strip(), own]


def _signs_for(act: Act) -> str:
    """In whose place it is signed, and by which document; nothing by a post of one's own."""
    if act.post is None or (row := act.post.delegation) is None:
        return ""
    return f"(thay {act.post.user}{f', theo {row.basis}' if row.basis else ''})"


def _nothing_more(act: Act) -> dict[str, Any]:
    return {}


MORE: dict[Paper.Kind, Callable[[Act], dict[str, Any]]] = {
    Paper.Kind.RECEIPT: _receipt,
    Paper.Kind.SUPPLEMENT_REQUEST: _request,
    Paper.Kind.RESULT: _decision,
    Paper.Kind.REFUSAL: _decision,
    Paper.Kind.STOP_NOTICE: _stop,
    Paper.Kind.APOLOGY: _apology,
    Paper.Kind.FEE_RECEIPT: _fee_receipt,
}


def _identity_label(party: Declared) -> str:
    """What the printed number is; as the forms name it."""
    if party.citizen_id:
        return "Số định danh cá nhân"
    return "Mã số thuế" if party.tax_code else "Số hộ chiếu"


def delivery_of(dossier: Dossier) -> str:
    """How the result is wanted, with the address for the post."""
    way = str(dossier.answers.get("result_delivery", ""))
    words = DELIVERIES.get(way, DELIVERIES["truc_tiep"])
    if way != BY_POST:
        return words
    return ": ".join(filter(None, [words, _typed_address(dossier)]))


def postal_address_of(dossier: Dossier) -> str:
    """Where a result is sent: the address given for it, else the applicant's."""
    return _typed_address(dossier) or dossier.applicant.postal_address or dossier.applicant.address


def _typed_address(dossier: Dossier) -> str:
    address = dossier.answers.get("result_address")
    if not isinstance(address, dict):
        return ""
    parts = [address.get(part) for part in ("detail", "commune", "district", "province")]
    return ", ".join(str(part) for part in parts if part)
