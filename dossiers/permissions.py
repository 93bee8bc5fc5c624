"""Who may do what to a dossier: for each act the roles and the unit whose post it takes.

Acts ask here before they change anything, and pages ask here which acts to offer: one table for both.
"""

from collections.abc import Callable
from datetime import date

from dossiers.models import Dossier, State
from dossiers.models.event import Verb
from people.models import Agency, Post, User

Role = Post.Role
Competence = tuple[tuple[str, ...], Agency | None]


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
    """Who signs results of this edition."""
    return (dossier.edition.signer_role,), dossier.holder_unit


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


def _closer(dossier: Dossier) -> Competence:
    """Who may end a dossier for silence."""
    return (Role.DESK, Role.HEAD, Role.LEADER), dossier.holder_unit


COMPETENCES: dict[Verb, Callable[[Dossier], Competence]] = {
    Verb.ACCEPTED: _desk,
    Verb.RECEPTION_REFUSED: _desk,
    Verb.HANDED_OVER: _desk,
    Verb.SUPPLIED: _desk,
    Verb.WITHDRAWAL_REQUESTED: _desk,  # what came on paper is asked back on paper
    Verb.CONTINUED: _desk,
    Verb.STOPPED: _desk,
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
    Verb.FEE_VOIDED: _cashier,
    Verb.CLOSED: _closer,
}


def post_for(user: User, dossier: Dossier, verb: Verb, day: date) -> Post | None:
    """The post by which *user* may do *verb* to *dossier* on *day*; None when none of theirs will do."""
    roles, unit = COMPETENCES[verb](dossier)
    for post in user.active_posts:
        if post.role in roles and post.in_force(day) and unit is not None and post.covers(unit):
            return post
    return None


def pile_post_for(user: User, dossier: Dossier, day: date) -> Post | None:
    """The post by which an officer takes for themselves what nobody of the unit has yet; never a colleague's."""
    unit = dossier.holder_unit
    if unit is None or dossier.holder_id not in (None, user.pk):
        return None
    for post in user.active_posts:
        if post.role == Role.OFFICER and post.in_force(day) and post.covers(unit):
            return post
    return None


def keeper_post_for(user: User, day: date) -> Post | None:
    """The post by which *user* keeps the official calendar, for every unit; it opens no dossier."""
    posts = (post for post in user.active_posts if post.role == Role.ADMINISTRATOR)
    return next((post for post in posts if post.in_force(day)), None)
