"""Papers once: what the applicant's side gave in an earlier dossier that was accepted is offered to a draft again.

No byte is copied: the draft's row points to the same stored content, and names the dossier it was first given in. What
was never accepted is not offered: nobody has looked at it.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dossiers.actions.attachments import require_room
from dossiers.actions.preconditions import require_own_draft
from dossiers.actions.quotas import count_file
from dossiers.models import Attachment, Dossier
from dossiers.models.stored_files import fault_of_file
from dossiers.versions import versions_of
from people.models import User
from toolbox.refusal import Forbidden, Refused
from toolbox.text import fold

NEWEST = 20  # accepted dossiers that are looked through


def earlier_attachments(draft: Dossier, by: User) -> dict[str, list[Attachment]]:
    """By component what *by* may give again: the version in force of the newest accepted dossier that has any.

    Only of the same applicant and of a component of the same key and name; what the draft has already is left out.
    """
    if not draft.is_draft or draft.channel != Dossier.Channel.ONLINE:
        return {}
    rows = Dossier.objects.own_of(by).filter(applicant=draft.applicant_id, accepted_at__isnull=False)
    newest = {row.pk: row for row in rows.select_related("edition").order_by("-submitted_at", "-pk")[:NEWEST]}
    names = {row["key"]: fold(row["name_vi"]) for row in draft.components if not row.get("from_form")}
    given: dict[tuple[str, int], list[Attachment]] = {}
    files = Attachment.objects.sent().filter(dossier__in=list(newest), component__in=list(names))
    for file in files.annotate(sent_at=F("supplement__sent_at")) if newest else ():
        file.dossier = newest[file.dossier_id]
        if names[file.component] == _name(file):
            given.setdefault((file.component, file.dossier_id), []).append(file)
    return _offers(draft, list(newest.values()), given)


def reuse_attachment(draft: Dossier, component: str, earlier: Attachment, *, by: User, at: datetime) -> Attachment:
    """Give *earlier* again for *component* of a draft; once is enough, another click changes nothing.

    Raises Forbidden for another's draft or file, Refused for a dossier that was not accepted, for another component,
    and where the stored file is not there any more.
    """
    with transaction.atomic():
        draft = require_own_draft(draft, by)
        same = draft.attachments.filter(component=component, sha256=earlier.sha256).first()
        if same is not None:
            return same
        _require_reusable(draft, component, earlier, by)
        require_room(draft, list(draft.attachments.all()))
        count_file(by, 0, at)
        places = draft.attachments.filter(component=component).values_list("place", flat=True)
        kept = ("name", "content_type", "sha256", "path", "size", "pages", "warnings")
        return draft.attachments.create(
            component=component,
            place=max(places, default=-1) + 1,
            added_by=by,
            added_at=at,
            first_given_in=earlier.first_given_in or earlier.dossier.code or "",
            **{name: getattr(earlier, name) for name in kept},
        )


def _offers(
    draft: Dossier, newest: list[Dossier], given: dict[tuple[str, int], list[Attachment]]
) -> dict[str, list[Attachment]]:
    held = {(row.component, row.sha256) for row in draft.attachments.all()} if given else set()
    offers: dict[str, list[Attachment]] = {}
    for dossier in newest:
        for component in {key for key, pk in given if pk == dossier.pk} - offers.keys():
            versions = versions_of(given[component, dossier.pk], dossier.submitted_at)
            offers[component] = [version.file for version in versions if not version.is_earlier]
    return {
        component: left
        for component, files in offers.items()
        if (left := [file for file in files if (component, file.sha256) not in held])
    }


def _require_reusable(draft: Dossier, component: str, earlier: Attachment, by: User) -> None:
    source = Dossier.objects.own_of(by).filter(pk=earlier.dossier_id, applicant=draft.applicant_id).first()
    if source is None or source.is_draft:
        raise Forbidden(_("Giấy tờ này không phải của người nộp hồ sơ này."))
    if source.accepted_at is None:
        raise Refused(
            _("Hồ sơ %(code)s chưa được tiếp nhận nên giấy tờ của hồ sơ đó chưa dùng lại được.") % {"code": source.code}
        )
    names = {row["key"]: fold(row["name_vi"]) for row in draft.components}
    if earlier.component != component or names.get(component) != _name(earlier):
        raise Refused(_("Giấy tờ này thuộc loại khác nên không dùng lại ở đây được. Tải lên đúng loại giấy tờ."))
    if not any(row.pk == earlier.pk for rows in earlier_attachments(draft, by).values() for row in rows):
        raise Refused(_("Đã có bản mới hơn của giấy tờ này. Tải lại trang rồi chọn lại."))
    if fault_of_file(earlier.path, earlier.sha256):
        raise Refused(_("Không đọc được tệp đã nộp trước đây. Tải lên lại giấy tờ này."))


def _name(file: Attachment) -> str:
    """What its component was called in the edition it was given under."""
    rows: Any = file.dossier.components
    return next((fold(row["name_vi"]) for row in rows if row["key"] == file.component), "")
