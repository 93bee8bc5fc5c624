"""Pages of who signs: proposals that wait, a summary of those that were chosen, and their approval as one batch.

What is approved is what the summary showed: a proposal that changed since it was listed is left out, and one that
changes after the summary is refused by its digest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers import bulk
from dossiers.bulk import Target
from dossiers.deadlines.status import standing_of
from dossiers.models import Dossier
from dossiers.models.event import Verb
from dossiers.papers.preview import digests_of_proposals, name_of_result
from dossiers.permissions import competent_post, decision
from dossiers.sight import note_reads
from dossiers.views.desk.batches import targets_of
from dossiers.views.desk.return_link import opened_from
from dossiers.worklists import to_sign
from people.guards import current_user, role_required
from people.models import Post, User
from toolbox import keyset
from toolbox.refusal import Refused

SIGNERS = (Post.Role.HEAD, Post.Role.LEADER)


@dataclass(frozen=True)
class Proposal:
    """A proposal as its signer sees it in a list: what it is, its digest, and why it is not theirs to sign."""

    dossier: Dossier
    digest: str
    result: str  # what its paper is called
    obstacle: str
    standing: Any

    @property
    def value(self) -> str:
        """What a form sends of it: the code, and the digest of what was shown."""
        return f"{self.dossier.name}|{self.digest}"


@role_required(*SIGNERS)
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for the signature of this person, most urgent first."""
    return _list(request)


@role_required(*SIGNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest) -> HttpResponse:
    """What was chosen, each with what would be signed; asked for without a choice it leads to the list."""
    if request.method != "POST":
        return redirect("dossiers:approvals")
    targets, user, at = targets_of(request.POST), current_user(request), timezone.now()
    if not targets or len(targets) > bulk.MOST:
        words = _("Chọn ít nhất một và nhiều nhất %(most)d hồ sơ.") % {"most": bulk.MOST}
        return _list(request, words, 422)
    rows = list(_named(to_sign(user).filter(code__in=[one.name for one in targets]), user).order_by("sort_at", "id"))
    note_reads(request, rows, by=user, at=at)
    listed = {one.name: one.seen for one in targets}
    proposals = _proposals(rows, user)
    unchanged = [one for one in proposals if listed[one.dossier.name] == one.digest and not one.obstacle]
    left_out = _left_out(targets, proposals, user)
    return render(request, "dossiers/desk/approval_summary.html", {"proposals": unchanged, "left_out": left_out})


@role_required(*SIGNERS)
@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    """Approve what the summary showed, as a batch."""
    try:
        batch = bulk.begin("approval", targets_of(request.POST), by=current_user(request), at=timezone.now())
    except Refused as refusal:
        return _list(request, refusal.message, 422)
    return redirect("dossiers:batch", batch.pk)


def _list(request: HttpRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    user = current_user(request)
    try:
        named = _named(Dossier.objects.at_work_of(user), user)
        page = keyset.page(to_sign(user), request.GET.get("cursor", ""), bulk.MOST, named=named)
    except keyset.BadCursor:
        return redirect("dossiers:approvals")
    context = {
        "page": page,
        "proposals": _proposals(page.rows, user),
        "chosen": {one.name for one in targets_of(request.POST)},
        "refusal": refusal,
        "from_here": opened_from(request, "approvals"),
    }
    return render(request, "dossiers/desk/approvals.html", context, status=status)


def _named(rows: Any, user: User) -> Any:
    """With what a line prints and a permission asks; never the answers, which are long."""
    return rows.select_related("applicant", "appraiser").defer("answers").seen_by(user)


def _proposals(rows: Iterable[Dossier], user: User) -> list[Proposal]:
    """Those of *rows* that a post of *user* endorses or signs, in their order."""
    at = timezone.now()
    mine = [row for row in rows if competent_post(user, row, _decision_on(row), timezone.localdate(at))]
    digests = digests_of_proposals(mine)
    return [
        Proposal(
            row,
            digests[row.pk],
            name_of_result(row, row.proposed_outcome),
            decision(user, row, _decision_on(row), timezone.localdate(at)).words or _alone(row),
            standing_of(row, at),
        )
        for row in mine
    ]


def _decision_on(row: Dossier) -> Verb:
    """What *row* waits for: an opinion before who signs, the signature of a draft, or the decision."""
    if row.levels_left:
        return Verb.ENDORSED
    return Verb.RESOLVED if row.is_drafted else Verb.APPROVED


def _alone(row: Dossier) -> str:
    """Why it is signed on its own page and not with others; empty where it may be one of many."""
    if row.levels_left:
        return _("Chờ ông/bà cho ý kiến trước người ký: mở hồ sơ.")
    return _("Dự thảo của thủ tục ba bước: mở hồ sơ để ký.") if row.is_drafted else ""


def _left_out(targets: list[Target], proposals: list[Proposal], user: User) -> list[tuple[str, str, bool]]:
    """By code, why some of *targets* are not signed now; and whether *user* may open them."""
    there = {one.dossier.name: one for one in proposals}
    left = [(one.name, words) for one in targets if (words := _why_not(one, there.get(one.name)))]
    seen = Dossier.objects.at_work_of(user).filter(code__in=[name for name, _words in left])
    codes = set(seen.values_list("code", flat=True)) if left else set()
    return [(name, words, name in codes) for name, words in left]


def _why_not(target: Target, proposal: Proposal | None) -> str:
    if proposal is None:
        return _("Hồ sơ không còn chờ ông/bà ký.")
    if proposal.digest != target.seen:
        return _("Đề xuất đã thay đổi sau khi danh sách này mở ra. Mở hồ sơ để xem lại rồi ký.")
    return proposal.obstacle
