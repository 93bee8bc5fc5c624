"""Acts on who handles a dossier: take one over from a colleague, or give it up for an interest in it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.actions.preconditions import require_text
from dossiers.actions.review import give_to
from dossiers.journal import Lockable, entry, out_of_turn
from dossiers.models import Dossier
from dossiers.models.event import Verb
from dossiers.permissions import officer_post_for, worker_post_for
from people.models import User
from toolbox.refusal import Forbidden, Refused


def take_over(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Handle, as an officer of the same unit, what a colleague handled; the colleague is told. Raises Forbidden."""
    with entry(dossier, Verb.ASSIGNED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        post = officer_post_for(by, dossier, timezone.localdate(at))
        if post is None:
            raise Forbidden(_("Chỉ chuyên viên của đơn vị đang giữ hồ sơ, không liên quan đến nó, mới nhận thay được."))
        act.as_post(post)
        if not dossier.may_be_assigned or dossier.holder_id in (None, by.pk):
            raise Refused(_("Hồ sơ này không có người khác đang xử lý để nhận thay."))
        require_text(reason, _("Nhập lý do nhận thay để người đang xử lý biết."))
        give_to(act, by)
    return act.dossier


def declare_interest(dossier: Lockable, reason: str, *, by: User, at: datetime) -> Dossier:
    """Say that one has an interest in it, oneself or through family: from now on one does nothing about it.

    Law on anti-corruption 36/2018 art. 23. Whoever handled it gives it back to the unit. Raises Forbidden to whoever
    works with it nowhere, Refused to whoever said so before.
    """
    with entry(dossier, Verb.INTEREST_DECLARED, by=by, at=at, note=reason) as act:
        dossier = act.dossier
        post = worker_post_for(by, dossier, timezone.localdate(at))
        if post is None or dossier.is_draft:
            raise Forbidden(_("Vị trí công tác của ông/bà không xử lý hồ sơ này nên không cần khai liên quan."))
        act.as_post(post)
        if dossier.is_final:
            raise out_of_turn(act)
        if by.pk in dossier.recused:
            raise Refused(_("Ông/bà đã khai có liên quan đến hồ sơ này."))
        require_text(reason, _("Nhập quan hệ của ông/bà với người nộp hoặc với việc này."))
        dossier.recused = [*dossier.recused, by.pk]
        if dossier.holder_id == by.pk:
            dossier.holder = None
    return act.dossier
