"""Who may do what to a dossier: one answer, `decision`, from the table of competences.

Acts ask here before they change anything, and pages ask here which acts to offer. Nobody acts on their own case;
whoever did one thing does not decide it as well; what one person handles, others leave to them. In another's place one
does what was delegated, and never what either of both may not.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dossiers.competences import COMPETENCES, DONE_BEFORE, HANDLING, SUPERIORS, Role, kind_of
from dossiers.models import Dossier
from dossiers.models.event import SIGNED_BEFORE, UNDOES, Verb
from dossiers.models.office import is_forsaken
from dossiers.models.stand_ins import doers, doers_of
from people.models import Post, User


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


def competent_post(user: User, dossier: Dossier, verb: Verb, day: date) -> Post | None:
    """The post, their own or another's, whose role and unit do *verb*, whatever else stands against the person."""
    roles, *units = COMPETENCES[verb](dossier)
    for post in user.acting_posts:
        if post.role in roles and post.in_force(day) and any(unit and post.covers(unit) for unit in units):
            return post
    return None


def obstacle(user: User, dossier: Dossier, verb: Verb, post: Post) -> str:
    """Why *user* never does *verb* to this dossier by *post*, in words; empty for who may.

    In another's place one does nothing that this other did the first half of, nor anything of their own case.
    """
    pair = {user.pk, post.user_id}
    if pair & doers(dossier, DONE_BEFORE.get(verb, ())):
        return _(
            "Ông/bà đã làm một việc khác với hồ sơ này (nộp, tiếp nhận, trình hoặc thu tiền) nên không quyết định nó."
        )
    if verb == Verb.APPROVED and pair & set(dossier.endorsed_by):
        return _("Ông/bà đã cho ý kiến ở cấp trước nên không quyết định hồ sơ này.")
    if dossier.is_own_case_of(user) or (post.user_id != user.pk and dossier.is_own_case_of(post.user)):
        return _("Ông/bà có liên quan đến hồ sơ này nên không tham gia giải quyết.")
    if verb in SIGNED_BEFORE and (signed := dossier.events.last_of(*SIGNED_BEFORE[verb])) and pair & doers_of(signed):
        return _("Ông/bà đã ký kết quả này nên không tự đóng dấu nó. Văn thư khác đóng dấu.")
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
    return competent_post(user, dossier, Verb.INTEREST_DECLARED, day)


def keeper_post_for(user: User, day: date) -> Post | None:
    """The post by which *user* keeps the official calendar, for every unit; it opens no dossier."""
    posts = (post for post in user.active_posts if post.role == Role.ADMINISTRATOR)
    return next((post for post in posts if post.in_force(day)), None)
