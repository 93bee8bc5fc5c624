"""Ask whether a paper may be handed out: the one question of the desk, of the pages and of the API.

A result whose fee is still owed is nobody's to take (Decree 61/2018 art. 20, 22). Those who make, sign, seal and audit
it read it before.
"""

from collections.abc import Iterable

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


def not_made(paper: Paper) -> str:
    """Why there is no file of *paper* yet, in words; empty once there is."""
    if paper.is_ready:
        return ""
    if paper.state == Paper.State.FAILED:
        return _("Chưa tạo được tệp; Bộ phận Một cửa đã được báo.")
    if paper.state == Paper.State.SIGNED:
        return _("Văn bản đã ký, đang chờ văn thư đóng dấu.")
    if paper.fault:
        return _("Văn bản chưa được ký số xong. Tệp có ngay khi ký được; ông/bà không phải làm gì.")
    return _("Tệp đang được tạo. Chờ ít phút rồi tải lại.")


def not_opened(paper: Paper, dossier: Dossier, user: User) -> str:
    """Why there is no file of *paper* that *user* could open, in words; empty where there is one.

    Who makes and seals it opens what is signed and not sealed yet.
    """
    if words := withheld(paper, dossier, user):
        return words
    return "" if paper.state == Paper.State.SIGNED and opens_signed(dossier, user) else not_made(paper)


def opens_signed(dossier: Dossier, user: User) -> bool:
    """True for who reads a result before it leaves the house: makes it, signs it, seals it or audits it."""
    return user.has_role(*MAKERS) and not dossier.is_own_case_of(user)


def held_back(dossiers: Iterable[Dossier]) -> dict[int, str]:
    """Of those decided among *dossiers* why each result cannot be had yet, by key; one statement for all of them."""
    decided = {row.pk: row for row in dossiers if row.resolved_at and not row.is_final}
    rows = Paper.objects.filter(dossier__in=decided, kind__in=RESULTS, voided_at=None, result__ended_at=None)
    files = (
        {row.dossier_id: not_made(row) for row in rows.only("dossier_id", "state", "fault").order_by("id")}
        if decided
        else {}
    )
    none = _("Kết quả đã bị thu hồi nên không còn gì để trả cho người nộp.")
    words = {pk: unpaid(row) or files.get(pk, none) for pk, row in decided.items()}
    return {pk: why for pk, why in words.items() if why}


def withheld(paper: Paper, dossier: Dossier, user: User) -> str:
    """Why *user* may not have the file of *paper*, in words; empty when they may. A recalled result is none."""
    if paper.kind not in RESULTS or not (words := _recalled(paper) or unpaid(dossier)):
        return ""
    return "" if opens_signed(dossier, user) else words
