"""Forms of the acts that undo a mistake: offered to head and leader, but for who made it, while there is time."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dossiers import actions
from dossiers.actions.reversal import may_be_undone
from dossiers.forms.base import ActForm, reason_field
from dossiers.models import Dossier
from dossiers.models.event import Verb

REQUIRED = _("Nhập lý do để người nộp biết.")


class CorrectionForm(ActForm):
    """Undo one act, with the reason that the applicant reads."""

    weight = "danger"
    reason = reason_field(_("Lý do, người nộp đọc được"), REQUIRED)

    @classmethod
    def suits(cls, dossier: Dossier, at: datetime) -> bool:
        """It was done, and not too long ago."""
        return may_be_undone(dossier, cls.verb, at)


class UndoHandOutForm(CorrectionForm):
    """Take back a hand-out that was none."""

    action, verb, edge = actions.undo_hand_out, Verb.HAND_OUT_UNDONE, "to_hand_out_undone"
    slug = "huy-tra-ket-qua"
    title, done = _("Hủy việc trả kết quả nhầm"), _("Đã hủy việc trả kết quả. Kết quả chờ trả lại từ đầu.")


class UndoRefusalForm(CorrectionForm):
    """Take back a refusal of reception."""

    action, verb, edge = actions.undo_refusal, Verb.REFUSAL_UNDONE, "to_refusal_undone"
    slug = "huy-khong-tiep-nhan"
    title, done = _("Hủy việc không tiếp nhận nhầm"), _("Đã hủy việc không tiếp nhận. Hồ sơ chờ tiếp nhận.")


class UndoStopForm(CorrectionForm):
    """Take back a stop or a closing."""

    action, verb, edge = actions.undo_stop, Verb.STOP_UNDONE, "to_stop_undone"
    slug = "huy-dung"
    title, done = _("Hủy việc dừng giải quyết nhầm"), _("Đã hủy việc dừng giải quyết. Hồ sơ trở lại bước trước đó.")


class RecallResultForm(CorrectionForm):
    """Recall a result before it is handed out."""

    action, verb, edge = actions.recall_result, Verb.RESULT_RECALLED, "to_result_recalled"
    slug = "thu-hoi-ket-qua"
    title, done = _("Thu hồi kết quả chưa trả"), _("Đã thu hồi kết quả. Hồ sơ trở lại bước thẩm định.")
