"""Acts of the counter: a clerk saw the papers, so a party or a representation is checked; the person is told."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from people.actions.numbers import KnownNumber, mark_single, refuse_known
from people.actions.parties import party_fields
from people.actions.representations import end_of, represent, require_end_of_guardian, tell
from people.models import Party, Representation, User
from toolbox.refusal import Forbidden, InvalidInput, Refused

PROOFS = {"citizen_id": "Căn cước", "tax_code": "Giấy chứng nhận đăng ký doanh nghiệp", "passport_no": "Hộ chiếu"}
SAME_FORM = timedelta(minutes=5)


def register_checked_party(
    *, name: str, by: User | None, at: datetime, kind: str = Party.Kind.PERSON, proof: str = "", **facts: Any
) -> Party:
    """Create somebody who stands at the counter with their papers; the same clerk's same form again is one person.

    Raises KnownNumber for a number that another checked party already carries.
    """
    proof = proof.strip() or next((word for number, word in PROOFS.items() if facts.get(number)), "")
    party = Party(**party_fields(name, kind, facts), checked_at=at, checked_by=by, proof=proof[:200])
    mark_single(party)
    try:
        with transaction.atomic():
            refuse_known(party)
            party.save()
    except KnownNumber as known:
        if _is_same_form(known.party, party, at):
            return known.party
        raise
    except IntegrityError:  # the same card at the next counter, or the second click, in the same second
        refuse_known(party)
        raise _number_taken() from None
    return party


def check_applicant(
    party: Party, *, proof: str, scope: str, until: date | None = None, by: User, at: datetime
) -> Party:
    """Check whom an account claimed, and the account's right to act for them: the clerk saw the papers of both.

    Where the number already belongs to a checked party, the claim is related to that one: the account then acts for it
    and follows what was filed at the counter. Returns the checked party. Raises InvalidInput without a proof, Forbidden
    for the clerk's own, Refused where no account claims it.
    """
    proof = _require_proof(proof)
    with transaction.atomic():
        claimed = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
        rows = list(claimed.representations.filter(checked_at=None).select_related("user"))
        _refuse_own(any(row.user_id == by.pk for row in rows))
        if not rows:
            raise Refused(_("Không còn tài khoản nào chờ đối chiếu với người này."))
        checked = claimed if claimed.is_checked else checked_twin(claimed)
        if checked is None:
            checked = _check_party(claimed, proof, by, at)
        elif checked.pk != claimed.pk and claimed.same_as_id is None:
            claimed.same_as = checked
            claimed.save(update_fields=["same_as"])
        for row in rows:
            _check_representation(row, checked, scope=scope, until=until, proof=proof, by=by, at=at)
    return checked


def join_account(
    *, username: str, party: Party, scope: str, proof: str, until: date | None = None, by: User, at: datetime
) -> Representation:
    """Let an account act for a checked party, after its papers were seen at the counter; never by a guess.

    The account is the one of exactly this user name. Raises Refused for an account that does not exist or acts for this
    party already, and for a party that nobody checked; Forbidden for the clerk's own; InvalidInput without a proof.
    """
    proof, day = _require_proof(proof), timezone.localdate(at)
    if not party.is_checked:
        raise Refused(_("Chưa đối chiếu giấy tờ của người này. Đối chiếu trước rồi gắn tài khoản."))
    user = _account_named(username)
    _refuse_own(user == by)
    rows = Representation.objects.in_force(day).filter(user=user, party=party, only_code="")
    if rows.filter(checked_at__isnull=False).exists():
        raise Refused(_("Tài khoản này đã được nộp hồ sơ cho người này."))
    require_end_of_guardian(scope, party, day, until)
    with transaction.atomic():
        if claimed := rows.first():
            return _check_representation(claimed, party, scope=scope, until=until, proof=proof, by=by, at=at)
        row = represent(user=user, party=party, scope=scope, since=day, until=until, proof=proof, by=by, at=at)
        _relate_claims(user, party)
        tell(row, at=at)
    return row


def _is_same_form(known: Party, party: Party, at: datetime) -> bool:
    """True for what one clerk entered twice within minutes, letter for letter."""
    facts = ("name", "kind", "citizen_id", "tax_code", "passport_no", "phone", "email", "address", "checked_by_id")
    recent = known.checked_at is not None and at - known.checked_at < SAME_FORM
    return recent and all(getattr(known, name) == getattr(party, name) for name in facts)


def _check_party(party: Party, proof: str, by: User, at: datetime) -> Party:
    """Mark the locked *party* as checked."""
    party.checked_at, party.checked_by, party.proof = at, by, proof
    mark_single(party)
    try:
        with transaction.atomic():
            party.save(update_fields=["checked_at", "checked_by", "proof", "passport_single"])
    except IntegrityError:  # the same card at the next counter, in the same second
        raise _number_taken() from None
    return party


def _check_representation(
    row: Representation, party: Party, *, scope: str, until: date | None, proof: str, by: User, at: datetime
) -> Representation:
    """Turn a claim into a checked representation of *party*, which it was or turned out to be; tell the person."""
    day = timezone.localdate(at)
    require_end_of_guardian(scope, party, day, until)
    if row.party_id != party.pk:
        known = Representation.objects.in_force(day).filter(user=row.user, party=party, checked_at__isnull=False)
        if earlier := known.filter(only_code="").first():
            return earlier
        row = represent(user=row.user, party=party, scope=scope, since=day, until=until, proof=proof, by=by, at=at)
    else:
        row.scope, row.proof, row.valid_to = scope, proof, end_of(scope, party, day, until)
        row.checked_at, row.checked_by = at, by
        row.save(update_fields=["scope", "proof", "valid_to", "checked_at", "checked_by"])
    tell(row, at=at)
    return row


def _relate_claims(user: User, party: Party) -> None:
    """What the account claimed with the same number is this party: it is not offered again beside it."""
    claims = Party.objects.filter(representations__user=user, checked_at=None, same_as=None)
    for claimed in claims.filter(_same_number(party)).distinct():
        claimed.same_as = party
        claimed.save(update_fields=["same_as"])


def checked_twin(claimed: Party) -> Party | None:
    """The checked party whose number *claimed* carries, if there is one."""
    return claimed.same_as or Party.objects.checked().filter(_same_number(claimed)).exclude(pk=claimed.pk).first()


def _same_number(party: Party) -> Q:
    """Rows that carry the same citizen number, tax code or passport; nobody for a party without any."""
    same = Q(pk__in=[])
    if party.citizen_id:
        same |= Q(citizen_id=party.citizen_id)
    if party.tax_code:
        same |= Q(tax_code=party.tax_code)
    if party.passport_no:
        same |= Q(pk__in=Party.objects.with_passport(party.passport_no, party.passport_country).values("pk"))
    return same


def _account_named(username: str) -> User:
    name = username.strip()
    if "@" in name:  # somebody's address, which another may have taken for a name
        message = _("Nhập tên đăng nhập, không nhập thư điện tử.")
        raise InvalidInput({"username": [message]}, message)
    user = User.objects.filter(username=name, is_active=True, is_system=False).first()
    if user is None:
        raise Refused(_("Không có tài khoản với tên đăng nhập này. Hỏi lại người nộp."))
    return user


def _require_proof(proof: str) -> str:
    if not proof.strip():
        message = _("Nhập giấy tờ đã đối chiếu, ví dụ: căn cước bản chính")
        raise InvalidInput({"proof": [message]}, message)
    return proof.strip()[:200]


def _refuse_own(own: bool) -> None:
    if own:
        raise Forbidden(_("Không tự đối chiếu, tự gắn tài khoản của mình. Nhờ đồng nghiệp ở quầy."))


def _number_taken() -> Refused:
    return Refused(_("Số giấy tờ này đã thuộc về một người hoặc tổ chức khác trong hệ thống. Tìm lại bằng số giấy tờ."))
