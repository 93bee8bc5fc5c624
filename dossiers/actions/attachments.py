"""Acts on the applicant's files: take one in for a component, take it out again.

A draft's are its author's own affair. After filing each is an event, of a supplement that was asked for and not sent.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dossiers.actions.notify import tell_applicant
from dossiers.actions.preconditions import heed, require_applicant_side_or_desk, require_own_draft, require_post
from dossiers.actions.quotas import count_file
from dossiers.file_warnings import kept_warnings
from dossiers.journal import Act, entry
from dossiers.models import Attachment, Dossier, Interruption, State, particulars
from dossiers.models.event import Verb
from dossiers.models.stored_files import delete_unshared, store
from people.models import User
from toolbox.files import Upload
from toolbox.refusal import Forbidden, InvalidInput, Refused


class _Unchanged(Exception):
    """Leave an act whose file is there already: nothing is recorded."""

    def __init__(self, row: Attachment) -> None:
        super().__init__()
        self.row = row


def attach(dossier: Dossier, component: str, upload: Upload, *, by: User, at: datetime) -> Attachment:
    """Keep one recognised file for one component; sending the same file again changes nothing.

    After filing only for what was asked for again: by the applicant's side, or by the desk for what it takes in at the
    counter, of which the applicant is told. Raises InvalidInput at the component, Forbidden, Refused.
    """
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).select_related("edition").get(pk=dossier.pk)
        _require_component(component, [row["key"] for row in dossier.components])
        if dossier.is_draft:
            require_own_draft(dossier, by)
            return _same(dossier, component, upload) or _keep(dossier, component, upload, by, at)
    try:
        with entry(dossier, Verb.ATTACHED, by=by, at=at) as act:
            return _attach_to_supplement(act, component, upload)
    except _Unchanged as known:
        return known.row


def digitise(dossier: Dossier, component: str, upload: Upload, *, by: User, at: datetime) -> Attachment:
    """Keep the scan of a paper that was handed in at the counter or came by post, so that officers see it.

    Every dossier on paper is scanned and entered (Decree 61/2018 art. 17.1). The same scan again changes nothing.
    Raises InvalidInput at the component, Forbidden, and Refused for what was filed online or is over.
    """
    try:
        with entry(dossier, Verb.DIGITISED, by=by, at=at) as act:
            require_post(act, None)
            heed(refusal_to_digitise(act.dossier))
            _require_component(component, [row["key"] for row in act.dossier.components])
            act.particulars |= {particulars.COMPONENT: component, particulars.FILE: upload.sha256}
            if row := _same(act.dossier, component, upload):
                raise _Unchanged(row)
            return _keep(act.dossier, component, upload, by, at, taken_in=True)
    except _Unchanged as known:
        return known.row


def refusal_to_digitise(dossier: Dossier) -> Refused | None:
    """Why no scan is taken in: nothing of it lies on the counter, or it is over."""
    if dossier.channel == Dossier.Channel.ONLINE:
        return Refused(_("Hồ sơ nộp trực tuyến đã có tệp điện tử, không có giấy tờ để số hóa."))
    if not dossier.is_open:
        return Refused(_("Hồ sơ đã giải quyết xong nên không số hóa thêm giấy tờ."))
    return None


def remove_attachment(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Take a file out of a draft, or, whoever added it, out of a supplement that is not sent yet.

    Raises Forbidden for somebody else's file, Refused for what was sent.
    """
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update().get(pk=attachment.dossier_id)
        if dossier.is_draft:
            require_own_draft(dossier, by)
            attachment.delete()
        else:
            with entry(dossier, Verb.DETACHED, by=by, at=at) as act:
                _take_out(act, attachment)
        transaction.on_commit(lambda: delete_unshared([attachment.path]))


def _require_component(component: str, keys: Sequence[str]) -> None:
    if component not in keys:
        message = _("Thành phần hồ sơ này không có trong danh mục của thủ tục.")
        raise InvalidInput({"component": [message]}, message)


def _same(dossier: Dossier, component: str, upload: Upload) -> Attachment | None:
    """The same file for the same component, if it is there; else refuses once there are as many as there may be."""
    rows = list(dossier.attachments.all())
    same = next((row for row in rows if (row.component, row.sha256) == (component, upload.sha256)), None)
    if same is None:
        require_room(dossier, rows)
    return same


def require_room(dossier: Dossier, rows: Sequence[Attachment]) -> None:
    """Raises Refused once *rows*, the files of *dossier*, are as many as there may be."""
    most = dossier.edition.upload_count
    if len(rows) >= most:
        raise Refused(_("Hồ sơ đã có đủ %(n)d tệp. Xóa bớt tệp trước khi thêm.") % {"n": most})


def _attach_to_supplement(act: Act, component: str, upload: Upload) -> Attachment:
    """The file for what was asked for, by who owes it, or by the desk for what lies on its counter."""
    at_desk = require_applicant_side_or_desk(act, act.dossier.to_supplied)
    supplement = _open_supplement(act.dossier)
    if component not in supplement.components:
        message = _("Giấy tờ này không nằm trong yêu cầu bổ sung. Chỉ nộp những giấy tờ được yêu cầu.")
        raise InvalidInput({"component": [message]}, message)
    act.particulars |= {particulars.COMPONENT: component, particulars.FILE: upload.sha256}
    if at_desk:
        tell_applicant(act, items=[_("Quầy đã nhận: %(name)s") % {"name": upload.name}])
    if row := _same(act.dossier, component, upload):
        raise _Unchanged(row)
    return _keep(act.dossier, component, upload, act.by, act.at, supplement=supplement, taken_in=at_desk)


def _take_out(act: Act, attachment: Attachment) -> None:
    require_applicant_side_or_desk(act, act.dossier.to_supplied)
    supplement = act.dossier.open_supplement
    if supplement is None or attachment.supplement_id != supplement.pk:
        raise Refused(_("Giấy tờ đã nộp thì không xóa được. Nộp thêm bản mới nếu cần."))
    if attachment.added_by_id != act.by.pk:
        raise Forbidden(_("Chỉ người đã thêm tệp này mới gỡ được."))
    _open_supplement(act.dossier)
    act.particulars |= {particulars.COMPONENT: attachment.component, particulars.FILE: attachment.sha256}
    if attachment.taken_in:
        tell_applicant(act, items=[_("Quầy đã gỡ: %(name)s") % {"name": attachment.name}])
    attachment.delete()


def _open_supplement(dossier: Dossier) -> Interruption:
    """What is asked for and not sent. Raises Refused while the dossier takes no files."""
    supplement = dossier.open_supplement
    if dossier.state != State.AWAITING_SUPPLEMENT or supplement is None:
        raise Refused(_("Hồ sơ không ở bước nhận giấy tờ."))
    return supplement


def _keep(dossier: Dossier, component: str, upload: Upload, by: User, at: datetime, **facts: object) -> Attachment:
    if not facts.get("taken_in"):  # what lies on the counter is nobody's to bound
        count_file(by, upload.size, at)
    places = dossier.attachments.filter(component=component).values_list("place", flat=True)
    return dossier.attachments.create(
        component=component,
        place=max(places, default=-1) + 1,
        warnings=kept_warnings(dossier, component, upload),
        sha256=upload.sha256,
        name=upload.name,
        content_type=upload.content_type,
        path=store(upload.content, upload.sha256, upload.content_type),
        size=upload.size,
        pages=upload.pages,
        added_by=by,
        added_at=at,
        **facts,
    )
