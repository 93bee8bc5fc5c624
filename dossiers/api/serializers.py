"""What goes in and out of the dossier API. Outputs are declared for the schema and built as plain values."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework import serializers

from dossiers.models import Dossier, Lateness
from toolbox.text import has_control_characters


def typed(text: str) -> None:
    """A text a person can have typed: no characters that no keyboard has."""
    if has_control_characters(text):
        raise ValidationError(_("Nội dung này có ký tự không đọc được. Xóa và gõ lại."))


class Words(serializers.CharField):
    """Text as a person types it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators.append(typed)


class Answers(serializers.DictField):
    """Answers by question key, kept as typed as long as every database can keep them."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The answers; refuses null bytes and their like, which come in forms as well as in JSON."""
        answers: dict[str, Any] = super().to_internal_value(data)
        for value in _leaves(answers):
            if isinstance(value, str) and has_control_characters(value):
                raise serializers.ValidationError(
                    _("Nội dung này có ký tự không đọc được. Xóa và gõ lại.")
                )
        return answers


class SummaryOut(serializers.Serializer[Any]):
    """A dossier in a list, and the answer to every act."""

    code = serializers.CharField(
        help_text="The official code; a draft answers its opaque reference."
    )
    ref = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    national_code = serializers.IntegerField(allow_null=True)
    procedure = serializers.CharField(help_text="Slug of the procedure.")
    procedure_name = serializers.CharField()
    applicant = serializers.CharField()
    channel = serializers.CharField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    holder_unit = serializers.CharField(allow_null=True)
    holder = serializers.CharField(allow_null=True)
    step = serializers.CharField()
    outcome = serializers.CharField()
    fee_due = serializers.IntegerField(help_text="Đồng.")
    fee_settled_at = serializers.DateTimeField(allow_null=True)


class PageOut(serializers.Serializer[Any]):
    """One page of dossiers and the cursors beside it."""

    next = serializers.CharField(allow_blank=True)
    previous = serializers.CharField(allow_blank=True)
    results = SummaryOut(many=True)


class EventOut(serializers.Serializer[Any]):
    """One act as recorded."""

    seq = serializers.IntegerField()
    verb = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    from_state = serializers.CharField()
    to_state = serializers.CharField()
    at = serializers.DateTimeField()
    unit = serializers.CharField()
    hash = serializers.CharField()


class InterruptionOut(serializers.Serializer[Any]):
    """A stretch of waiting for the applicant, and what was asked for."""

    kind = serializers.CharField()
    mode = serializers.CharField(help_text="What it does to the clock: restart, pause or none.")
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    answer_by = serializers.DateTimeField(allow_null=True)
    items = serializers.ListField(child=serializers.DictField())
    reason = serializers.CharField()


class LedgerDayOut(serializers.Serializer[Any]):
    """One day of the deadline ledger."""

    date = serializers.DateField()
    n = serializers.IntegerField()
    verdict = serializers.CharField()
    reason = serializers.CharField()


class AttachmentOut(serializers.Serializer[Any]):
    """One file the applicant gave."""

    id = serializers.IntegerField()
    component = serializers.CharField()
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()


class PaperOut(serializers.Serializer[Any]):
    """One paper we issued."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    reference = serializers.CharField()
    issued_at = serializers.DateTimeField()
    ready = serializers.BooleanField()
    sha256 = serializers.CharField()


class FeeLineOut(serializers.Serializer[Any]):
    """One line of what is due."""

    kind = serializers.CharField(help_text="phi, le_phi, demand, or reduction (a negative amount).")
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    amount = serializers.IntegerField(
        allow_null=True, help_text="Đồng; null where none is published."
    )


class DetailOut(SummaryOut):
    """A dossier whole."""

    version = serializers.CharField(help_text="Another one as soon as an answer changes.")
    fee_ground = serializers.CharField(
        allow_blank=True, help_text="Why less is due; empty for no ground."
    )
    fee_lines = FeeLineOut(many=True)
    answers = serializers.DictField()
    attachments = AttachmentOut(many=True)
    papers = PaperOut(many=True)
    events = EventOut(many=True)
    interruptions = InterruptionOut(many=True)
    ledger = LedgerDayOut(many=True)


class LookupOut(serializers.Serializer[Any]):
    """What anyone may know of a dossier: its code and how far it is."""

    code = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    step = serializers.IntegerField()
    steps = serializers.IntegerField()


class ErrorOut(serializers.Serializer[Any]):
    """A sentence a person can read."""

    detail = serializers.CharField()


class DraftIn(serializers.Serializer[Any]):
    """A new draft."""

    procedure = serializers.SlugField(help_text="Slug of the procedure.")
    answers = Answers(required=False)
    applicant = serializers.IntegerField(
        required=False, min_value=1, help_text="Party the account represents; own by default."
    )


class AnswersIn(serializers.Serializer[Any]):
    """Answers to keep in a draft; others stay. And the ground by which less is to be paid."""

    answers = Answers(required=False)
    fee_ground = Words(max_length=16, required=False, allow_blank=True)
    version = Words(
        max_length=16,
        required=False,
        help_text="As the draft was read; 409 when somebody changed it since.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of them at least."""
        if not {"answers", "fee_ground"} & set(attrs):
            raise serializers.ValidationError(
                {"answers": [self.fields["answers"].error_messages["required"]]}
            )
        return attrs


class AttachmentIn(serializers.Serializer[Any]):
    """One file for one component."""

    component = Words(max_length=80)
    file = serializers.FileField(allow_empty_file=True)


class EmptyIn(serializers.Serializer[Any]):
    """Nothing to say."""


class ReasonIn(serializers.Serializer[Any]):
    """A reason in words."""

    reason = Words(max_length=4000)


class OptionalReasonIn(serializers.Serializer[Any]):
    """A reason, if there is one."""

    reason = Words(max_length=4000, required=False, allow_blank=True, default="")


class AcceptanceIn(serializers.Serializer[Any]):
    """The typed due date and its ground, only where no term is published."""

    due_day = serializers.DateField(required=False, allow_null=True, default=None)
    due_ground = Words(max_length=300, required=False, allow_blank=True, default="")


class SupplementItemIn(serializers.Serializer[Any]):
    """One component and what to do about it."""

    component = Words(max_length=80)
    todo = Words(max_length=500)


class SupplementRequestIn(serializers.Serializer[Any]):
    """What is missing, once and fully."""

    items = SupplementItemIn(many=True, allow_empty=False)
    reason = Words(max_length=4000)


class OutcomeIn(serializers.Serializer[Any]):
    """Granted or refused, and the words of the result; a refusal needs its reason and ground."""

    outcome = serializers.ChoiceField(choices=Dossier.Outcome.choices)
    text = Words(max_length=4000, required=False, allow_blank=True, default="")


class PaymentDemandIn(serializers.Serializer[Any]):
    """A fee in đồng and why."""

    amount = serializers.IntegerField(min_value=1, max_value=10**12)
    reason = Words(max_length=4000)


class DelayIn(serializers.Serializer[Any]):
    """The coded cause, to whose account it goes, why in words, and the new day that is asked for, if any."""

    cause = serializers.ChoiceField(choices=Lateness.Cause.choices)
    owner = serializers.ChoiceField(choices=Lateness.Owner.choices)
    reason = Words(max_length=4000)
    new_day = serializers.DateField(required=False, allow_null=True, default=None)


class ApologyIn(serializers.Serializer[Any]):
    """The one new day; cause, account and reason where nobody named them before, or others than were named."""

    new_day = serializers.DateField()
    reason = Words(max_length=4000, required=False, allow_blank=True, default="")
    cause = serializers.ChoiceField(
        choices=Lateness.Cause.choices, required=False, allow_blank=True, default=""
    )
    owner = serializers.ChoiceField(
        choices=Lateness.Owner.choices, required=False, allow_blank=True, default=""
    )


class ReturnIn(serializers.Serializer[Any]):
    """Who took the result."""

    received_by = Words(max_length=150, required=False, allow_blank=True, default="")


def _leaves(value: Any) -> Iterator[Any]:
    """Every key and value, however nested; the parser has already refused what is nested too deep."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value
