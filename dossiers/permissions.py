"""Who may do what to a dossier: for each act the roles and the unit whose post it takes, and who never does it.

Acts ask here before they change anything, and pages ask here which acts to offer: one table for both. Nobody acts on
their own case; whoever did one thing does not decide it as well; what one person handles, others leave to them.
"""

from collections.abc import Callable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.models import Dossier, State
from dossiers.models.event import SIGNED_BEFORE, UNDOES, Verb
from dossiers.models.office import is_forsaken
from people.models import Agency, Post, User

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
    **dict.fromkeys((Verb.FEE_VOIDED, Verb.VOID_REFUSED), _FILED_PROPOSED_PAID),
    **dict.fromkeys((Verb.RESULT_CORRECTED, Verb.RESULT_REVOKED), _FILED_PROPOSED_PAID),
}


def post_for(user: User, dossier: Dossier, verb: Verb, day: date) -> Post | None:
    """The post by which *user* may do *verb* to *dossier* on *day*; None when none of theirs will do."""
    post = competent_post(user, dossier, verb, day)
    return None if post is None or obstacle(user, dossier, verb) else post


def competent_post(user: User, dossier: Dossier, verb: Verb, day: date) -> Post | None:
    """The same by role and unit alone, whoever the person is."""
    roles, *units = COMPETENCES[verb](dossier)
    if verb in HANDLING and _is_anothers(dossier, user, day):
        roles = tuple(role for role in roles if role in SUPERIORS)
    for post in user.active_posts:
        if post.role in roles and post.in_force(day) and any(unit and post.covers(unit) for unit in units):
            return post
    return None


def obstacle(user: User, dossier: Dossier, verb: Verb) -> str:
    """Why this person never does *verb* to this dossier whatever their posts, in words; empty for who may."""
    if user.pk in [getattr(dossier, name) for name in DONE_BEFORE.get(verb, ())]:
        return _(
            "Ông/bà đã làm một việc khác với hồ sơ này (nộp, tiếp nhận, trình hoặc thu tiền) nên không quyết định nó."
        )
    if verb == Verb.APPROVED and user.pk in dossier.endorsed_by:
        return _("Ông/bà đã cho ý kiến ở cấp trước nên không quyết định hồ sơ này.")
    if dossier.is_own_case_of(user):
        return _("Ông/bà có liên quan đến hồ sơ này nên không tham gia giải quyết.")
    if verb in SIGNED_BEFORE and _did_last(user, dossier, SIGNED_BEFORE[verb]):
        return _("Ông/bà đã ký kết quả này nên không tự đóng dấu nó. Văn thư khác đóng dấu.")
    if verb in UNDOES and (undone := dossier.events.last_of(*UNDOES[verb])) and undone.by_id == user.pk:
        return _(
            "Ông/bà đã làm việc “%(act)s” này nên không tự hủy nó. Người khác có thẩm quyền của đơn vị mới hủy được."
        ) % {"act": undone.get_verb_display()}
    return ""


def why_not(user: User, dossier: Dossier, verb: Verb, day: date) -> str:
    """Which rule keeps *user* from doing *verb* to *dossier* on *day*, in words; empty for who may."""
    if post_for(user, dossier, verb, day):
        return ""
    if competent_post(user, dossier, verb, day):
        return obstacle(user, dossier, verb)
    roles, *_units = COMPETENCES[verb](dossier)
    if user.has_role(*roles) and (words := bound_elsewhere(user, dossier, verb, day)):
        return words
    return _("Vị trí công tác của ông/bà không được làm việc “%(act)s” với hồ sơ này.") % {"act": verb.label}


def who_may(dossier: Dossier, verb: Verb) -> str:
    """The posts that *verb* takes for *dossier* now, in words: "Trưởng phòng, Lãnh đạo Sở (Phòng Việc làm)"."""
    roles, *units = COMPETENCES[verb](dossier)
    names = ", ".join(str(Role(role).label) for role in dict.fromkeys(roles))
    where = ", ".join(dict.fromkeys(str(unit) for unit in units if unit))
    return f"{names} ({where})" if where else names


def _did_last(user: User, dossier: Dossier, verbs: tuple[Verb, ...]) -> bool:
    last = dossier.events.last_of(*verbs)
    return last is not None and last.by_id == user.pk


def bound_elsewhere(user: User, dossier: Dossier, verb: Verb, day: date) -> str:
    """That somebody else handles it, in words; empty where it binds nobody."""
    if verb not in HANDLING or not _is_anothers(dossier, user, day):
        return ""
    return _("Hồ sơ do %(who)s xử lý. Nhận thay trước, hoặc để người đó hay lãnh đạo làm việc này.") % {
        "who": dossier.holder
    }


def pile_post_for(user: User, dossier: Dossier, day: date) -> Post | None:
    """The post by which an officer takes for themselves what nobody of the unit has, or who left; no colleague's."""
    return None if _is_anothers(dossier, user, day) else officer_post_for(user, dossier, day)


def _is_anothers(dossier: Dossier, user: User, day: date) -> bool:
    """True while somebody else handles it, who is still there."""
    return dossier.holder_id not in (None, user.pk) and not is_forsaken(dossier, day)


def officer_post_for(user: User, dossier: Dossier, day: date) -> Post | None:
    """The post by which an officer of the unit takes it over, even from a colleague: an act of its own."""
    unit = dossier.holder_unit
    for post in user.active_posts:
        if unit and post.role == Role.OFFICER and post.in_force(day) and post.covers(unit):
            return None if dossier.is_own_case_of(user) else post
    return None


def worker_post_for(user: User, dossier: Dossier, day: date) -> Post | None:
    """Any post by which *user* might act on it one day: who declares an interest gives that up."""
    return competent_post(user, dossier, Verb.INTEREST_DECLARED, day)


def keeper_post_for(user: User, day: date) -> Post | None:
    """The post by which *user* keeps the official calendar, for every unit; it opens no dossier."""
    posts = (post for post in user.active_posts if post.role == Role.ADMINISTRATOR)
    return next((post for post in posts if post.in_force(day)), None)
