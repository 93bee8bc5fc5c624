"""Write representations: on a proof that was seen, or by a slip; and tell whom it concerns."""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notifications.actions import notify
from notifications.kinds import Kind
from people.models import Party, Representation, User
from people.models.party import OF_AGE, last_day_as_child, years_before
from people.notices import REPRESENTED, contexts_of
from toolbox.refusal import InvalidInput, Refused

Scope = Representation.Scope
SLIP_PROOF = "Mã hồ sơ và mã tra cứu trên giấy tiếp nhận"  # the record has one language


def represent(
    *,
    user: User,
    party: Party,
    scope: str,
    since: date,
    until: date | None = None,
    proof: str = "",
    by: User | None = None,
    at: datetime | None = None,
    only_code: str = "",
) -> Representation:
    """Let *user* act for *party* from *since*: checked when *at* tells when *by* saw the *proof*, else only claimed.

    A child's parent or guardian acts until the day before the child comes of age (Civil Code 2015 art. 136). Raises
    Refused for a relation that was written today already.
    """
    try:
        with transaction.atomic():
            return Representation.objects.create(
                user=user,
                party=party,
                scope=scope,
                proof=proof[:200],
                valid_from=since,
                valid_to=end_of(scope, party, since, until),
                checked_at=at,
                checked_by=by,
                only_code=only_code,
            )
    except IntegrityError:
        if until and until < since:
            raise
        raise Refused(_("Quan hệ này vừa được ghi. Tải lại trang.")) from None


def represent_by_slip(*, user: User, party: Party, code: str, at: datetime) -> Representation:
    """Let *user* follow the one dossier *code*, since they hold its slip; the person is told. Twice is once."""
    known = Representation.objects.filter(user=user, party=party, only_code=code).first()
    if known:
        return known
    row = represent(
        user=user, party=party, scope=Scope.SLIP, since=timezone.localdate(at), proof=SLIP_PROOF, at=at, only_code=code
    )
    tell(row, at=at)
    return row


def end_of(scope: str, party: Party, since: date, until: date | None) -> date | None:
    """The last day of a representation; a child's ends with childhood, whoever writes a later one."""
    if scope != Scope.GUARDIAN or party.birth_date is None:
        return until
    if party.birth_date <= years_before(since, OF_AGE):
        return until
    last = last_day_as_child(party.birth_date)
    return min(until, last) if until else last


def require_end_of_guardian(scope: str, party: Party, day: date, until: date | None) -> None:
    """Ask for a last day where none can be counted. Raises InvalidInput: a guardian's power is never without an end."""
    if scope == Scope.GUARDIAN and end_of(scope, party, day, until) is None:
        message = _("Nhập ngày cuối của việc giám hộ: chưa có ngày sinh, hoặc người được giám hộ đã đủ 18 tuổi.")
        raise InvalidInput({"until": [message]}, message)


def tell(row: Representation, *, at: datetime, kind: Kind = REPRESENTED, once: str = "") -> None:
    """Tell the account, the person by the address on file, and every account that acts for the person by proof.

    *once* names what is told of the representation, where that is more than that it begins.
    """
    with translation.override(settings.LANGUAGE_CODE):
        context, link = contexts_of(row), reverse("dossiers:mine")
        for user, email, who in _told_of(row, at):
            fact = f"representation/{row.pk}/{once}{who}"
            notify(kind, at=at, context=context, user=user, email=email, link=link, once=fact)


def _told_of(row: Representation, at: datetime) -> Iterator[tuple[User | None, str, str]]:
    told = Representation.objects.in_force(timezone.localdate(at)).filter(party=row.party, checked_at__isnull=False)
    others = [other.user for other in told.filter(only_code="").exclude(user=row.user).select_related("user")]
    for number, user in enumerate([row.user, *{user.pk: user for user in others}.values()]):
        yield user, "", str(number)
    if row.party.email and row.party.email.lower() != row.user.email.lower():
        yield None, row.party.email, "person"
