"""Acts on a sheet of staff: read and checked by one administrator, confirmed once, whole, by another.

Nothing of a sheet takes effect until all of it does; what became wrong since is told line by line, and nothing is done.
"""

from datetime import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notifications.actions import compose, send
from notifications.models import Notice
from people import actions
from people.grants import appoint_by_sheet, require_administrator
from people.grants.authority import required_reason
from people.grants.decisions import require_two
from people.models import Agency, Invitation, PostGrant, StaffSheet, User
from people.models.grant import administrators_on
from people.notices import GRANT, SHEET
from people.staff.accounts import mail_soon
from people.staff.sheet_checks import faults_of
from people.staff.sheet_columns import Fault, FaultySheet, StaffRow
from people.staff.sheet_rows import rows_of
from toolbox.files import recognise_workbook
from toolbox.formats import instant
from toolbox.refusal import Forbidden, Refused

FILE_MAX = 1024 * 1024
State = StaffSheet.State


def read_sheet(file: BinaryIO, name: str, *, by: User, at: datetime) -> StaffSheet:
    """A draft of what the workbook lists; nothing is kept of one with faults.

    Raises UnusableFile for what is no such workbook, FaultySheet with every fault in its line and column, Forbidden.
    """
    require_administrator(by, None, at)
    name, facts = recognise_workbook(file, name, FILE_MAX)
    rows, faults = rows_of(facts)
    faults += faults_of(rows, [by], timezone.localdate(at))
    if faults:
        raise _faulty(faults)
    return StaffSheet.objects.create(name=name, rows=[row.as_json() for row in rows], made_by=by, made_at=at)


def rows_of_sheet(sheet: StaffSheet) -> list[StaffRow]:
    """The lines of *sheet*."""
    return [StaffRow.of_json(row) for row in sheet.rows]


def propose_sheet(sheet: StaffSheet, *, by: User, at: datetime) -> StaffSheet:
    """Put one's own draft before the other administrators. Raises FaultySheet for what became wrong since."""
    with transaction.atomic():
        locked = _locked(sheet, State.DRAFT, by, at)
        if locked.made_by_id != by.pk:
            raise Forbidden(_("Bảng nháp là của người khác."))
        _require_right(locked, [by], at)
        locked.state, locked.made_at = State.PROPOSED, at
        locked.save()
        _tell(locked, by, at)
    return locked


def drop_sheet(sheet: StaffSheet, *, by: User, at: datetime) -> StaffSheet:
    """Drop one's own draft."""
    with transaction.atomic():
        locked = _locked(sheet, State.DRAFT, by, at)
        if locked.made_by_id != by.pk:
            raise Forbidden(_("Bảng nháp là của người khác."))
        locked.state = State.DROPPED
        locked.save()
    return locked


def refuse_sheet(sheet: StaffSheet, reason: str, *, by: User, at: datetime) -> StaffSheet:
    """Refuse what another proposed, or take back what one proposed oneself, with the reason."""
    reason = required_reason(reason)
    with transaction.atomic():
        locked = _locked(sheet, State.PROPOSED, by, at)
        locked.state, locked.reason, locked.decided_at = State.REFUSED, reason, at
        locked.decided_by = None if locked.made_by_id == by.pk else by
        locked.save()
        _tell(locked, by, at)
    return locked


def confirm_sheet(sheet: StaffSheet, *, by: User, at: datetime) -> StaffSheet:
    """Give every account and post of the sheet at once; by another administrator than who proposed it.

    Raises Forbidden to that one, FaultySheet where a line became wrong since: then nothing is done.
    """
    try:
        with transaction.atomic():
            locked = _locked(sheet, State.PROPOSED, by, at)
            if locked.made_by_id == by.pk:
                raise Forbidden(_("Người đề nghị không tự xác nhận. Quản trị viên khác xác nhận việc này."))
            require_two(locked.made_by, at)
            _require_right(locked, [locked.made_by, by], at)
            locked.state, locked.decided_by, locked.decided_at = State.DONE, by, at
            locked.save()
            _carry_out(locked, by, at)
            _tell(locked, by, at)
    except IntegrityError as error:
        raise Refused(
            _("Một tên đăng nhập trong bảng vừa có người dùng. Chưa có gì thay đổi; xem lại bảng.")
        ) from error
    mail_soon()
    return locked


def unopened_by_slip(sheet: StaffSheet, at: datetime) -> list[Invitation]:
    """The invitations to print: of accounts without an address that the sheet opened and nobody has signed in to."""
    rows = Invitation.objects.open(at).filter(user__grants__sheet=sheet, is_mailed=False, issued_by=sheet.made_by)
    return list(rows.select_related("user").distinct().order_by("id"))


def _carry_out(sheet: StaffSheet, by: User, at: datetime) -> None:
    """Accounts, invitations and posts, line by line."""
    users: dict[str, User] = {}
    notices: list[Notice] = []
    units = {unit.code: unit for unit in Agency.objects.filter(valid_to=None)}
    for row in rows_of_sheet(sheet):
        name = row.username.lower()
        user = users.get(name) or User.objects.filter(username=name).first() or _opened(row, sheet, at)
        users[name] = user
        term: dict[str, Any] = {"since": row.since, "until": row.until, "decision_no": row.decision_no}
        grant = appoint_by_sheet(sheet, user, unit=units[row.unit], role=row.role, **term, by=by, at=at)
        notices += _notices(grant, by, at)
    send(notices)


def _opened(row: StaffRow, sheet: StaffSheet, at: datetime) -> User:
    user = actions.open_account(**row.person)
    actions.invite(user, by=sheet.made_by, at=at, is_mailed=bool(user.email))
    return user


def _notices(grant: PostGrant, by: User, at: datetime) -> list[Notice]:
    """What the person finds in their inbox: their first mail is the invitation."""
    with translation.override(settings.LANGUAGE_CODE):
        state = str(grant.get_state_display())
        context = {"what": str(grant), "state": state, "by": str(by), "at": instant(at), "reason": ""}
        return compose(GRANT, [grant.user], at=at, context=context, mail_from=None)


def _locked(sheet: StaffSheet, state: str, by: User, at: datetime) -> StaffSheet:
    require_administrator(by, None, at)
    locked = StaffSheet.objects.select_for_update(of=("self",)).select_related("made_by").get(pk=sheet.pk)
    if locked.state != state:
        raise Refused(
            _("Bảng này nay ở trạng thái “%(state)s”. Xem lại trang.") % {"state": locked.get_state_display()}
        )
    return locked


def _require_right(sheet: StaffSheet, deciders: list[User], at: datetime) -> None:
    if faults := faults_of(rows_of_sheet(sheet), deciders, timezone.localdate(at)):
        raise _faulty(faults)


def _faulty(faults: list[Fault]) -> FaultySheet:
    message = _("Bảng có %(count)d chỗ sai. Chưa có gì thay đổi. Sửa trong Excel rồi gửi lại cả bảng.")
    return FaultySheet(message % {"count": len(set(faults))}, faults)


def _tell(sheet: StaffSheet, by: User, at: datetime) -> None:
    """Tell every other administrator."""
    people = [user for user in administrators_on(timezone.localdate(at)) if user.pk != by.pk]
    with translation.override(settings.LANGUAGE_CODE):
        state = str(sheet.get_state_display())
        facts = {"number": str(sheet), "state": state, "by": str(by), "at": instant(at)}
        context = facts | {"count": len(sheet.rows), "reason": sheet.reason}
        send(compose(SHEET, people, at=at, context=context, once=f"sheet/{sheet.pk}/{sheet.state}", mail_from=at))
