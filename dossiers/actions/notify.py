"""Notify people of an act: the applicant's side of every change, the new holder, who signs a letter."""

from collections.abc import Sequence

from django.utils import timezone, translation

from dossiers.journal import Act
from dossiers.models import Event
from dossiers.notices import contexts
from dossiers.notices.audience import applicant_side, mail_of
from dossiers.notices.kinds import ASSIGNED, LETTER_WAITS, MOVED, TAKEN_OVER
from dossiers.notices.links import desk_link, own_link
from notifications.actions import compose, notify, one_each, send
from people.models import Post, User


def tell_applicant(act: Act, items: Sequence[str] = ()) -> None:
    """Tell the applicant's side what happened (Decree 224/2026 art. 15.1.g: each change, at once)."""
    act.afterwards.append(lambda event: _tell_applicant(act, event, items))


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
    """In the language in which they filed."""
    dossier, day = act.dossier, timezone.localdate(act.at)
    users = applicant_side(dossier, day, submitter_represents=act.submitter_represents)
    with translation.override(dossier.language):
        notices = compose(
            MOVED,
            users,
            at=act.at,
            context=contexts.moved(dossier, act.verb, act.unit_name or str(act.by), act.at, items),
            email=mail_of(dossier, is_former=bool(vars(dossier).get("former_mail"))),
            link=own_link(dossier),
            once=f"{dossier.pk}/{event.seq}",
            mail_from=act.at,
        )
    send(one_each(notices))


def _tell_holder(act: Act, event: Event, holder: User) -> None:
    notify(
        ASSIGNED,
        at=act.at,
        context=contexts.by_colleague(act.dossier, act.by),
        user=holder,
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
    for post in posts.filter(role=dossier.edition.signer_role, user__is_active=True):
        if unit and post.covers(unit) and post.user != act.by:
            notify(
                LETTER_WAITS,
                at=act.at,
                context=contexts.by_colleague(dossier, act.by),
                user=post.user,
                link=desk_link(dossier),
                once=f"{dossier.pk}/{event.seq}/letter",
            )
