"""Serializers of the catalogue API. Outputs are declared for the schema and built as plain values."""

import re
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from procedures.law.deadlines import UNITS
from procedures.law.working_time import VIETNAM
from procedures.search.query import APPLICANTS, LEVELS, MODES

SPACE_FOR_PLUS = re.compile(r"([T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) (\d{2}:?\d{2})$")
YEARS = range(1900, 2200)  # beyond these, arithmetic with offsets may leave the calendar of the computer
VALUE_MAX = 3660
NOT_A_CHOICE: dict[str, Any] = {"invalid_choice": _("Chọn một trong các giá trị được nêu trong tài liệu API.")}


@extend_schema_field(OpenApiTypes.DATETIME)
class InstantField(serializers.Field[datetime, str, str, datetime]):
    """An instant; without an offset it is at +07:00, and a plus that was decoded to a space is understood."""

    default_error_messages = {"invalid": _("Nhập thời điểm theo dạng 2026-11-24T17:00:00+07:00.")}

    def to_internal_value(self, data: Any) -> datetime:
        """The instant at +07:00; fails outside the years 1900 to 2199."""
        text = SPACE_FOR_PLUS.sub(r"\1+\2", str(data).strip())
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            self.fail("invalid")
        if instant.year not in YEARS:
            self.fail("invalid")
        return (instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM)).astimezone(VIETNAM)

    def to_representation(self, value: datetime) -> str:
        """ISO text with the offset."""
        return value.isoformat()


class ReceptionIn(serializers.Serializer[Any]):
    """When a dossier was accepted, and the supplement that interrupted its clock."""

    accepted_at = InstantField(help_text="Reception; without an offset at +07:00.")
    supplement_requested_at = InstantField(required=False)
    supplement_completed_at = InstantField(required=False)
    mode = serializers.ChoiceField(
        ["restart", "pause", "none"],
        required=False,
        error_messages=NOT_A_CHOICE,
        help_text="What a supplement does to the clock; restart, or the procedure's own, by default.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse instants that do not follow one another."""
        accepted, requested = attrs["accepted_at"], attrs.get("supplement_requested_at")
        completed = attrs.get("supplement_completed_at")
        if requested and requested < accepted:
            message = _("Yêu cầu bổ sung phải sau khi tiếp nhận.")
            raise serializers.ValidationError({"supplement_requested_at": [message]})
        if completed and not requested:
            message = _("Nhập thời điểm yêu cầu bổ sung.")
            raise serializers.ValidationError({"supplement_requested_at": [message]})
        if completed and requested and completed < requested:
            message = _("Hoàn thành bổ sung phải sau khi yêu cầu bổ sung.")
            raise serializers.ValidationError({"supplement_completed_at": [message]})
        return attrs


class TermIn(ReceptionIn):
    """A reception and a term of one stage."""

    value = serializers.IntegerField(min_value=0, max_value=VALUE_MAX)
    unit = serializers.ChoiceField(
        UNITS,
        error_messages=NOT_A_CHOICE,
        help_text="Days and months end at the close of business; hours run from the minute.",
    )


class CountedDayOut(serializers.Serializer[Any]):
    """One day of the deadline ledger."""

    date = serializers.DateField()
    n = serializers.IntegerField(help_text="Days counted so far; hours where the term runs by the hour.")
    verdict = serializers.ChoiceField(
        ["reception", "counted", "weekend", "holiday", "swapped_off", "swapped_work", "closure", "waiting", "shifted"]
    )
    reason = serializers.CharField()


class DeadlineOut(serializers.Serializer[Any]):
    """When the answer is due, under which calendar, and every day that led there."""

    due_at = serializers.DateTimeField(allow_null=True, help_text="Null while the clock stands still.")
    provisional = serializers.BooleanField(
        required=False,
        help_text="Only there when true: counted in a year whose days off are not decided yet, so it may move.",
    )
    calendar_version = serializers.IntegerField()
    days = CountedDayOut(many=True)


class SearchIn(serializers.Serializer[Any]):
    """The criteria of a search; every one may be left out."""

    q = serializers.CharField(required=False, allow_blank=True, help_text="Words, with or without accents, or a code.")
    field = serializers.SlugField(required=False, allow_blank=True)
    applicant = serializers.ChoiceField(APPLICANTS, required=False, allow_blank=True, error_messages=NOT_A_CHOICE)
    mode = serializers.ChoiceField(MODES, required=False, allow_blank=True, error_messages=NOT_A_CHOICE)
    level = serializers.ChoiceField(LEVELS, required=False, allow_blank=True, error_messages=NOT_A_CHOICE)
    event = serializers.SlugField(
        required=False, allow_blank=True, help_text="An event of life; unknown ones are left out."
    )
    cursor = serializers.CharField(required=False, allow_blank=True)


class FieldOut(serializers.Serializer[Any]):
    """A field of administration."""

    slug = serializers.CharField()
    name_vi = serializers.CharField()
    name_en = serializers.CharField()


class StageOut(serializers.Serializer[Any]):
    """One stage of a term."""

    value = serializers.IntegerField()
    unit = serializers.ChoiceField(UNITS)


class ProcedureOut(serializers.Serializer[Any]):
    """A procedure in a list."""

    slug = serializers.CharField()
    code = serializers.CharField(allow_null=True, help_text="National part of the code; null when there is none.")
    name_vi = serializers.CharField()
    name_en = serializers.CharField()
    field = FieldOut()
    applicants = serializers.ListField(child=serializers.CharField())
    level = serializers.CharField()
    online = serializers.BooleanField()
    service = serializers.DictField(help_text="legacy_level 1-4, and mode toan_trinh, mot_phan or thong_tin.")
    stages = StageOut(many=True, help_text="The term that applies here; empty when none is published.")
    fee = serializers.DictField(help_text="free, amount_vnd (null when not published), timing.")
    demonstration = serializers.BooleanField(help_text="True until a department confirms the edition.")


class ProcedurePageOut(serializers.Serializer[Any]):
    """One page of procedures and the cursors beside it."""

    next = serializers.CharField(allow_blank=True)
    previous = serializers.CharField(allow_blank=True)
    results = ProcedureOut(many=True)


class TypicalTimeOut(serializers.Serializer[Any]):
    """How long dossiers really took, in working days, the waiting for applicants left out."""

    sample = serializers.IntegerField(help_text="Decisions counted.")
    half_days = serializers.IntegerField(help_text="Half of them were ready within so many working days.")
    most_days = serializers.IntegerField(help_text="Nine in ten of them.")
    since = serializers.DateField()
    until = serializers.DateField()


class ProcedureDetailOut(ProcedureOut):
    """A procedure whole: all that the law requires to be published, and the form as JSON Schema."""

    edition = serializers.DictField()
    description_vi = serializers.CharField()
    description_en = serializers.CharField()
    time_limit = serializers.DictField(help_text="stages by law, adopted limit with its decision, total, note_vi.")
    local_time_limit = serializers.DictField(allow_null=True)
    typical_time = TypicalTimeOut(allow_null=True, help_text="Null where too few dossiers ended of late.")
    supplement = serializers.DictField()
    fees = serializers.ListField(child=serializers.DictField())
    dossier_sets = serializers.IntegerField()
    components = serializers.ListField(child=serializers.DictField())
    results = serializers.ListField(child=serializers.DictField())
    channels = serializers.ListField(child=serializers.CharField())
    postal_return = serializers.BooleanField()
    steps = serializers.ListField(child=serializers.DictField())
    conditions_vi = serializers.CharField(allow_null=True)
    legal_basis = serializers.ListField(child=serializers.DictField())
    receiving_vi = serializers.CharField()
    approver_vi = serializers.CharField()
    delegation = serializers.DictField(allow_null=True)
    levels_involved = serializers.ListField(child=serializers.CharField())
    successor = serializers.DictField(allow_null=True)
    notes_vi = serializers.CharField(allow_null=True)
    confirmed = serializers.DictField(help_text="For each part: source, knowledge or unknown.")
    eligibility = serializers.ListField(
        child=serializers.DictField(),
        help_text="Yes-or-no questions before filing: the answer that fits, and what to do otherwise.",
    )
    form = serializers.DictField(help_text="JSON Schema of the answers a draft takes.")
