"""The life cycle of a result template: drafted from a file, published from a day by a second person."""

from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from procedures.editions.files import digest
from procedures.models import ResultTemplate
from procedures.models.result_template import ResultTemplateQuerySet
from procedures.results import files
from toolbox.refusal import Refused

DRAFT, PUBLISHED = ResultTemplate.State.DRAFT, ResultTemplate.State.PUBLISHED
LONG_AGO = date(2020, 1, 1)


@transaction.atomic
def load_result_templates(*, at: datetime, folder: Path = files.FOLDER) -> int:
    """Put the files in force: new kinds from long ago, changed ones from today. Returns how many; again, none.

    A template that was published on the page is never replaced by a file.
    """
    count = 0
    for content in files.read_all(folder):
        newest = _versions(content["kind"]).exclude(state=DRAFT).last()
        if newest and (newest.is_from_page or newest.digest == digest(content)):
            continue
        since = timezone.localdate(at) if newest else LONG_AGO
        if newest:
            _end_before(newest, since)
        number = newest.number + 1 if newest else 1
        facts = {"state": PUBLISHED, "published_at": at, "made_at": at, "valid_from": since}
        ResultTemplate(kind=content["kind"], number=number, content=content, digest=digest(content), **facts).save()
        count += 1
    return count


@transaction.atomic
def draft_result_template(text: str, name: str, *, by: User, at: datetime) -> ResultTemplate:
    """Create a draft from an uploaded file. Raises BadFile for one that is wrong, Refused for one that is no news."""
    content = files.read_text(text, name)
    newest = _versions(content["kind"]).last()
    if newest and newest.digest == digest(content):
        raise Refused(_("Tệp này không khác bản mới nhất của mẫu nên không tạo bản thảo."))
    draft = ResultTemplate(
        kind=content["kind"],
        number=newest.number + 1 if newest else 1,
        valid_from=timezone.localdate(at),
        content=content,
        digest=digest(content),
        is_from_page=True,
        made_by=by,
        made_at=at,
    )
    draft.save()
    return draft


@transaction.atomic
def publish_result_template(template: ResultTemplate, *, since: date, by: User, at: datetime) -> ResultTemplate:
    """Put a draft in force from *since*; the version before ends the day before. Raises Refused.

    Whoever made it does not publish it: a template decides what every result of its kind says.
    """
    versions = _versions(template.kind)
    template = versions.get(pk=template.pk)
    if template.state != DRAFT:
        raise Refused(_("Chỉ công bố được bản thảo."))
    if clashes := _clashes_from(since, template):
        raise Refused(" ".join(f"{fault}." for fault in clashes))
    if template.made_by_id == by.pk:
        raise Refused(_("Người tải mẫu lên không tự công bố; một quản trị viên khác xem lại rồi công bố."))
    if since < timezone.localdate(at):
        raise Refused(_("Ngày có hiệu lực phải là hôm nay hoặc sau hôm nay."))
    for old in versions.filter(state=PUBLISHED, valid_to__isnull=True):
        if old.valid_from >= since:
            raise Refused(_("Bản mới phải có hiệu lực sau bản đang áp dụng."))
        _end_before(old, since)
    template.state, template.valid_from, template.published_by, template.published_at = PUBLISHED, since, by, at
    template.save()
    return template


@transaction.atomic
def discard_result_template(template: ResultTemplate) -> None:
    """Delete a draft. Raises Refused."""
    template = _versions(template.kind).get(pk=template.pk)
    if template.state != DRAFT:
        raise Refused(_("Chỉ xóa được bản thảo."))
    template.delete()


def _versions(kind: str) -> ResultTemplateQuerySet:
    return ResultTemplate.objects.select_for_update().filter(kind=kind).order_by("number")


def _clashes_from(since: date, template: ResultTemplate) -> list[str]:
    """Procedures of *template* that have a result of another kind on *since* or later."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=since)
    others = ResultTemplate.objects.filter(still, state=PUBLISHED).exclude(kind=template.kind).order_by("kind")
    return [fault for other in others for fault in files.clashes(template.content, other.content)]


def _end_before(old: ResultTemplate, since: date) -> None:
    old.valid_to = max(since - timedelta(days=1), old.valid_from)
    old.save(update_fields=["valid_to"])
