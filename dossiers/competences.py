"""For each act the roles and the unit whose post it takes, and whoever never does it: one table.

Nobody asks it directly but `permissions.py`, which answers for a person.
"""

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext_lazy

from dossiers.models import Dossier, State
from dossiers.models.event import UNDOES, Verb
from dossiers.models.stand_ins import VOID
from people.models import Agency, Post

Role = Post.Role
WORKING_ROLES = tuple(role for role in Role if role not in (Role.AUDITOR, Role.ADMINISTRATOR))
SUPERIORS = (Role.HEAD, Role.LEADER)
Competence = tuple[tuple[str, ...], *tuple[Agency | None, ...]]  # roles, and the units of which a post in one will do


def _desk(dossier: Dossier) -> Competence:
    """The desk that received it."""
    return (Role.DESK,), dossier.desk_unit


def _cashier(dossier: Dossier) -> Competence:
    """The cashier of that desk."""
    return (Role.CASHIER,), dossier.desk_unit


def _appraiser(dossier: Dossier) -> Competence:
    """Officer or head of the unit that holds it (Decree 61/2018 art. 19.1)."""
    return (Role.OFFICER, Role.HEAD), dossier.holder_unit


def _signer(dossier: Dossier) -> Competence:
    """Who signs results of this edition; above a head always the leader, since a head decides no proposal of theirs."""
    role = dossier.edition.signer_role
    return (role, Role.LEADER) if role == Role.HEAD else (role,), dossier.holder_unit


def _step_taker(dossier: Dossier) -> Competence:
    """Who does the internal step it is at: a head's step is not its officers' to finish."""
    step = dossier.inner_step
    if step and step["post"] == Role.HEAD:
        return (Role.HEAD,), dossier.holder_unit
    return _appraiser(dossier)


def _endorser(dossier: Dossier) -> Competence:
    """Whose level of approval it is at, before who signs."""
    levels = dossier.levels_left
    return (levels[0]["post"] if levels else Role.HEAD,), dossier.holder_unit


def _returner(dossier: Dossier) -> Competence:
    """Who signs, and the level it is at, where the edition lets that level send back."""
    roles, *units = _signer(dossier)
    levels = dossier.levels_left
    if levels and levels[0].get("may_send_back", True):
        roles = (*roles, levels[0]["post"])
    return roles, *units


def _reviewer(dossier: Dossier) -> Competence:
    """At reception the desk asks for more, at appraisal the appraiser (art. 17.1.a, 19.4)."""
    if dossier.state == State.SUBMITTED:
        return _desk(dossier)
    if dossier.state == State.APPRAISAL:
        return _appraiser(dossier)
    return (Role.DESK, Role.OFFICER, Role.HEAD), dossier.holder_unit  # nobody now; not a prohibition


def _superior(dossier: Dossier) -> Competence:
    """Who distributes the work of the unit."""
    return (Role.HEAD, Role.LEADER), dossier.holder_unit


def _keeper(dossier: Dossier) -> Competence:
    """Whoever works in the unit that holds it, or heads it."""
    return (Role.DESK, Role.OFFICER, Role.HEAD, Role.LEADER), dossier.holder_unit


def _leading(dossier: Dossier) -> Competence:
    """Who handles it in the unit that leads, or is above them (Decree 61/2018 art. 19.5)."""
    return (Role.OFFICER, Role.HEAD, Role.LEADER), dossier.holder_unit


def _asked(dossier: Dossier) -> Competence:
    """Officers and heads of the units that owe an opinion."""
    owing = [opinion.unit for opinion in dossier.opinions.waiting()] if _owes(dossier) else []
    return (Role.OFFICER, Role.HEAD, Role.LEADER), *owing


def _owes(dossier: Dossier) -> bool:
    """Some unit was asked and has not answered; read off the row."""
    return dossier.opinions_asked > dossier.opinions_given


def _worker(dossier: Dossier) -> Competence:
    """Whoever might act on it one day."""
    return WORKING_ROLES, dossier.holder_unit, dossier.desk_unit


def _signer_of_results(dossier: Dossier) -> Competence:
    """Who signs results of this edition, wherever the dossier is since: of the unit that decided it."""
    unit = Agency.objects.in_charge_of(dossier.edition.appraisal_unit_code, timezone.localdate())
    return _signer(dossier)[0], dossier.desk_unit if dossier.edition.same_day else unit


def _sealer(dossier: Dossier) -> Competence:
    """The seal clerk of the desk that received it, or of the department above (Decree 30/2020 art. 32, 33)."""
    return (Role.SEAL_CLERK,), dossier.desk_unit


def _overseer(dossier: Dossier) -> Competence:
    """Who answers for the money of the unit that has it: an office may have one cashier."""
    return (Role.HEAD, Role.LEADER), dossier.holder_unit


def _stopper(dossier: Dossier) -> Competence:
    """The desk that received it, or who is above it: whoever entered a request on paper does not carry it out."""
    return (Role.DESK, Role.HEAD, Role.LEADER), dossier.desk_unit


def _closer(dossier: Dossier) -> Competence:
    """Who may end a dossier for silence."""
    return (Role.DESK, Role.HEAD, Role.LEADER), dossier.holder_unit


def _answerable(dossier: Dossier) -> Competence:
    """Who answers for the units it went through: the desk's, the holder's, and the one that appraises it."""
    units = [dossier.desk_unit, dossier.holder_unit]
    if dossier.accepted_at:
        units.append(Agency.objects.in_charge_of(dossier.edition.appraisal_unit_code, timezone.localdate()))
    return SUPERIORS, *units


COMPETENCES: dict[Verb, Callable[[Dossier], Competence]] = {
    Verb.ACCEPTED: _desk,
    Verb.RECEPTION_REFUSED: _desk,
    Verb.HANDED_OVER: _desk,
    Verb.ATTACHED: _desk,  # what lies on its counter
    Verb.DETACHED: _desk,
    Verb.DIGITISED: _desk,
    Verb.SUPPLIED: _desk,
    Verb.WITHDRAWAL_REQUESTED: _desk,  # what came on paper is asked back on paper
    Verb.CONTINUED: _desk,
    Verb.STOPPED: _stopper,
    **dict.fromkeys((Verb.PARCELLED, Verb.UNPARCELLED, Verb.POSTED, Verb.PARCEL_CAME_BACK), _desk),
    Verb.RETURNED: _desk,
    Verb.SUPPLEMENT_REQUESTED: _reviewer,
    Verb.ASSIGNED: _superior,
    Verb.INTEREST_DECLARED: _worker,
    Verb.PAYMENT_DEMANDED: _appraiser,
    Verb.DELAY_NAMED: _keeper,
    Verb.APOLOGISED: _signer,
    Verb.OPINION_ASKED: _leading,
    Verb.OPINION_WITHDRAWN: _leading,
    Verb.OPINION_GIVEN: _asked,
    Verb.PROPOSED: _appraiser,
    Verb.APPROVED: _signer,
    Verb.SENT_BACK: _returner,
    Verb.STEP_COMPLETED: _step_taker,
    Verb.DRAFTED: _appraiser,
    Verb.ENDORSED: _endorser,
    Verb.RESOLVED: _signer,
    Verb.FEE_CORRECTED: _desk,
    Verb.FEE_SETTLED: _cashier,
    Verb.GROUND_CONFIRMED: _desk,
    Verb.VOID_PROPOSED: _cashier,
    Verb.VOID_REFUSED: _overseer,
    Verb.FEE_VOIDED: _overseer,
    Verb.CLOSED: _closer,
    Verb.APPLICANT_CEASED: _answerable,
    Verb.SEALED: _sealer,
    Verb.RESULT_CORRECTED: _signer_of_results,
    Verb.RESULT_REVOKED: _signer_of_results,
    **dict.fromkeys(UNDOES, _answerable),
}

# Of which one may be delegated without the others; a new act is of the kind of whoever does it.
KINDS_OF_ACT = {
    "reception": gettext_lazy("Tiếp nhận, bàn giao, trả kết quả"),
    "appraisal": gettext_lazy("Thẩm định, yêu cầu bổ sung, trình"),
    "assignment": gettext_lazy("Phân công"),
    "decision": gettext_lazy("Phê duyệt, ký"),
    "seal": gettext_lazy("Đóng dấu"),
    "fees": gettext_lazy("Thu phí, hủy biên lai"),
    "end": gettext_lazy("Dừng, đóng, hủy việc làm nhầm"),
}
_KIND_BY_COMPETENCE: dict[Callable[[Dossier], Competence], str] = {
    _desk: "reception",
    **dict.fromkeys((_appraiser, _reviewer, _keeper, _step_taker, _leading, _asked, _worker), "appraisal"),
    _superior: "assignment",
    **dict.fromkeys((_signer, _signer_of_results, _endorser, _returner), "decision"),
    _sealer: "seal",
    **dict.fromkeys((_cashier, _overseer), "fees"),
    **dict.fromkeys((_stopper, _closer, _answerable), "end"),
}

# What the holder does, and nobody else of the unit but who is above them.
HANDLING = (
    Verb.SUPPLEMENT_REQUESTED,
    Verb.PAYMENT_DEMANDED,
    Verb.STEP_COMPLETED,
    Verb.DRAFTED,
    Verb.PROPOSED,
    Verb.OPINION_ASKED,
    Verb.OPINION_WITHDRAWN,
    Verb.DELAY_NAMED,
)
_FILED_PROPOSED_PAID = ("submitted_by_id", "appraiser_id", "fee_settled_by_id")
# Whoever stands in one of these columns does not do the act: two people for each decision.
DONE_BEFORE: dict[Verb, tuple[str, ...]] = {
    **dict.fromkeys((Verb.ENDORSED, Verb.APPROVED), _FILED_PROPOSED_PAID),
    Verb.RESOLVED: ("submitted_by_id", "accepted_by_id", "appraiser_id", "holder_id", "fee_settled_by_id"),
    Verb.SEALED: ("submitted_by_id", "appraiser_id"),
    **dict.fromkeys((Verb.FEE_VOIDED, Verb.VOID_REFUSED), (*_FILED_PROPOSED_PAID, VOID)),
    **dict.fromkeys((Verb.RESULT_CORRECTED, Verb.RESULT_REVOKED), _FILED_PROPOSED_PAID),
}


def kind_of(verb: Verb) -> str:
    """The kind of act that *verb* is, as a delegation names it."""
    return _KIND_BY_COMPETENCE[COMPETENCES[verb]]


def who_may(dossier: Dossier, verb: Verb) -> str:
    """The posts that *verb* takes for *dossier* now, in words: "Trưởng phòng, Lãnh đạo Sở (Phòng Việc làm)"."""
    roles, *units = COMPETENCES[verb](dossier)
    names = ", ".join(str(Role(role).label) for role in dict.fromkeys(roles))
    where = ", ".join(dict.fromkeys(str(unit) for unit in units if unit))
    return f"{names} ({where})" if where else names
