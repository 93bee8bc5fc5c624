"""Ask whether a paper may be handed out: the one question of the desk, of the pages and of the API.

A result whose fee is still owed is nobody's to take (Decree 61/2018 art. 20, 22). Those who make, sign, seal and audit
it read it before.
"""

from django.utils.translation import gettext as _

from dossiers.models import Dossier, Paper
from people.models import Post, User

RESULTS = (Paper.Kind.RESULT, Paper.Kind.REFUSAL)
MAKERS = (Post.Role.OFFICER, Post.Role.HEAD, Post.Role.LEADER, Post.Role.SEAL_CLERK, Post.Role.AUDITOR)


def unpaid(dossier: Dossier) -> str:
    """Why a result of *dossier* may not leave the house, in words; empty once its fee is settled."""
    if not dossier.fee_outstanding:
        return ""
    return _("Hồ sơ chưa nộp phí, lệ phí. Nộp phí, lệ phí trước rồi mới nhận kết quả.")


def _recalled(paper: Paper) -> str:
    return _("Văn bản này không nhận được nữa.") if paper.voided_at else ""


def withheld(paper: Paper, dossier: Dossier, user: User) -> str:
    """Why *user* may not have the file of *paper*, in words; empty when they may. A recalled result is none."""
    if paper.kind not in RESULTS or not (words := _recalled(paper) or unpaid(dossier)):
        return ""
    return "" if user.has_role(*MAKERS) and not dossier.is_own_case_of(user) else words
