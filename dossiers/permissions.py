"""Who may do what to a dossier: for each act the roles and the unit whose post it takes, and who never does it.

Acts ask here before they change anything, and pages ask here which acts to offer: one answer, `decision`, for both.
Nobody acts on their own case; whoever did one thing does not decide it as well; what one person handles, others leave
to them. In another's place one does what was delegated, and never what either of both may not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.models import Dossier, State
from dossiers.models.event import UNDOES, Verb
from dossiers.models.office import is_forsaken
from dossiers.models.stand_ins import VOID, doers, doers_of
from people.models import Agency, Post, User

Role = Post.Role
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


def _signer_of_results(dossier: Dossier) -> Competence:
    """Who signs results of this edition, wherever the dossier is since: of the unit that decided it."""
    unit = Agency.objects.in_charge_of(dossier.edition.appraisal_unit_code, timezone.localdate())
    return _signer(dossier)[0], dossier.desk_unit if dossier.edition.same_day else unit


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
    Verb.SUPPLIED: _desk,
    Verb.WITHDRAWAL_REQUESTED: _desk,  # what came on paper is asked back on paper
    Verb.CONTINUED: _desk,
    Verb.STOPPED: _stopper,
    Verb.RETURNED: _desk,
    Verb.SUPPLEMENT_REQUESTED: _reviewer,
    Verb.ASSIGNED: _superior,
    Verb.PAYMENT_DEMANDED: _appraiser,
    Verb.DELAY_NAMED: _keeper,
    Verb.APOLOGISED: _signer,
    Verb.PROPOSED: _appraiser,
    Verb.APPROVED: _signer,
    Verb.SENT_BACK: _signer,
    Verb.RESOLVED: _signer,
    Verb.FEE_CORRECTED: _desk,
    Verb.FEE_SETTLED: _cashier,
    Verb.GROUND_CONFIRMED: _desk,
    Verb.VOID_PROPOSED: _cashier,
    Verb.VOID_REFUSED: _overseer,
    Verb.FEE_VOIDED: _overseer,
    Verb.CLOSED: _closer,
    Verb.APPLICANT_CEASED: _answerable,
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
    "fees": gettext_lazy("Thu phí, hủy biên lai"),
    "end": gettext_lazy("Dừng, đóng, hủy việc làm nhầm"),
}
_KIND_BY_COMPETENCE: dict[Callable[[Dossier], Competence], str] = {
    _desk: "reception",
    **dict.fromkeys((_appraiser, _reviewer, _keeper), "appraisal"),
    _superior: "assignment",
    **dict.fromkeys((_signer, _signer_of_results), "decision"),
    **dict.fromkeys((_cashier, _overseer), "fees"),
    **dict.fromkeys((_stopper, _closer, _answerable), "end"),
}

# What the holder does, and nobody else of the unit but who is above them.
HANDLING = (Verb.SUPPLEMENT_REQUESTED, Verb.PAYMENT_DEMANDED, Verb.PROPOSED, Verb.DELAY_NAMED)
_FILED_PROPOSED_PAID = ("submitted_by_id", "appraiser_id", "fee_settled_by_id")
# Whoever stands in one of these columns does not do the act: two people for each decision.
DONE_BEFORE: dict[Verb, tuple[str, ...]] = {
    Verb.APPROVED: _FILED_PROPOSED_PAID,
    Verb.RESOLVED: ("submitted_by_id", "accepted_by_id", "appraiser_id", "holder_id", "fee_settled_by_id"),
    **dict.fromkeys((Verb.FEE_VOIDED, Verb.VOID_REFUSED), (*_FILED_PROPOSED_PAID, VOID)),
    **dict.fromkeys((Verb.RESULT_CORRECTED, Verb.RESULT_REVOKED), _FILED_PROPOSED_PAID),
}


@dataclass(frozen=True)
class Decision:
    """The post by which somebody may do something; or why not, in words."""

    post: Post | None
    words: str = ""


def decision(user: User, dossier: Dossier, verb: Verb, day: date) -> Decision:
    """Whether *user* may do *verb* to *dossier* on *day*: by their own post first, then in the place of another.

    Of several reasons against it the one that comes nearest is told.
    """
    roles, *units = COMPETENCES[verb](dossier)
    obstacles, bound, limits = "", "", ""
    for post in user.acting_posts:
        if not (post.role in roles and post.in_force(day) and any(unit and post.covers(unit) for unit in units)):
            continue
        if words := beyond(post, dossier, verb):
            limits = limits or words
        elif verb in HANDLING and post.role not in SUPERIORS and _is_anothers(dossier, post, day):
            bound = bound or _bound(dossier)
        elif words := obstacle(user, dossier, verb, post):
            obstacles = obstacles or words
        else:
            return Decision(post)
    if verb in HANDLING and not (obstacles or bound) and any(post.role in roles for post in user.acting_posts):
        bound = _bound(dossier) if dossier.holder_id not in (None, user.pk) and not is_forsaken(dossier, day) else ""
    return Decision(None, obstacles or bound or limits or _not_by_your_post(verb))


def post_for(user: User, dossier: Dossier, verb: Verb, day: date) -> Post | None:
    """The post by which *user* may do *verb* to *dossier* on *day*; None when none of theirs will do."""
    return decision(user, dossier, verb, day).post


def obstacle(user: User, dossier: Dossier, verb: Verb, post: Post) -> str:
    """Why *user* never does *verb* to this dossier by *post*, in words; empty for who may.

    In another's place one does nothing that this other did the first half of, nor anything of their own case.
    """
    pair = {user.pk, post.user_id}
    if pair & doers(dossier, DONE_BEFORE.get(verb, ())):
        return _(
            "Ông/bà đã làm một việc khác với hồ sơ này (nộp, tiếp nhận, trình hoặc thu tiền) nên không quyết định nó."
        )
    if dossier.is_own_case_of(user) or (post.user_id != user.pk and dossier.is_own_case_of(post.user)):
        return _("Ông/bà có liên quan đến hồ sơ này nên không tham gia giải quyết.")
    if verb in UNDOES and (undone := dossier.events.last_of(*UNDOES[verb])) and pair & doers_of(undone):
        return _(
            "Ông/bà đã làm việc “%(act)s” này nên không tự hủy nó. Người khác có thẩm quyền của đơn vị mới hủy được."
        ) % {"act": undone.get_verb_display()}
    return ""


def beyond(post: Post, dossier: Dossier, verb: Verb) -> str:
    """That the delegation by which *post* is acted by does not reach so far, in words; empty where it does."""
    row = post.delegation
    if row is None or (row.is_for(dossier.edition.procedure.slug) and (not row.acts or kind_of(verb) in row.acts)):
        return ""
    return _("Ủy quyền của %(who)s không gồm việc “%(act)s” với thủ tục này.") % {"who": post.user, "act": verb.label}


def kind_of(verb: Verb) -> str:
    """The kind of act that *verb* is, as a delegation names it."""
    return _KIND_BY_COMPETENCE[COMPETENCES[verb]]


def _bound(dossier: Dossier) -> str:
    return _("Hồ sơ do %(who)s xử lý. Nhận thay trước, hoặc để người đó hay lãnh đạo làm việc này.") % {
        "who": dossier.holder
    }


def _not_by_your_post(verb: Verb) -> str:
    return _("Vị trí công tác của ông/bà không được làm việc “%(act)s” với hồ sơ này.") % {"act": verb.label}


def pile_post_for(user: User, dossier: Dossier, day: date) -> Post | None:
    """The post by which an officer takes for themselves what nobody of the unit has, or who left; no colleague's."""
    post = officer_post_for(user, dossier, day)
    return None if post is None or _is_anothers(dossier, post, day) else post


def _is_anothers(dossier: Dossier, post: Post, day: date) -> bool:
    """True while somebody else than the holder of *post* handles it, who is still there."""
    return dossier.holder_id not in (None, post.user_id) and not is_forsaken(dossier, day)


def officer_post_for(user: User, dossier: Dossier, day: date) -> Post | None:
    """The post of their own by which an officer of the unit takes it over, even from a colleague: an act of its own."""
    unit = dossier.holder_unit
    for post in user.active_posts:
        if unit and post.role == Role.OFFICER and post.in_force(day) and post.covers(unit):
            return None if dossier.is_own_case_of(user) else post
    return None


def worker_post_for(user: User, dossier: Dossier, day: date) -> Post | None:
    """Any post by which *user* might act on it one day: who declares an interest gives that up."""
    units = [unit for unit in (dossier.holder_unit, dossier.desk_unit) if unit is not None]
    for post in user.acting_posts:
        if post.role not in (Role.AUDITOR, Role.ADMINISTRATOR) and post.in_force(day) and any(map(post.covers, units)):
            return post
    return None


def keeper_post_for(user: User, day: date) -> Post | None:
    """The post by which *user* keeps the official calendar, for every unit; it opens no dossier."""
    posts = (post for post in user.active_posts if post.role == Role.ADMINISTRATOR)
    return next((post for post in posts if post.in_force(day)), None)
