"""Serializers of what a supplement takes: what is asked for, what is sent."""

from typing import Any

from rest_framework import serializers

from dossiers.api.inputs import Answers
from procedures.supplement_reasons import codes
from toolbox.api import Words


class SupplementItemIn(serializers.Serializer[Any]):
    """One component, or one question of the form, why it is asked for again and what to do about it."""

    component = Words(max_length=80, required=False, help_text="Key of a component of the dossier.")
    question = Words(max_length=80, required=False, help_text="Key of an answered question, instead of a component.")
    reason = serializers.ChoiceField(
        choices=codes(), required=False, allow_blank=True, help_text="Code of the catalogue of reasons; it has its law."
    )
    todo = Words(max_length=500, required=False, allow_blank=True, help_text="Own words; needed where no code says it.")


class CountedPaperIn(serializers.Serializer[Any]):
    """One component that lies on the counter: how many originals and copies."""

    component = Words(max_length=80)
    original = serializers.IntegerField(required=False, min_value=0, max_value=99, default=0)
    copy = serializers.IntegerField(required=False, min_value=0, max_value=99, default=0)


class SupplementIn(serializers.Serializer[Any]):
    """What the desk takes in at the counter, counted; the applicant's side sends the files and answers it prepared."""

    papers = CountedPaperIn(many=True, required=False, default=list)
    answers = Answers(required=False, help_text="To questions that were asked for again, with those saved before.")
    note = Words(
        max_length=4000,
        required=False,
        allow_blank=True,
        default="",
        help_text="An explanation; needed where an answer that was asked for stays as it was.",
    )


class SupplementRequestIn(serializers.Serializer[Any]):
    """What is missing, once and fully."""

    items = SupplementItemIn(many=True, allow_empty=False)
    reason = Words(
        max_length=4000,
        required=False,
        allow_blank=True,
        default="",
        help_text="Of the whole request; may be left out where every item has a code.",
    )
