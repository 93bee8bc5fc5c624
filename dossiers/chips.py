"""Words, colours and icons of states and deadlines: one table, so that every page says the same."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from dossiers.models.state import State

# Colour and icon. Purple always means that it is the citizen's turn; a finished thing does not shout.
STATES = {
    State.DRAFT: ("neutral", "pencil"),
    State.SUBMITTED: ("info", "hourglass"),
    State.NOT_ACCEPTED: ("neutral", "circle-x"),
    State.ACCEPTED: ("info", "inbox"),
    State.APPRAISAL: ("info", "refresh"),
    State.APPROVAL: ("info", "refresh"),
    State.AWAITING_SUPPLEMENT: ("purple", "file-plus"),
    State.AWAITING_PAYMENT: ("purple", "credit-card"),
    State.WITHDRAWAL_REQUESTED: ("neutral", "arrow-back-up"),
    State.STOPPED: ("neutral", "arrow-back-up"),
    State.RESOLVED: ("success", "circle-check"),
    State.RETURNED: ("plain", ""),
}
CASES = {
    "overdue": ("danger", "alert-triangle"),
    "due_today": ("danger", "clock-exclamation"),
    "due_soon": ("warning", "clock-exclamation"),
    "on_track": ("success", "clock"),
    "waiting": ("purple", "file-plus"),
    "paused": ("teal", "player-pause"),
    "done_early": ("plain", ""),
    "done_on_time": ("plain", ""),
    "done_late": ("danger", ""),
}
COUNTED = {
    "overdue": ngettext_lazy("Quá hạn %(count)d ngày", "Quá hạn %(count)d ngày", "count"),
    "due_soon": ngettext_lazy("Còn %(count)d ngày", "Còn %(count)d ngày", "count"),
    "on_track": ngettext_lazy("Còn %(count)d ngày", "Còn %(count)d ngày", "count"),
    "paused": ngettext_lazy("Tạm dừng · đã dùng %(count)d ngày", "Tạm dừng · đã dùng %(count)d ngày", "count"),
    "done_early": ngettext_lazy("Trả sớm %(count)d ngày", "Trả sớm %(count)d ngày", "count"),
    "done_late": ngettext_lazy("Trả trễ %(count)d ngày", "Trả trễ %(count)d ngày", "count"),
}


def of_state(state: State, outcome: str = "", *, at_desk: bool = False) -> dict[str, Any]:
    """Words, colour and icon of *state*; a result that refuses says so. Officers are not told what to do."""
    if state == State.RESOLVED and outcome == "refused":
        return {"words": _("Từ chối giải quyết"), "colour": "neutral", "icon": "circle-x"}
    colour, icon = STATES[state]
    return {"words": state.desk_label if at_desk else str(state.label), "colour": colour, "icon": icon}


def of_standing(case: str, days: int, due_at: datetime | None) -> dict[str, Any]:
    """Words, colour and icon of a deadline; empty for a case that has nothing to say."""
    if case not in CASES:
        return {}
    colour, icon = CASES[case]
    return {"words": _words(case, days, due_at), "colour": colour, "icon": icon}


def _words(case: str, days: int, due_at: datetime | None) -> str:
    if case in COUNTED:
        return str(COUNTED[case] % {"count": days})
    if case == "waiting":
        return _("Chờ bổ sung · tính lại khi nhận đủ")
    if case == "done_on_time":
        return _("Trả đúng hạn")
    return _("Hạn hôm nay, %(time)s") % {"time": f"{timezone.localtime(due_at):%H:%M}" if due_at else "17:00"}
