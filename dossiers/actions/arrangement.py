"""Acts on the photographs of a draft: turn one upright, put one before another.

A draft is its author's own affair: neither leaves a record, so no time either, and what was filed stays as it is.
"""

import hashlib

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from dossiers.actions.preconditions import require_own_draft
from dossiers.models import Attachment
from dossiers.models.stored_files import delete_unshared, store
from people.models import User
from toolbox import sandbox
from toolbox.pictures import QUARTER_TURN, Damaged, with_orientation
from toolbox.refusal import Refused
from toolbox.traits import orientation_of

PICTURES = ("image/jpeg", "image/png")
EARLIER, LATER = -1, 1


def turn_attachment(attachment: Attachment, *, by: User) -> Attachment:
    """Turn a photograph of a draft a quarter to the right: its viewers are told, no pixel is lost.

    Raises Forbidden for another's draft, Refused for what is no picture or was filed.
    """
    content = _turned(attachment)
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        draft = require_own_draft(attachment.dossier, by)
        row = draft.attachments.filter(pk=attachment.pk, sha256=attachment.sha256).first()
        if row is None:
            raise Refused(_changed_elsewhere())
        if draft.attachments.filter(component=row.component, sha256=sha256).exists():
            raise Refused(_("Ảnh xoay chiều này đã có trong giấy tờ. Xóa bớt một ảnh."))
        before = row.path
        row.sha256, row.size, row.path = sha256, len(content), store(content, sha256, row.content_type)
        row.save(update_fields=["sha256", "size", "path"])
        transaction.on_commit(lambda: delete_unshared([before]))
    return row


def move_attachment(attachment: Attachment, step: int, *, by: User) -> None:
    """Put a file of a draft before (EARLIER) or behind (LATER) the next one of its component; at the end nothing moves.

    Raises Forbidden for another's draft, Refused for what was filed or is not there any more.
    """
    with transaction.atomic():
        draft = require_own_draft(attachment.dossier, by)
        rows = list(draft.attachments.filter(component=attachment.component))
        now = next((n for n, row in enumerate(rows) if row.pk == attachment.pk), None)
        if now is None:
            raise Refused(_("Tệp này không còn trong bản nháp. Tải lại trang."))
        wanted = now + step
        if 0 <= wanted < len(rows):
            rows[now], rows[wanted] = rows[wanted], rows[now]
        for place, row in enumerate(rows):
            if row.place != place:
                row.place = place
                row.save(update_fields=["place"])


def _turned(attachment: Attachment) -> bytes:
    """The picture a quarter further, read and written outside of any transaction."""
    if attachment.content_type not in PICTURES:
        raise Refused(_("Chỉ xoay được ảnh chụp. Tệp PDF thì quét hoặc lưu lại cho đúng chiều rồi tải lên."))
    try:
        with default_storage.open(attachment.path) as file:
            content: bytes = file.read()
        return with_orientation(content, QUARTER_TURN[orientation_of(content)])
    except sandbox.Busy as error:
        raise Refused(_("Đang có nhiều tệp chờ kiểm tra. Bấm xoay lại sau ít phút.")) from error
    except FileNotFoundError as error:
        raise Refused(_changed_elsewhere()) from error
    except (OSError, Damaged) as error:
        raise Refused(_("Không xoay được ảnh này. Chụp lại cho đúng chiều rồi tải lên.")) from error


def _changed_elsewhere() -> str:
    return _("Ảnh này vừa được xoay hoặc gỡ ở nơi khác. Tải lại trang rồi xem.")
