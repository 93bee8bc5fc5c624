"""Who is told of an act: the applicant's side of every change, the new holder of an assignment."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dossiers.journal import Act
from dossiers.models import Dossier, Event, State
from dossiers.notices import ASSIGNED, LETTER_WAITS, MOVED
from notifications.actions import notify
from people.models import Agency, Post, User
from toolbox.formats import in_english, instant

TURNS: dict[State, Callable[[], str]] = {
    State.AWAITING_SUPPLEMENT: lambda: _(
        "Đến lượt ông/bà: gửi giấy tờ bổ sung trên trang hồ sơ hoặc tại Bộ phận Một cửa."
    ),
    State.AWAITING_PAYMENT: lambda: _("Đến lượt ông/bà: nộp phí, lệ phí để hồ sơ được giải quyết tiếp."),
    State.RESOLVED: lambda: _("Đã có kết quả. Mang giấy hẹn và căn cước khi đến nhận tại quầy."),
}


def tell_applicant(act: Act, items: Sequence[str] = ()) -> None:
    """Tell the applicant's side what happened (Decree 224/2026 art. 15.1.g: each change, at once)."""
    act.afterwards.append(lambda event: _moved_in_their_language(act, event, items))


def tell_holder(act: Act, holder: User) -> None:
    """Tell an officer that the dossier is theirs now."""
    if holder != act.by:
        act.afterwards.append(lambda event: _assigned(act, event, holder))


def tell_signers(act: Act) -> None:
    """Tell who signs that a letter of apology waits for them, while it may still go out."""
    act.afterwards.append(lambda event: _letter_waits(act, event))


def _letter_waits(act: Act, event: Event) -> None:
    dossier, day = act.dossier, timezone.localdate(act.at)
    context = {"code": dossier.name, "by": str(act.by), "due_at": instant(dossier.due_at)}
    posts = Post.objects.filter(role=dossier.edition.signer_role, user__is_active=True)
    for post in posts.select_related("user", "unit"):
        unit = dossier.holder_unit
        if unit and post.in_force(day) and post.covers(unit) and post.user != act.by:
            notify(
                LETTER_WAITS,
                at=act.at,
                context=context,
                user=post.user,
                link=f"/can-bo/ho-so/{dossier.name}/",
                once=f"{dossier.pk}/{event.seq}/letter",
            )


def _moved_in_their_language(act: Act, event: Event, items: Sequence[str]) -> None:
    with translation.override(act.dossier.language):
        _moved(act, event, items)


def _moved(act: Act, event: Event, items: Sequence[str]) -> None:
    dossier = act.dossier
    turn = TURNS.get(State(dossier.state))
    desk, home = dossier.desk_unit, "/en/" if in_english() else "/"
    context = {
        "code": dossier.name,
        "happened": act.verb.label,
        "state": dossier.get_state_display(),
        "agency": named(desk.parent) if desk and desk.parent else "",
        "unit": act.unit_name or str(act.by),
        "at": instant(act.at),
        "accepted_at": instant(dossier.accepted_at),
        "due_at": instant(dossier.due_at),
        "items": list(items),
        "turn": turn() if turn else "",
        "address": f"{settings.SITE_URL}{home}ho-so/{dossier.name}/",
    }
    online = dossier.channel == Dossier.Channel.ONLINE
    told = dossier.submitted_by if online and act.submitter_represents else None
    notify(
        MOVED,
        at=act.at,
        context=context,
        user=told,
        email=dossier.applicant.email,
        link=f"{home}ho-so/{dossier.name}/",
        once=f"{dossier.pk}/{event.seq}",
    )


def named(agency: Agency) -> str:
    """Its name in the language of the message."""
    return (in_english() and agency.name_en) or agency.name


def _assigned(act: Act, event: Event, holder: User) -> None:
    context = {"code": act.dossier.name, "by": str(act.by), "due_at": instant(act.dossier.due_at)}
    notify(
        ASSIGNED,
        at=act.at,
        context=context,
        user=holder,
        link=f"/can-bo/ho-so/{act.dossier.name}/",
        once=f"{act.dossier.pk}/{event.seq}/holder",
    )
