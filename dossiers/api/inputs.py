"""Serializers of what the dossier API takes."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from dossiers.actions.cessation import LONGEST
from dossiers.actions.opinions import MOST_DAYS
from dossiers.actions.results import GROUND_MAX
from dossiers.models import Dossier, Lateness
from dossiers.models.cessation import Cessation
from people.models import Agency
from toolbox.api import Words
from toolbox.text import has_control_characters

SEEN = "`X-Preview-Digest` of the file that was seen; 409 when the proposal has changed since."


class Answers(serializers.DictField):
    """Answers by question key, kept as typed as long as every database can keep them."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The answers; refuses null bytes and their like, which come in forms as well as in JSON."""
        answers: dict[str, Any] = super().to_internal_value(data)
        for value in _leaves(answers):
            if isinstance(value, str) and has_control_characters(value):
                raise serializers.ValidationError(_("Nội dung này có ký tự không đọc được. Xóa và gõ lại."))
        return answers


class DraftIn(serializers.Serializer[Any]):
    """A new draft."""

    procedure = serializers.SlugField(help_text="Slug of the procedure.")
    answers = Answers(required=False)
    applicant = serializers.IntegerField(
        required=False, min_value=1, help_text="Party the account represents; own by default."
    )
    prefill = serializers.BooleanField(default=False, help_text="Begin with what is known of who applies and files.")
    earlier = Words(
        max_length=40,
        required=False,
        help_text="Code of a dossier of the same procedure and applicant: its answers, too, but for what is sworn.",
    )


class AnswersIn(serializers.Serializer[Any]):
    """Answers to keep in a draft, or unsent for a supplement; others stay. Of a draft the ground by which less is to be
    paid, and consent to a new edition.
    """

    answers = Answers(required=False)
    fee_ground = Words(max_length=16, required=False, allow_blank=True)
    edition = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=32767,
        help_text="Number of the edition now in force, to which the draft then moves; its answers stay.",
    )
    version = Words(
        max_length=16, required=False, help_text="As the draft was read; 409 when somebody changed it since."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of them at least."""
        if not {"answers", "fee_ground", "edition"} & set(attrs):
            raise serializers.ValidationError({"answers": [self.fields["answers"].error_messages["required"]]})
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


class NoteIn(serializers.Serializer[Any]):
    """Words that go with the act, if there are any; an internal step may need them."""

    note = Words(max_length=4000, required=False, allow_blank=True, default="")


class EndorsementIn(NoteIn):
    """The same, and what was seen before."""

    preview = Words(max_length=64, required=False, allow_blank=True, default="", help_text=SEEN)


class SendBackIn(ReasonIn):
    """A reason, and the key of the level that is to look again; without it, who drafted."""

    to = Words(max_length=40, required=False, allow_blank=True, default="")


class AcceptanceIn(serializers.Serializer[Any]):
    """The typed due date and its ground, only where no term is published; the claimed ground for paying less."""

    due_day = serializers.DateField(required=False, allow_null=True, default=None)
    due_ground = Words(max_length=300, required=False, allow_blank=True, default="")
    ground_confirmed = serializers.BooleanField(
        required=False, default=False, help_text="The proof of the claimed ground was seen; else the ground falls."
    )


class CessationIn(serializers.Serializer[Any]):
    """Why there is no applicant any more, since when, and the paper that proves it."""

    ground = serializers.ChoiceField(choices=Cessation.choices)
    day = serializers.DateField(help_text="Of the death, the dissolution, or from which the decision is in force.")
    document = Words(max_length=LONGEST, help_text="Which paper, with its number.")
    issuer = Words(max_length=LONGEST, help_text="Who issued it.")
    note = Words(max_length=4000, required=False, allow_blank=True, default="")


class UnitIn(serializers.Serializer[Any]):
    """One unit, by its code."""

    unit = serializers.SlugRelatedField(slug_field="code", queryset=Agency.objects.all())


class OpinionRequestIn(UnitIn):
    """Who is asked, what, and within how many working days."""

    question = Words(max_length=4000)
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS)


class OpinionIn(serializers.Serializer[Any]):
    """What one's unit says."""

    answer = Words(max_length=4000)


class OpinionWithdrawalIn(UnitIn, ReasonIn):
    """The unit that is asked no more, and why."""


class OutcomeIn(serializers.Serializer[Any]):
    """Granted or refused, and the words of the result; a refusal needs its reason and ground."""

    outcome = serializers.ChoiceField(choices=Dossier.Outcome.choices)
    text = Words(max_length=4000, required=False, allow_blank=True, default="")
    # The name in the body of a call; the serializer's own `fields` are no attribute of the class.
    fields = Answers(required=False, help_text="Of the result's template; without it, what is known.")  # type: ignore[assignment]


class ApprovalIn(OutcomeIn):
    """The same, and what the signer saw before."""

    preview = Words(max_length=64, required=False, allow_blank=True, default="", help_text=SEEN)


class SealIn(serializers.Serializer[Any]):
    """The signed file that was seen."""

    seen = Words(
        max_length=64,
        required=False,
        allow_blank=True,
        default="",
        help_text="`sha256` of the paper as it was seen; 409 when another one waits by now.",
    )


class PaymentDemandIn(serializers.Serializer[Any]):
    """A fee in đồng and why."""

    amount = serializers.IntegerField(min_value=1, max_value=10**12)
    reason = Words(max_length=4000)


class DelayIn(serializers.Serializer[Any]):
    """The coded cause, to whose account it goes, why in words, and the new day that is asked for, if any."""

    cause = serializers.ChoiceField(choices=Lateness.Cause.choices)
    owner = serializers.ChoiceField(choices=Lateness.Owner.choices)
    reason = Words(max_length=4000)
    new_day = serializers.DateField(source="asked_day", required=False, allow_null=True, default=None)


class ApologyIn(serializers.Serializer[Any]):
    """The one new day; cause, account and reason where nobody named them before, or others than were named."""

    new_day = serializers.DateField()
    reason = Words(max_length=4000, required=False, allow_blank=True, default="")
    cause = serializers.ChoiceField(choices=Lateness.Cause.choices, required=False, allow_blank=True, default="")
    owner = serializers.ChoiceField(choices=Lateness.Owner.choices, required=False, allow_blank=True, default="")


class PaperKey(serializers.IntegerField):
    """The key of the paper that is meant; none for the one in force."""

    def __init__(self) -> None:
        words = "The paper that is meant: 409 when another is in force by now."
        super().__init__(
            required=False, allow_null=True, default=None, min_value=1, max_value=2**63 - 1, help_text=words
        )


class CorrectionIn(serializers.Serializer[Any]):
    """Why, and what changes of the result in force: its words, and values of its template's fields."""

    reason = Words(max_length=4000)
    text = Words(max_length=4000, required=False, allow_null=True, allow_blank=True, default=None)
    fields = Answers(required=False, help_text="Those that change; an empty value takes one away.")  # type: ignore[assignment]
    paper = PaperKey()


class RevocationIn(serializers.Serializer[Any]):
    """Why, and the legal ground."""

    reason = Words(max_length=4000)
    ground = Words(max_length=GROUND_MAX, help_text="Article and document of the law.")
    paper = PaperKey()


class ReturnIn(serializers.Serializer[Any]):
    """Who took the result."""

    received_by = Words(max_length=150, required=False, allow_blank=True, default="")
    authority = Words(
        max_length=200, required=False, allow_blank=True, default="", help_text="The authorisation of who came instead."
    )
    identity_checked = serializers.BooleanField(required=False, default=False)
    originals = serializers.ListField(
        child=Words(max_length=80),
        required=False,
        default=list,
        max_length=100,
        help_text="Components whose originals, taken in at the counter, go back with the result.",
    )


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


class SlipIn(serializers.Serializer[Any]):
    """What stands on the slip of a dossier."""

    code = Words(max_length=200, help_text="The code, however it was typed: `h99.16 261124 0001` will do.")
    characters = Words(max_length=20, help_text="The four characters under the square of the slip.", write_only=True)
