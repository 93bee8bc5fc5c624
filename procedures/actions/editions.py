"""The life cycle of an edition: drafted from a file, published from a day, withdrawn; every one is kept."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from procedures.actions.descriptions import add_search_words, components_of, edition_of, procedure_columns, sync_fields
from procedures.editions import files
from procedures.models import Component, Edition, Procedure
from toolbox.refusal import Refused

DRAFT, PUBLISHED = Edition.State.DRAFT, Edition.State.PUBLISHED


@transaction.atomic
def draft_edition(text: str, name: str, *, by: User, at: datetime) -> Edition:
    """Create a draft from an uploaded file; a new procedure is created with it.

    Raises BadFile for a file that breaks the schema, Refused for one that changes nothing.
    """
    content = files.read_text(text, name)
    columns = procedure_columns(content, sync_fields()[content["field"]], 0)
    procedure, _created = Procedure.objects.get_or_create(slug=content["slug"], defaults=columns)
    newest = _lock_editions(procedure).order_by("number").last()
    if newest and newest.digest == files.digest(content):
        raise Refused(_("Tệp này không khác bản mới nhất của thủ tục nên không tạo bản thảo."))
    number = newest.number + 1 if newest else 1
    edition = edition_of(procedure, content, number=number, origin=Edition.Origin.PAGE, made_by=by, made_at=at)
    edition.save()
    Component.objects.bulk_create(components_of(edition))
    return edition


@transaction.atomic
def publish(edition: Edition, *, since: date, by: User | None, at: datetime, decision_no: str = "") -> Edition:
    """Put a draft in force from *since* by its deciding document; the edition before ends the day before.

    Who publishes on the page (*by*) names a decision of its own and no day that is past. Raises Refused.
    """
    editions = _lock_editions(edition.procedure)
    edition = Edition.objects.select_related("procedure").get(pk=edition.pk)
    if not edition.is_draft:
        raise Refused(_("Chỉ công bố được bản thảo."))
    if by and since < timezone.localdate(at):
        raise Refused(_("Ngày có hiệu lực phải là hôm nay hoặc sau hôm nay."))
    edition.decision_no = decision_no or edition.decision_no
    if by and editions.exclude(pk=edition.pk).filter(decision_no=edition.decision_no).exists():
        raise Refused(_("Bản khác của thủ tục này đã nêu quyết định đó. Nhập quyết định công bố bản mới."))
    not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=since)
    for old in editions.exclude(state=DRAFT).filter(not_ended):
        if old.valid_from >= since:
            raise Refused(_("Bản mới phải có hiệu lực sau bản đang áp dụng."))
        old.valid_to = since - timedelta(days=1)
        old.save(update_fields=["valid_to"])
    edition.state, edition.valid_from = PUBLISHED, since
    edition.published_by, edition.published_at = by, at
    edition.save(update_fields=["state", "valid_from", "decision_no", "published_by", "published_at"])
    refresh_descriptions(day=timezone.localdate(at))
    return edition


@transaction.atomic
def withdraw(edition: Edition, *, until: date, ground: str, by: User | None, at: datetime) -> None:
    """End a published edition on *until* by the decision named in *ground*; dossiers under it go on. Raises Refused."""
    _lock_editions(edition.procedure)
    edition.refresh_from_db()
    if edition.state != PUBLISHED or until < edition.valid_from:
        raise Refused(_("Chỉ bãi bỏ được bản đã công bố, từ ngày bản đó có hiệu lực trở đi."))
    if by and until < timezone.localdate(at):
        raise Refused(_("Ngày áp dụng cuối cùng phải là hôm nay hoặc sau hôm nay."))
    edition.valid_to, edition.state = until, Edition.State.WITHDRAWN
    edition.ended_by, edition.ended_at, edition.ended_ground = by, at, ground
    edition.save(update_fields=["valid_to", "state", "ended_by", "ended_at", "ended_ground"])


@transaction.atomic
def discard_draft(edition: Edition) -> None:
    """Delete a draft; a procedure without another edition goes with it. Raises Refused."""
    editions = _lock_editions(edition.procedure)
    edition.refresh_from_db()
    if not edition.is_draft:
        raise Refused(_("Chỉ xóa được bản thảo."))
    edition.delete()
    if not editions.exists():
        edition.procedure.delete()


def refresh_descriptions(*, day: date) -> int:
    """Describe each procedure by the edition in force on *day*; returns how many changed."""
    rows = Edition.objects.in_force(day).exclude(number=F("procedure__described_by"), procedure__order_vi__gt="")
    editions = list(rows.select_related("procedure"))
    fields = sync_fields() if editions else {}
    for edition in editions:
        content: dict[str, Any] = edition.content
        columns = procedure_columns(content, fields[content["field"]], edition.number)
        Procedure.objects.filter(pk=edition.procedure_id).update(**columns)
        add_search_words([columns["search_text"]])
    return len(editions)


def newest_editions() -> dict[str, Edition]:
    """The last edition of each procedure by slug, drafts left out, withdrawn ones included."""
    last = Max("procedure__editions__number", filter=~Q(procedure__editions__state=DRAFT))
    rows = Edition.objects.alias(newest=last).filter(number=F("newest"))
    return {row.procedure.slug: row for row in rows.select_related("procedure")}


def _lock_editions(procedure: Procedure) -> Any:
    """The editions of *procedure*, with the procedure's row locked so that two administrators take turns."""
    Procedure.objects.select_for_update().get(pk=procedure.pk)
    return Edition.objects.filter(procedure=procedure)
