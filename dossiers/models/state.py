"""State: the statutory phases, and one table of what the law and the house know of each.

A state is the phase the law knows (national status codes); a step is data inside a phase.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Statutory phases of a dossier; whatever is true of one of them is a column of FACTS."""

    DRAFT = "draft", _("Bản nháp")
    SUBMITTED = "submitted", _("Đã nộp, chờ tiếp nhận")
    NOT_ACCEPTED = "not_accepted", _("Không tiếp nhận")
    ACCEPTED = "accepted", _("Đã tiếp nhận")
    APPRAISAL = "appraisal", _("Đang xử lý")
    APPROVAL = "approval", _("Đang trình phê duyệt")
    AWAITING_SUPPLEMENT = "awaiting_supplement", _("Chờ ông/bà bổ sung")
    AWAITING_PAYMENT = "awaiting_payment", _("Chờ nộp phí, lệ phí")
    WITHDRAWAL_REQUESTED = "withdrawal_requested", _("Đang xem xét yêu cầu rút hồ sơ")
    STOPPED = "stopped", _("Đã dừng giải quyết")
    RESOLVED = "resolved", _("Đã có kết quả")
    RETURNED = "returned", _("Đã trả kết quả")

    @property
    def desk_label(self) -> str:
        """The state in words for officers, who are not the ones that owe something."""
        return str(_("Chờ người nộp bổ sung") if self == State.AWAITING_SUPPLEMENT else self.label)

    @property
    def facts(self) -> "StateFacts":
        """The row of FACTS about this state."""
        return FACTS[self]


class Keeper(models.TextChoices):
    """Whose turn it is: who has the dossier."""

    APPLICANT = "applicant", _("Ông/bà")
    DESK = "desk", _("Bộ phận Một cửa")
    DIVISION = "division", _("Phòng chuyên môn")
    SIGNER = "signer", _("Người ký")


@dataclass(frozen=True)
class StateFacts:
    """One row of the table below."""

    national_code: int | None  # national status code, 1-10
    is_open: bool = False  # the agency owes an answer: in queues, due lists and alerts
    is_final: bool = False  # nothing more will happen to it, unless a mistake is undone
    is_unanswered: bool = False  # it ended without a result
    phase: str = ""  # of the edition's internal steps
    keeper: Keeper | None = None  # who has it; None once it is over, or not begun
    step: int | None = None  # of the published steps the one it is in, from 1; None: the last
    is_promised: bool = True  # a promised instant means something here
    turn: Any = ""  # what the applicant is told to do now

    @property
    def waits_for_applicant(self) -> bool:
        """It is the applicant's turn before anybody else can go on."""
        return self.keeper == Keeper.APPLICANT


_SUPPLY = _("Đến lượt ông/bà: gửi giấy tờ bổ sung trên trang hồ sơ hoặc tại Bộ phận Một cửa.")
_PAY = _("Đến lượt ông/bà: nộp phí, lệ phí để hồ sơ được giải quyết tiếp.")
_COLLECT = _("Đã có kết quả. Mang giấy hẹn và căn cước khi đến nhận tại quầy.")

FACTS: dict[State, StateFacts] = {
    State.DRAFT: StateFacts(None, step=0, is_promised=False),
    State.SUBMITTED: StateFacts(1, is_open=True, phase="reception", keeper=Keeper.DESK, step=1, is_promised=False),
    State.NOT_ACCEPTED: StateFacts(3, is_final=True, is_unanswered=True, step=1, is_promised=False),
    State.ACCEPTED: StateFacts(2, is_open=True, phase="reception", keeper=Keeper.DESK, step=1),
    State.APPRAISAL: StateFacts(4, is_open=True, phase="appraisal", keeper=Keeper.DIVISION, step=2),
    State.APPROVAL: StateFacts(4, is_open=True, phase="approval", keeper=Keeper.SIGNER, step=3),
    State.AWAITING_SUPPLEMENT: StateFacts(
        5, is_open=True, phase="appraisal", keeper=Keeper.APPLICANT, step=2, turn=_SUPPLY
    ),
    State.AWAITING_PAYMENT: StateFacts(6, is_open=True, phase="appraisal", keeper=Keeper.APPLICANT, step=2, turn=_PAY),
    State.WITHDRAWAL_REQUESTED: StateFacts(7, is_open=True, keeper=Keeper.DESK, step=2),
    State.STOPPED: StateFacts(8, is_final=True, is_unanswered=True, is_promised=False),
    State.RESOLVED: StateFacts(9, phase="return", turn=_COLLECT),
    State.RETURNED: StateFacts(10, is_final=True),
}
OPEN = tuple(state for state, facts in FACTS.items() if facts.is_open)
# A withdrawal may be asked for until a result decision exists, once.
WITHDRAWABLE = tuple(state for state in OPEN if state != State.WITHDRAWAL_REQUESTED)
UNANSWERED = [str(state) for state, facts in FACTS.items() if facts.is_unanswered]
# As values, for conditions of indexes and lists.
OPEN_ROWS = Q(state__in=[str(state) for state in OPEN])
TURN_ROWS = Q(state__in=[str(state) for state, facts in FACTS.items() if facts.waits_for_applicant])
