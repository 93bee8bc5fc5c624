"""Acts on the applicant's files: taking one in for a component, taking it out again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers.actions.preconditions import represents, require_own_draft
from dossiers.models import Attachment, Dossier, State
from dossiers.models.stored_files import forget_unshared, keep
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
        locked = _open_for_attachments(dossier, by, at)
        rows = list(locked.attachments.all())
        for row in rows:
            if (row.component, row.sha256) == (component, upload.sha256):
                return row
        if len(rows) >= edition.upload_count:
            raise Refused(_("Hồ sơ đã có đủ %(n)d tệp. Xóa bớt tệp trước khi thêm.") % {"n": edition.upload_count})
        return locked.attachments.create(
            component=component,
            sha256=upload.sha256,
            name=upload.name,
            content_type=upload.content_type,
            path=keep(upload.content, upload.sha256, upload.content_type),
            size=upload.size,
            pages=upload.pages,
            added_by=by,
            added_at=at,
        )


def remove_attachment(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Take a file out of a draft, or out of a supplement that is not sent yet."""
    with transaction.atomic():
        locked = _open_for_attachments(attachment.dossier, by, at)
        if not locked.is_draft and not _added_during_open_supplement(attachment):
            raise Refused(_("Giấy tờ đã nộp thì không xóa được. Nộp thêm bản mới nếu cần."))
        attachment.delete()
        transaction.on_commit(lambda: forget_unshared([attachment.path]))


def _open_for_attachments(dossier: Dossier, by: User, at: datetime) -> Dossier:
    """The dossier, locked, while files may be added: a draft, or a supplement the applicant owes."""
    locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if locked.is_draft:
        return require_own_draft(locked, by)
    if not (represents(by, locked.applicant_id, at) or _at_the_desk(by, locked)):
        raise Forbidden(_("Chỉ người nộp hồ sơ hoặc người đại diện mới làm được việc này."))
    if locked.state != State.AWAITING_SUPPLEMENT:
        raise Refused(_("Hồ sơ không ở bước nhận giấy tờ."))
    return locked


def _at_the_desk(by: User, locked: Dossier) -> bool:
    """At the desk that received it, which takes what comes on paper."""
    return any(post.role == Post.Role.DESK and post.unit_id == locked.desk_unit_id for post in by.active_posts)


def _added_during_open_supplement(attachment: Attachment) -> bool:
    asked = attachment.dossier.open_supplement
    return asked is not None and attachment in asked.papers_added()
