"""Acts on delegations: let somebody act by one's post for a while, name who stands in for who fell ill, end it early.

Decree 30/2020 art. 13.3 asks for a paper, a term and a matter, and forbids to pass it on. Within existing competence it
is no grant: whoever holds the post decides it alone, or one superior where they cannot, for ten working days at most
where there is no paper; the people concerned and who stands above them are told, and it is sealed.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, NoReturn

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.actions import compose, send
from people.models import Agency, Delegation, Post, User
from people.models.delegation import STAND_INS, DelegationQuerySet, is_competent
from people.models.reference import forget_version
from people.notices import DELEGATION
from toolbox.collation import collation_key
from toolbox.formats import day as day_in_words
from toolbox.formats import instant
from toolbox.refusal import Forbidden, InvalidInput, Refused
from toolbox.text import nfc

WITHOUT_PAPER = 10  # working days
LONGEST = timedelta(days=366)
SUDDEN_AGAIN = timedelta(days=60)  # within which covers of one post are counted together
BASIS_MAX, REASON_MAX = 120, 300
SUPERIORS = (Post.Role.HEAD, Post.Role.LEADER)
Kind = Delegation.Kind
BEGUN, ENDED = gettext_lazy("có hiệu lực"), gettext_lazy("đã kết thúc")
LAPSED = gettext_lazy("hết hiệu lực vì người thay thôi công tác")


def delegable_posts(user: User, day: date) -> list[Post]:
    """The posts of their own that *user* may let somebody act by: never one that they act by for another."""
    return [post for post in user.posts_on(day) if post.role in STAND_INS]


def candidates(post: Post, day: date) -> list[User]:
    """Who may stand in by *post* on *day*, by name."""
    rows = Post.objects.in_force(day).filter(role__in=STAND_INS.get(post.role, ()), user__is_active=True)
    rows = rows.exclude(user=post.user_id).select_related("user", "unit")
    people = {row.user for row in rows if is_competent(row, post)}
    return sorted(people, key=lambda user: (collation_key(str(user)), user.pk))


def superior_post(by: User, post: Post, day: date) -> Post | None:
    """The post of their own by which *by* answers for whoever holds *post*: a head, of a leader another leader."""
    for own in by.posts_on(day):
        above = own.role == Post.Role.LEADER or (post.role != Post.Role.LEADER and own.unit_id != post.unit_id)
        heads = own.role == Post.Role.HEAD and post.role not in SUPERIORS
        if own.role in SUPERIORS and post.user_id != by.pk and own.covers(post.unit) and (above or heads):
            return own
    return None


def delegate(
    post: Post,
    to: User,
    *,
    kind: str,
    since: date,
    until: date,
    working_days: int,
    procedures: Collection[str] = (),
    acts: Collection[str] = (),
    basis: str = "",
    reason: str = "",
    by: User,
    at: datetime,
) -> Delegation:
    """Let *to* act by *post* from *since* to *until*, which are *working_days*; of an absence, by all of it.

    By whoever holds the post; of a sudden absence by a superior. Raises Forbidden for others, InvalidInput by field,
    Refused where somebody acts by it then already.
    """
    today = timezone.localdate(at)
    _require_giver(post, kind, by, today)
    basis, reason = " ".join(nfc(basis).split())[:BASIS_MAX], nfc(reason)[:REASON_MAX]
    row = Delegation(kind=kind, post=post, to=to, procedures=sorted(procedures), acts=sorted(acts), basis=basis)
    row.reason, row.valid_from, row.valid_to, row.made_by, row.made_at = reason, since, until, by, at
    _require_days(row, working_days, today)
    _require_stand_in(row, by)
    with transaction.atomic():
        locked = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        if not locked.in_force(since) or (locked.valid_to is not None and locked.valid_to < until):
            _refuse("until", _("Không kéo dài quá ngày cuối của vị trí công tác."))
        _require_free(row)
        if kind == Kind.SUDDEN:
            _require_not_again(row)
        row.save()
        forget_version()
        _tell(row, BEGUN, by, at)
    return row


def end_delegation(delegation: Delegation, reason: str, *, by: User, at: datetime) -> Delegation:
    """End it at once: by either of both, who made it, or a superior; told.

    Raises Forbidden for others, Refused for one that is over.
    """
    today = timezone.localdate(at)
    if not may_end(delegation, by, today):
        raise Forbidden(_("Chỉ người giao, người thay, người lập hoặc cấp trên mới kết thúc được."))
    if not reason.strip():
        _refuse("reason", _("Nhập lý do để người được báo biết."))
    with transaction.atomic():
        locked = Delegation.objects.select_for_update(of=("self",)).with_names().get(pk=delegation.pk)
        if locked.ended_on is not None or locked.valid_to < today:
            raise Refused(_("Ủy quyền này đã hết hiệu lực."))
        _end(locked, reason, by, today)
        _tell(locked, ENDED, by, at)
    return locked


def may_end(delegation: Delegation, user: User, day: date) -> bool:
    """True for either of both, who made it, or a superior of its giver."""
    if user.pk in (delegation.post.user_id, delegation.to_id, delegation.made_by_id):
        return True
    return superior_post(user, delegation.post, day) is not None


def end_with_account(user: User, *, by: User, at: datetime) -> None:
    """An account is closed: whoever acted by its posts stops, and it acts by nobody's."""
    today = timezone.localdate(at)
    rows = Delegation.objects.select_for_update(of=("self",)).with_names().filter(Q(post__user=user) | Q(to=user))
    for row in rows.filter(ended_on=None, valid_to__gte=today):
        _end(row, "Tài khoản bị khóa", by, today)  # the record has one language
        _tell(row, ENDED, by, at)


def left_by(user: User, unit: Agency | None, at: datetime) -> list[str]:
    """For whom *user* stands in, who has nobody then."""
    words = _("Đang thay %(who)s (%(post)s) đến %(until)s: việc này trở về người đó và cấp trên.")
    return [
        words % {"who": row.post.user, "post": row.post, "until": day_in_words(row.valid_to)}
        for row in _stood_in_by(user, at)
    ]


def tell_heirs(user: User, unit: Agency | None, *, by: User, at: datetime) -> None:
    """*user* left: whoever they stood in for, and who stands above these, hear that nobody does now."""
    for row in _stood_in_by(user, at):
        if not row.in_force(timezone.localdate(at)):
            _tell(row, LAPSED, by, at)


def _stood_in_by(user: User, at: datetime) -> list[Delegation]:
    rows = Delegation.objects.with_names().filter(to=user, ended_on=None, valid_to__gte=timezone.localdate(at))
    return list(rows.order_by("id"))


def _require_giver(post: Post, kind: str, by: User, today: date) -> None:
    if post.role not in STAND_INS:
        raise Forbidden(_("Vị trí quản trị và thanh tra không ủy quyền."))
    if kind == Kind.SUDDEN:
        if superior_post(by, post, today) is None:
            raise Forbidden(_("Chỉ cấp trên trực tiếp mới cử người thay khi nghỉ đột xuất."))
    elif post.user_id != by.pk or post.delegation is not None:
        raise Forbidden(_("Chỉ người giữ vị trí mới ủy quyền được, và không ủy quyền lại việc được ủy quyền."))


def _require_days(row: Delegation, working_days: int, today: date) -> None:
    """The days are to come, in their order, and a year at most; and what the kind takes."""
    if row.valid_from < today:
        _refuse("since", _("Ngày bắt đầu phải từ hôm nay trở đi."))
    if row.valid_to < row.valid_from:
        _refuse("until", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
    if row.valid_to - row.valid_from > LONGEST:
        _refuse("until", _("Dài nhất một năm. Hết hạn thì lập ủy quyền mới."))
    _require_paper(row, working_days)


def _require_paper(row: Delegation, working_days: int) -> None:
    """What the kind takes: a paper and its matter, or a reason and few days."""
    if row.kind == Kind.DOCUMENT and not row.basis:
        _refuse("basis", _("Nhập số và ngày của văn bản ủy quyền, ví dụ: 12/GUQ-SLĐTBXH ngày 1/12/2026."))
    if working_days > WITHOUT_PAPER and (not row.basis or row.kind == Kind.SUDDEN):
        words = _("%(days)d ngày làm việc: quá %(most)d ngày phải có văn bản. Nhập số văn bản, hoặc rút ngắn.")
        if row.kind == Kind.SUDDEN:
            words = _("%(days)d ngày làm việc: nghỉ đột xuất cử người thay nhiều nhất %(most)d ngày làm việc.")
        _refuse("until", words % {"days": working_days, "most": WITHOUT_PAPER})
    if row.is_absence and not row.is_whole:
        _refuse("kind", _("Thay khi nghỉ là thay toàn bộ việc. Chọn ủy quyền bằng văn bản để giao một phần."))
    if row.kind == Kind.SUDDEN and not row.reason:
        _refuse("reason", _("Nhập lý do để người được báo biết."))


def _require_stand_in(row: Delegation, by: User) -> None:
    """Who stands in: another, competent from the first day to the last, and there."""
    if row.to_id in (row.post.user_id, by.pk):
        _refuse("to", _("Không ủy quyền cho chính mình."))
    if not row.to.is_active:
        _refuse("to", _("Tài khoản này đang khóa. Chọn người khác."))
    for day in (row.valid_from, row.valid_to):
        if not any(is_competent(own, row.post) for own in row.to.posts_on(day)):
            words = _("%(who)s không có vị trí phù hợp ở đơn vị này đến hết ngày %(day)s. Chọn người khác.")
            _refuse("to", words % {"who": row.to, "day": day_in_words(day)})
    away = _beside(row, Delegation.objects.filter(post__user=row.to, kind__in=(Kind.LEAVE, Kind.SUDDEN))).first()
    if away:
        words = _("%(who)s nghỉ từ %(since)s đến %(until)s. Chọn người khác.")
        days = {"since": day_in_words(away.valid_from), "until": day_in_words(away.valid_to)}
        _refuse("to", words % {"who": row.to, **days})


def _require_free(row: Delegation) -> None:
    """One person answers for one matter: nobody else acts by the post in the same matter on the same days."""
    for other in _beside(row, Delegation.objects.with_names().filter(post=row.post)):
        if _overlap(row.procedures, other.procedures) and _overlap(row.acts, other.acts):
            words = _("%(who)s đã được giao việc này từ %(since)s đến %(until)s. Kết thúc trước rồi giao lại.")
            days = {"since": day_in_words(other.valid_from), "until": day_in_words(other.valid_to)}
            raise Refused(words % {"who": other.to, **days})


def _require_not_again(row: Delegation) -> None:
    """Ten working days are ten, however often they are begun."""
    rows = Delegation.objects.filter(post=row.post, kind=Kind.SUDDEN, valid_to__gt=row.valid_from - SUDDEN_AGAIN)
    if rows.exists():
        raise Refused(
            _("Vị trí này vừa được cử người thay đột xuất. Phân công lại hồ sơ, hoặc đề nghị bổ nhiệm người khác.")
        )


def _beside(row: Delegation, rows: DelegationQuerySet) -> DelegationQuerySet:
    """Those of *rows* that share a day with *row*, and that nobody ended before it."""
    rows = rows.filter(valid_from__lte=row.valid_to, valid_to__gte=row.valid_from)
    return rows.filter(Q(ended_on=None) | Q(ended_on__gt=row.valid_from)).order_by("id")


def _overlap(some: Collection[str], others: Collection[str]) -> bool:
    """True where both name one, or one of both is not limited."""
    return not some or not others or bool(set(some) & set(others))


def _end(row: Delegation, reason: str, by: User, today: date) -> None:
    row.ended_on, row.ended_by, row.end_reason = today, by, nfc(reason)[:REASON_MAX]
    row.save(update_fields=["ended_on", "ended_by", "end_reason"])
    forget_version()


def _tell(row: Delegation, state: Any, by: User, at: datetime) -> None:
    """Tell either of both, and who stands above; who did it knows."""
    day = timezone.localdate(at)
    posts = Post.objects.in_force(day).filter(role__in=SUPERIORS, user__is_active=True).select_related("user", "unit")
    above = [post.user for post in posts if post.covers(row.post.unit)]
    people = {user.pk: user for user in (row.post.user, row.to, *above) if user.pk != by.pk}
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "what": str(row.get_kind_display()),
            "giver": str(row.post.user),
            "post": str(row.post),
            "to": str(row.to),
            "since": day_in_words(row.valid_from),
            "until": day_in_words(row.valid_to),
            "basis": row.basis,
            "reason": row.end_reason or row.reason,
            "state": str(state),
            "by": str(by),
            "at": instant(at),
        }
        link = reverse("dossiers:delegation", args=[row.pk])
        once = f"delegation/{row.pk}/{'ended' if row.ended_on else 'made'}/{day:%Y%m%d}"
        send(compose(DELEGATION, people.values(), at=at, context=context, link=link, once=once, mail_from=at))


def _refuse(field: str, message: str) -> NoReturn:
    raise InvalidInput({field: [message]}, message)
