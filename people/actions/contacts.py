"""Change how people are reached: by themselves, whoever stands for them on a proof, or the counter with a card in hand.

A new e-mail replaces the old one once its reader confirmed it; the old one is told. What was declared stays.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notifications.actions import notify
from notifications.verification import verify
from people.actions.party_changes import change_party
from people.models import EmailChange, Party, Post, Representation, User
from people.notices import CONTACT_CHANGED
from toolbox.refusal import Forbidden, InvalidInput, Refused

SALT = "people.contacts"
MOST_A_DAY = 5  # new addresses of one account, and mails to one address: whoever types a stranger's writes them few
OWN_GROUND, MAIL_GROUND = "Tự sửa trên trang liên hệ", "Người đọc thư đã xác nhận"  # the record has one language
Scope = Representation.Scope
MAY_CHANGE = (Scope.OWN, Scope.GUARDIAN, Scope.EMPLOYEE)  # who is authorised files; where to write is their principal's


def parties_reached_by(user: User, day: date) -> list[Party]:
    """Whose contact details *user* may change on *day*: their own first; of others on a proof."""
    rows = Representation.objects.in_force(day).filter(user=user, only_code="", scope__in=MAY_CHANGE)
    rows = rows.filter(Q(checked_at__isnull=False) | Q(party__checked_at=None, party__same_as=None))
    parties = {row.party_id: row for row in rows.select_related("party").order_by("-id")}
    return [row.party for row in sorted(parties.values(), key=lambda row: (row.scope != Scope.OWN, row.party.name))]


def change_contacts(
    user: User, party: Party | None, *, phone: str, email: str, postal_address: str, for_account: bool, at: datetime
) -> EmailChange | None:
    """Change telephone and postal address at once; the change of the e-mail that waits for its reader, if it is new.

    Raises Forbidden for a party that is not theirs to change, InvalidInput for too many new addresses in a day.
    """
    if party and party not in parties_reached_by(user, timezone.localdate(at)):
        raise Forbidden(_("Ông/bà không đổi được thông tin liên hệ của người, tổ chức này."))
    with transaction.atomic():
        if for_account and user.phone != phone:
            user.phone = phone
            user.save(update_fields=["phone"])
        if party:
            facts = {"phone": phone, "postal_address": postal_address}
            _changed(party, facts, ground=OWN_GROUND, by=user, at=at)
        current = user.email if for_account else party.email if party else ""
        same_of_party = party is None or not for_account or party.email.lower() == email.lower()
        if not email or (email.lower() == current.lower() and same_of_party):
            return None
        return _ask(user, party, email, for_account=for_account, at=at)


def change_at_counter(party: Party, facts: Mapping[str, str], *, proof: str, by: User, at: datetime) -> None:
    """Change telephone, e-mail and addresses of a checked party whose card the clerk has in hand; all are told.

    Raises Forbidden to who is no clerk, or the person, InvalidInput without the paper that was seen.
    """
    if not by.has_role(Post.Role.DESK):
        raise Forbidden(_("Chỉ Bộ phận Một cửa mới đổi được thông tin liên hệ của người nộp."))
    if Representation.objects.filter(user=by, party=party, only_code="").exists():
        raise Forbidden(_("Không tự đối chiếu, tự gắn tài khoản của mình. Nhờ đồng nghiệp ở quầy."))
    if not party.is_checked:
        raise Refused(_("Chưa đối chiếu giấy tờ của người này. Đối chiếu trước rồi đổi thông tin liên hệ."))
    if not proof.strip():
        message = _("Nhập giấy tờ đã đối chiếu, ví dụ: căn cước bản chính")
        raise InvalidInput({"proof": [message]}, message)
    with transaction.atomic():
        _changed(party, facts, ground=proof, by=by, at=at)


def take_back(change: EmailChange, *, by: User) -> None:
    """Take back a new address that waits: a slip of the finger, which goes on waiting for nobody."""
    EmailChange.objects.get(pk=change.pk, user=by, confirmed_at=None)
    change.replaced = True
    change.save(update_fields=["replaced"])


def token_of(change: EmailChange) -> str:
    """What the mailed link carries."""
    return signing.dumps(change.pk, salt=SALT)


def change_of(token: str, at: datetime) -> EmailChange | None:
    """The change that *token* confirms; None for a link that is too old, or was never sent."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rows = EmailChange.objects.filter(pk=pk).select_related("user", "party")
    return rows.filter(Q(confirmed_at__isnull=False) | Q(pk__in=EmailChange.objects.waiting(at))).first()


def confirm(change: EmailChange, *, at: datetime) -> EmailChange:
    """The reader of the new address says that it is theirs: it replaces the old one, which is told; twice is once.

    Raises Refused where another account confirmed the same address, and where the account stands for the party no more.
    """
    with transaction.atomic():
        rows = EmailChange.objects.select_for_update(of=("self",)).select_related("user", "party")
        locked = rows.get(pk=change.pk)
        if locked.confirmed_at is not None:
            return locked
        user, party = locked.user, locked.party
        if party and party not in parties_reached_by(user, timezone.localdate(at)):
            raise Refused(_("Ông/bà không đổi được thông tin liên hệ của người, tổ chức này."))
        verify(locked.email, at)
        if locked.for_account:
            _give_address(user, locked.email, at)
        if party:
            _changed(party, {"email": locked.email}, ground=MAIL_GROUND, by=user, at=at)
        locked.confirmed_at = at
        locked.save(update_fields=["confirmed_at"])
    return locked


def _ask(user: User, party: Party | None, email: str, *, for_account: bool, at: datetime) -> EmailChange:
    """Keep the new address, which waits for its reader; earlier ones for the same wait no more."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    since = EmailChange.objects.filter(asked_at__gt=at - timedelta(days=1))
    if max(since.filter(user=user).count(), since.filter(email__iexact=email).count()) >= MOST_A_DAY:
        message = _("Hôm nay đã gửi đủ thư xác nhận. Mở thư đã nhận, hoặc thử lại vào ngày mai.")
        raise InvalidInput({"email": [message]}, message)
    for earlier in EmailChange.objects.waiting(at).filter(user=user, party=party, for_account=for_account):
        take_back(earlier, by=user)
    return EmailChange.objects.create(user=user, party=party, email=email, for_account=for_account, asked_at=at)


def _give_address(user: User, email: str, at: datetime) -> None:
    """Make *email* the account's. Raises Refused where another account's reader confirmed it before."""
    if EmailAddress.objects.filter(email__iexact=email, verified=True).exclude(user=user).exists():
        raise Refused(_("Địa chỉ này đã là của một tài khoản khác. Dùng địa chỉ khác, hoặc đăng nhập tài khoản đó."))
    old = user.email
    for row in EmailAddress.objects.filter(user=user):
        row.delete()
    EmailAddress.objects.create(user=user, email=email.lower(), verified=True, primary=True)
    user.email = email
    user.save(update_fields=["email"])
    _tell(user, old, at, new=email)


def _changed(party: Party, facts: Mapping[str, str], *, ground: str, by: User, at: datetime) -> None:
    """The change on the party's row; the old address, and every account that stands for it, hear of it."""
    old = party.email
    change = change_party(party, facts, ground=ground, by=by, at=at)
    if change is None:
        return
    rows = Representation.objects.in_force(timezone.localdate(at)).filter(party=party, only_code="")
    for user in {row.user for row in rows.filter(checked_at__isnull=False).select_related("user")} - {by}:
        _tell(user, "", at, once=f"contact/{change.pk}/{user.pk}")
    if old:
        _tell(None, old, at, once=f"contact/{change.pk}/old")


def _tell(user: User | None, email: str, at: datetime, *, new: str = "", once: str = "") -> None:
    with translation.override(settings.LANGUAGE_CODE):
        context = {"new": _masked(new), "hotline": settings.HOTLINE}
        notify(CONTACT_CHANGED, at=at, context=context, user=user, email=email, once=once)


def _masked(email: str) -> str:
    """`n…@example.vn`: enough to know one's own by, on somebody else's screen."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}" if domain else ""
