"""Acts on people: register parties, let accounts represent them, appoint and revoke; the only writers of these rows."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Agency, Party, Post, Representation, User
from people.models.reference import forget_version
from people.models.user import CLOCK_USERNAME
from toolbox.refusal import Refused
from toolbox.text import fold, nfc


def register_party(*, name: str, kind: str = Party.Kind.PERSON, **facts: Any) -> Party:
    """Create a person or organisation. Raises Refused for a number that another party already carries."""
    clean = {key: nfc(value) if isinstance(value, str) else value for key, value in facts.items()}
    try:
        with transaction.atomic():
            return Party.objects.create(name=nfc(name), name_folded=fold(name)[:255], kind=kind, **clean)
    except IntegrityError:
        raise Refused(
            _("Số giấy tờ này đã thuộc về một người hoặc tổ chức khác trong hệ thống. Tìm lại bằng số giấy tờ.")
        ) from None


def represent(
    *, user: User, party: Party, scope: str, since: date, until: date | None = None, proof: str = ""
) -> Representation:
    """Let *user* act for *party* from *since*, on *proof*."""
    return Representation.objects.create(
        user=user, party=party, scope=scope, valid_from=since, valid_to=until, proof=proof
    )


def join_account(*, username: str, party: Party, scope: str, proof: str, by: User, at: datetime) -> Representation:
    """Let an account act for a party known from the desk, after its papers were checked there; never by a guess.

    Raises Refused for an account that does not exist or acts for this party already. The row names who checked what.
    """
    user = User.objects.filter(username=username.strip(), is_active=True).first()
    if user is None:
        raise Refused(_("Không có tài khoản với tên đăng nhập này. Hỏi lại người nộp."))
    day = timezone.localdate(at)
    if Party.objects.represented_by(user.pk, day).filter(pk=party.pk).exists():
        raise Refused(_("Tài khoản này đã được nộp hồ sơ cho người này."))
    checked = f"{proof.strip()} ({by.username}, {timezone.localtime(at):%d/%m/%Y})"
    return represent(user=user, party=party, scope=scope, since=day, proof=checked[:200])


def own_party(user: User, day: date) -> Party:
    """The party the user is: themselves, else their organisation; created at the first filing from the account.

    Never a child or principal they act for: that one is always named.
    """
    if own := _existing_party(user, day):
        return own
    with transaction.atomic():
        # Two first filings at once make one party.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if own := _existing_party(user, day):
            return own
        party = register_party(name=str(user), phone=user.phone, email=user.email)
        represent(user=user, party=party, scope=Representation.Scope.OWN, since=day)
    return party


def appoint(
    *, user: User, unit: Agency, role: str, since: date, until: date | None = None, decision_no: str = ""
) -> Post:
    """Give *user* a role in *unit* from *since*."""
    forget_version()
    return Post.objects.create(
        user=user, unit=unit, role=role, valid_from=since, valid_to=until, decision_no=decision_no
    )


def revoke(*, post: Post, until: date) -> None:
    """End a post on *until*; the row stays as history."""
    post.valid_to = until
    post.save(update_fields=["valid_to"])
    forget_version()


def end_at_once(*, post: Post, day: date) -> None:
    """End a post before *day*, so that it opens nothing any more; one that begins later never began."""
    yesterday = day - timedelta(days=1)
    post.valid_from, post.valid_to = min(post.valid_from, yesterday), yesterday
    post.save(update_fields=["valid_from", "valid_to"])
    forget_version()


def open_agency(*, code: str, name: str, kind: str, since: date, **facts: Any) -> Agency:
    """Create a body or unit under its parent; its path is written once, then."""
    path = path_below(facts.get("parent"), code)
    forget_version()
    agency, _created = Agency.objects.get_or_create(
        code=code, defaults={"name": name, "kind": kind, "valid_from": since, "path": path, **facts}
    )
    return agency


def path_below(parent: Agency | None, code: str) -> str:
    """The path of the unit *code* under *parent*: "T/SLD/SLD-NCC/"."""
    return f"{parent.path if parent else ''}{code}/"


def clock_user() -> User:
    """The named system user by whom the clock acts."""
    user, _created = User.objects.get_or_create(
        username=CLOCK_USERNAME,
        defaults={
            "full_name": "Đồng hồ hệ thống",
            "is_system": True,
            "is_active": False,
            "password": make_password(None),
        },
    )
    return user


def _existing_party(user: User, day: date) -> Party | None:
    rows = Representation.objects.in_force(day).filter(user=user).select_related("party")
    parties = {row.scope: row.party for row in rows.order_by("-id")}
    return parties.get(Representation.Scope.OWN) or parties.get(Representation.Scope.EMPLOYEE)
