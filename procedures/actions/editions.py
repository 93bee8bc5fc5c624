"""The life of an edition on the page: drawn up from a file, published from a day, ended; every one is kept."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from procedures.actions.descriptions import components_of, edition_of, fields, learn_words, procedure_columns
from procedures.editions import files
from procedures.models import Component, Edition, Procedure
from toolbox.refusal import Refused

DRAFT, PUBLISHED = Edition.State.DRAFT, Edition.State.PUBLISHED


@transaction.atomic
def draft_edition(text: str, name: str, *, by: User, at: datetime) -> Edition:
    """Draw up a draft from an uploaded file; a procedure nobody knew begins with it.

    Raises BadFile for a file that is not sound, Refused for one that changes nothing.
    """
    content = files.read_text(text, name)
    described = procedure_columns(content, fields()[content["field"]], 0)
    procedure, _new = Procedure.objects.get_or_create(slug=content["slug"], defaults=described)
    held = _locked(procedure).order_by("number").last()
    if held and held.digest == files.digest(content):
        raise Refused(_("Tệp này không khác bản mới nhất của thủ tục nên không tạo bản thảo."))
    number = held.number + 1 if held else 1
    edition = edition_of(procedure, content, number=number, origin=Edition.Origin.PAGE, made_by=by, made_at=at)
    edition.save()
    Component.objects.bulk_create(components_of(edition))
    return edition


@transaction.atomic
def publish(edition: Edition, *, since: date, by: User | None, at: datetime, decision_no: str = "") -> Edition:
    """Put a draft in force from *since* by its deciding document; the one before ends the day before.

    Who publishes on the page (*by*) names a decision of its own and no day that is past. Raises Refused.
    """
    before = _locked(edition.procedure)
    edition = Edition.objects.select_related("procedure").get(pk=edition.pk)
    if not edition.is_draft:
        raise Refused(_("Chỉ công bố được bản thảo."))
    if by and since < timezone.localdate(at):
        raise Refused(_("Ngày có hiệu lực phải là hôm nay hoặc sau hôm nay."))
    edition.decision_no = decision_no or edition.decision_no
    if by and before.exclude(pk=edition.pk).filter(decision_no=edition.decision_no).exists():
        raise Refused(_("Bản khác của thủ tục này đã nêu quyết định đó. Nhập quyết định công bố bản mới."))
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=since)
    for old in before.exclude(state=DRAFT).filter(still):
        if old.valid_from >= since:
            raise Refused(_("Bản mới phải có hiệu lực sau bản đang áp dụng."))
        old.valid_to = since - timedelta(days=1)
        old.save(update_fields=["valid_to"])
    edition.state, edition.valid_from = PUBLISHED, since
    edition.published_by, edition.published_at = by, at
    edition.save(update_fields=["state", "valid_from", "decision_no", "published_by", "published_at"])
    catch_up(day=timezone.localdate(at))
    return edition


@transaction.atomic
def withdraw(edition: Edition, *, until: date, ground: str, by: User | None, at: datetime) -> None:
    """End a published edition on *until* by the decision named in *ground*; dossiers under it go on."""
    _locked(edition.procedure)
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
    """Throw a draft away; a procedure that never had another edition goes with it."""
    rows = _locked(edition.procedure)
    edition.refresh_from_db()
    if not edition.is_draft:
        raise Refused(_("Chỉ xóa được bản thảo."))
    edition.delete()
    if not rows.exists():
        edition.procedure.delete()


def catch_up(*, day: date) -> int:
    """Describe each procedure by the edition in force on *day*; returns how many another one describes now."""
    begun = Edition.objects.in_force(day).exclude(number=F("procedure__described_by"))
    found = list(begun.select_related("procedure"))
    known = fields() if found else {}
    for edition in found:
        content: dict[str, Any] = edition.content
        columns = procedure_columns(content, known[content["field"]], edition.number)
        Procedure.objects.filter(pk=edition.procedure_id).update(**columns)
        learn_words([columns["search_text"]])
    return len(found)


def newest_editions() -> dict[str, Edition]:
    """The last edition of each procedure by slug that is no draft, withdrawn ones too."""
    last = Max("procedure__editions__number", filter=~Q(procedure__editions__state=DRAFT))
    rows = Edition.objects.alias(newest=last).filter(number=F("newest"))
    return {row.procedure.slug: row for row in rows.select_related("procedure")}


def _locked(procedure: Procedure) -> Any:
    """The editions of *procedure*, with the procedure held so that two administrators come one by one."""
    Procedure.objects.select_for_update().get(pk=procedure.pk)
    return Edition.objects.filter(procedure=procedure)
