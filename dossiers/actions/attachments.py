"""Acts on the applicant's files: take one in for a component, take it out again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers.actions.preconditions import represents, require_own_draft
from dossiers.actions.quotas import count_file
from dossiers.models import Attachment, Dossier, State
from dossiers.models.stored_files import delete_unshared, store
from people.models import Post, User
from toolbox.files import Upload
from toolbox.refusal import Forbidden, InvalidInput, Refused


def attach(dossier: Dossier, component: str, upload: Upload, *, by: User, at: datetime) -> Attachment:
    """Keep one recognised file for one component; sending the same file again changes nothing."""
    edition = dossier.edition
    if component not in {row["key"] for row in edition.required_components}:
        message = _("Thành phần hồ sơ này không có trong danh mục của thủ tục.")
        raise InvalidInput({"component": [message]}, message)
    with transaction.atomic():
        dossier = _lock_for_attachments(dossier, by, at)
        rows = list(dossier.attachments.all())
        for row in rows:
            if (row.component, row.sha256) == (component, upload.sha256):
                return row
        if len(rows) >= edition.upload_count:
            raise Refused(_("Hồ sơ đã có đủ %(n)d tệp. Xóa bớt tệp trước khi thêm.") % {"n": edition.upload_count})
        count_file(by, upload.size, at)
        return dossier.attachments.create(
            component=component,
            sha256=upload.sha256,
            name=upload.name,
            content_type=upload.content_type,
            path=store(upload.content, upload.sha256, upload.content_type),
            size=upload.size,
            pages=upload.pages,
            added_by=by,
            added_at=at,
        )


def remove_attachment(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Take a file out of a draft, or out of a supplement that is not sent yet."""
    with transaction.atomic():
        dossier = _lock_for_attachments(attachment.dossier, by, at)
        if not dossier.is_draft and not _added_during_open_supplement(attachment):
            raise Refused(_("Giấy tờ đã nộp thì không xóa được. Nộp thêm bản mới nếu cần."))
        attachment.delete()
        transaction.on_commit(lambda: delete_unshared([attachment.path]))


def _lock_for_attachments(dossier: Dossier, by: User, at: datetime) -> Dossier:
    """The dossier, locked; refuses one that takes no files now: it is neither a draft nor owes a supplement."""
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if dossier.is_draft:
        return require_own_draft(dossier, by)
    if not (represents(by, dossier.applicant_id, at) or _works_at_desk(by, dossier)):
        raise Forbidden(_("Chỉ người nộp hồ sơ hoặc người đại diện mới làm được việc này."))
    if dossier.state != State.AWAITING_SUPPLEMENT:
        raise Refused(_("Hồ sơ không ở bước nhận giấy tờ."))
    return dossier


def _works_at_desk(by: User, dossier: Dossier) -> bool:
    """True for the desk that received it, which takes what comes on paper."""
    return any(post.role == Post.Role.DESK and post.unit_id == dossier.desk_unit_id for post in by.active_posts)


def _added_during_open_supplement(attachment: Attachment) -> bool:
    supplement = attachment.dossier.open_supplement
    return supplement is not None and attachment in supplement.attachments_added()
