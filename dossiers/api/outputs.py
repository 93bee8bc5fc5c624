"""Serializers of what the dossier API answers: declared for the schema, built as plain values in shapes."""

from typing import Any

from rest_framework import serializers

from dossiers.file_warnings import Kind
from dossiers.models.validity import Validity


class SummaryOut(serializers.Serializer[Any]):
    """A dossier in a list, and the answer to every act."""

    code = serializers.CharField(help_text="The official code; a draft answers its opaque reference.")
    ref = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    national_code = serializers.IntegerField(allow_null=True)
    procedure = serializers.CharField(help_text="Slug of the procedure.")
    procedure_name = serializers.CharField()
    applicant = serializers.CharField(help_text="What the applicant was called as it was filed.")
    applicant_now = serializers.CharField(
        allow_blank=True, help_text="What they are called now, where that is another name; else empty."
    )
    channel = serializers.CharField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    holder_unit = serializers.CharField(allow_null=True)
    holder = serializers.CharField(allow_null=True)
    step = serializers.CharField()
    opinions_asked = serializers.IntegerField(help_text="How many other units were asked.")
    opinions_given = serializers.IntegerField(help_text="How many of them have answered.")
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
    """A stretch of waiting for the applicant, and what was asked for; or lost to a mistake that was undone."""

    kind = serializers.CharField(help_text="supplement, or mistake.")
    mode = serializers.CharField(help_text="What it does to the clock: restart, pause or none.")
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    answer_by = serializers.DateTimeField(allow_null=True)
    items = serializers.ListField(
        child=serializers.DictField(),
        help_text="Each with `component` or `question`, `name` and `todo`; of a coded reason `reason` and `basis`.",
    )
    reason = serializers.CharField()
    unsent_answers = serializers.DictField(help_text="What the applicant's side saved and has not sent; only for it.")
    changed_answers = serializers.DictField(
        help_text="By question: what was declared, and what the supplement put in its place.",
        child=serializers.ListField(),
    )


class LedgerDayOut(serializers.Serializer[Any]):
    """One day of the deadline ledger."""

    date = serializers.DateField()
    n = serializers.IntegerField()
    verdict = serializers.CharField()
    reason = serializers.CharField()


class FileWarningOut(serializers.Serializer[Any]):
    """What may be lacking in a file; it refuses nothing."""

    kind = serializers.ChoiceField(choices=[(str(kind), str(kind)) for kind in Kind])
    text = serializers.CharField()


class AttachmentOut(serializers.Serializer[Any]):
    """One file the applicant gave."""

    id = serializers.IntegerField()
    component = serializers.CharField()
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()
    pages = serializers.IntegerField()
    first_given_in = serializers.CharField(
        allow_blank=True, help_text="Code of the accepted dossier it was taken from again; empty for an upload."
    )
    warnings = FileWarningOut(many=True)


class PaperOut(serializers.Serializer[Any]):
    """One paper we issued."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    reference = serializers.CharField()
    issued_at = serializers.DateTimeField()
    ready = serializers.BooleanField(help_text="There is a file, and it may be handed out.")
    withheld = serializers.CharField(
        allow_blank=True, help_text="Why it cannot be had yet: its fee is owed, or its file is being made and signed."
    )
    voided_at = serializers.DateTimeField(
        allow_null=True, help_text="Since when it counts for nothing: voided, or withdrawn as its act was undone."
    )
    standing = serializers.ChoiceField(
        choices=Validity.choices, help_text="How it stands today: a result has days, and is corrected or revoked."
    )
    standing_label = serializers.CharField(help_text="The same in words, with day and number.")
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True, help_text="Its last day; null where it has none.")
    replaced_by = serializers.IntegerField(allow_null=True, help_text="Id of the paper that took its place.")
    sha256 = serializers.CharField()


class FeeLineOut(serializers.Serializer[Any]):
    """One line of what is due."""

    kind = serializers.CharField(help_text="phi, le_phi, demand, or reduction (a negative amount).")
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    amount = serializers.IntegerField(allow_null=True, help_text="Đồng; null where none is published.")


class OpinionOut(serializers.Serializer[Any]):
    """What another unit was asked, until when, and what it said."""

    unit = serializers.CharField()
    unit_name = serializers.CharField()
    question = serializers.CharField()
    asked_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    answer = serializers.CharField(allow_blank=True)
    given_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class DetailOut(SummaryOut):
    """A dossier whole."""

    opinions = OpinionOut(many=True, help_text="Of other units, for officers; empty for the applicant's side.")

    not_shown = serializers.ListField(
        child=serializers.CharField(), help_text="Parts that the reader's post does not see: they are empty here."
    )
    next_actor = serializers.CharField(allow_null=True, help_text="Whose turn it is: post and unit; null at the end.")
    similar = serializers.ListField(
        child=serializers.CharField(),
        help_text="Codes of what the same applicant filed of the same procedure with nearly the same answers.",
    )
    version = serializers.CharField(help_text="Another one as soon as an answer changes.")
    edition = serializers.IntegerField(help_text="Number of the procedure's edition it is under.")
    fee_ground = serializers.CharField(allow_blank=True, help_text="Why less is due; empty for no ground.")
    fee_ground_confirmed = serializers.BooleanField(help_text="The desk saw its proof; until then the full fee stands.")
    fee_if_confirmed = serializers.IntegerField(
        allow_null=True, help_text="Đồng due once the claimed ground is confirmed; null when none waits."
    )
    fee_lines = FeeLineOut(many=True)
    answers = serializers.DictField()
    attachments = AttachmentOut(many=True)
    papers = PaperOut(many=True)
    events = EventOut(many=True)
    interruptions = InterruptionOut(many=True)
    ledger = LedgerDayOut(many=True)


class PublicPaperOut(serializers.Serializer[Any]):
    """A paper as anybody may know it."""

    kind = serializers.CharField()
    name = serializers.CharField(help_text="What it is called: a result as its template names it.")
    reference = serializers.CharField(help_text="Number and symbol.")
    issued_on = serializers.DateField()
    issuer = serializers.CharField(allow_blank=True)
    procedure = serializers.CharField(allow_blank=True)
    holder = serializers.CharField(allow_blank=True, help_text="Of a person initials and the last name.")
    standing = serializers.ChoiceField(choices=Validity.choices)
    standing_label = serializers.CharField(help_text="The same in words, with day and number.")
    replaced_by = serializers.CharField(allow_blank=True, help_text="Number and symbol of what took its place.")
    signed_by = serializers.ListField(child=serializers.CharField(), help_text="Empty for a paper without signatures.")


class VerificationOut(serializers.Serializer[Any]):
    """The papers of the act whose code it is."""

    papers = PublicPaperOut(many=True)


class LookupOut(serializers.Serializer[Any]):
    """What anyone may know of a dossier: its code and how far it is."""

    code = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    step = serializers.IntegerField()
    steps = serializers.IntegerField()


class SlipItemOut(serializers.Serializer[Any]):
    """One thing to supply."""

    name = serializers.CharField()
    todo = serializers.CharField()


class DeskOut(serializers.Serializer[Any]):
    """Where the applicant goes, and when somebody is there next."""

    name = serializers.CharField()
    address = serializers.CharField(allow_blank=True)
    phone = serializers.CharField()
    opens_on = serializers.DateField(allow_null=True)
    hours = serializers.CharField(allow_blank=True, help_text="Of that day: `08:00–12:00, 13:00–17:00`.")


class SlipOut(LookupOut):
    """What whoever holds its slip may know of a dossier: no name, no number."""

    accepted_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    provisional = serializers.BooleanField(help_text="The days off of that year are not decided yet.")
    counted_from = serializers.DateTimeField(allow_null=True, help_text="From when the term that runs now counts.")
    overdue = serializers.BooleanField()
    unit = serializers.CharField(allow_null=True, help_text="Who has it, while it is open.")
    items = SlipItemOut(many=True, help_text="What is to be supplied.")
    reason = serializers.CharField(allow_blank=True, help_text="Why that is asked for.")
    answer_by = serializers.DateTimeField(allow_null=True)
    fee_due = serializers.IntegerField(help_text="Đồng still to be paid.")
    result_waits = serializers.BooleanField(help_text="There is a result to collect.")
    desk = DeskOut(allow_null=True)
    phone = serializers.CharField(help_text="Whom to call about it.")
