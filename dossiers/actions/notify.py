"""Notify people of an act: the applicant's side of every change, the new holder, who signs a letter."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dossiers.journal import Act
from dossiers.models import Dossier, Event
from dossiers.models.cessation import Cessation
from dossiers.models.substitutes import Substitutes
from dossiers.notices import contexts
from dossiers.notices.audience import applicant_side, mail_of
from dossiers.notices.kinds import ASSIGNED, CEASED, LETTER_WAITS, MOVED, TAKEN_OVER
from dossiers.notices.links import desk_link, own_link
from notifications.actions import compose, notify, one_each, send
from notifications.kinds import Kind
from people.models import Post, User


def tell_applicant(act: Act, items: Sequence[str] = ()) -> None:
    """Tell the applicant's side what happened (Decree 224/2026 art. 15.1.g: each change, at once)."""
    act.afterwards.append(lambda event: _tell_applicant(act, event, items))


def tell_successors(act: Act, ground: Cessation, proof: str) -> None:
    """Tell whoever reads the applicant's mail and inbox now that it was stopped, as one speaks to a family or heirs."""
    act.afterwards.append(lambda event: _send_to_applicant(CEASED, act, event, contexts.ceased, ground, proof))


def tell_holder(act: Act, holder: User) -> None:
    """Tell an officer that the dossier is theirs now."""
    if holder != act.by:
        act.afterwards.append(lambda event: _tell_holder(act, event, holder))


def tell_former_holder(act: Act, holder: User) -> None:
    """Tell an officer that the dossier was taken from them, by whom and to whom."""
    if holder != act.by:
        act.afterwards.append(lambda event: _tell_former_holder(act, event, holder))


def tell_signers(act: Act) -> None:
    """Tell who signs that a letter of apology waits for them, while it may still go out."""
    act.afterwards.append(lambda event: _tell_signers(act, event))


def _tell_applicant(act: Act, event: Event, items: Sequence[str]) -> None:
    def context(dossier: Dossier) -> dict[str, Any]:
        # Who acts by no post does so on the page, or a provider for them: no place is named after a person.
        return contexts.moved(dossier, act.verb, act.unit_name or _("trang hồ sơ trực tuyến"), act.at, items)

    _send_to_applicant(MOVED, act, event, context)


def _send_to_applicant(kind: Kind, act: Act, event: Event, context: Callable[..., dict[str, Any]], *more: Any) -> None:
    """In the language in which they filed."""
    dossier, day = act.dossier, timezone.localdate(act.at)
    users = applicant_side(dossier, day, submitter_represents=act.submitter_represents)
    with translation.override(dossier.language):
        notices = compose(
            kind,
            users,
            at=act.at,
            context=context(dossier, *more),
            email=mail_of(dossier, is_former=bool(vars(dossier).get("former_mail"))),
            link=own_link(dossier),
            once=f"{dossier.pk}/{event.seq}",
            mail_from=act.at,
        )
    send(one_each(notices))


def _tell_holder(act: Act, event: Event, holder: User) -> None:
    """The holder, and whoever stands in for them today."""
    instead = Substitutes.on(timezone.localdate(act.at)).instead_of(holder, act.dossier.holder_unit)
    for user in {holder.pk: holder, **{person.pk: person for person in instead}}.values():
        notify(
            ASSIGNED,
            at=act.at,
            context=contexts.by_colleague(act.dossier, act.by),
            user=user,
            link=desk_link(act.dossier),
            once=f"{act.dossier.pk}/{event.seq}/holder",
        )


def _tell_former_holder(act: Act, event: Event, holder: User) -> None:
    notify(
        TAKEN_OVER,
        at=act.at,
        context=contexts.taken_over(act.dossier, act.by),
        user=holder,
        link=desk_link(act.dossier),
        once=f"{act.dossier.pk}/{event.seq}/former",
    )


def _tell_signers(act: Act, event: Event) -> None:
    dossier, unit = act.dossier, act.dossier.holder_unit
    posts = Post.objects.in_force(timezone.localdate(act.at)).select_related("user", "unit")
    substitutes, slug = Substitutes.on(timezone.localdate(act.at)), dossier.edition.procedure.slug
    rows = posts.filter(role=dossier.edition.signer_role, user__is_active=True)
    signing = [post for post in rows if unit and post.covers(unit)]
    people = {user.pk: user for post in signing for user in substitutes.acting_by(post, slug, "decision")}
    for user in people.values():
        if user != act.by:
            notify(
                LETTER_WAITS,
                at=act.at,
                context=contexts.by_colleague(dossier, act.by),
                user=user,
                link=desk_link(dossier),
                once=f"{dossier.pk}/{event.seq}/letter",
            )
