"""Every question of every procedure, wrong answers and all: its label, hint and error lead to its own inputs."""

import pytest
from django.template import Context, Template

from procedures import questions
from procedures.models import Edition
from tests.support.markup import elements_of, faults_of

FORM = Template("{% load portal %}<h1>x</h1><h2>x</h2>{% for q in asked %}{% question q %}{% endfor %}")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wrong", [False, True])
def test_labels_and_summary_of_every_form_lead_to_their_own_fields(catalogue: None, wrong: bool) -> None:
    faults = {}
    for edition in Edition.objects.select_related("procedure"):
        definition = edition.form_definition
        errors = {question["key"]: ["Nhập lại"] for question in definition} if wrong else {}
        page = FORM.render(Context({"asked": questions.bind_questions(definition, {}, errors)}))
        ids = {element.id for element in elements_of(page)}
        lost = [key for key in errors if f"id_{key}" not in ids]  # where the summary's line leads
        if rows := faults_of(page) + lost:
            faults[edition.procedure.slug] = rows

    assert faults == {}


def test_telephones_show_digits_for_numbers_and_offer_ones_own_data_alone(catalogue: None) -> None:
    wrong, digits = (
        [],
        ("id_number", "rep_id_number", "pwd_id_number", "guardian_id", "employer_tax_code", "bank_account"),
    )
    for edition in Edition.objects.select_related("procedure"):
        for is_own in (True, False):
            asked = questions.bind_questions(edition.form_definition, {}, is_own=is_own)
            for e in elements_of(FORM.render(Context({"asked": asked}))):
                offered = e.autocomplete not in ("", "off")
                if (e.name in digits and e.inputmode != "numeric") or (offered and not is_own):
                    wrong.append((edition.procedure.slug, e.name, e.autocomplete))
                if is_own and e.name == "full_name" and e.autocomplete != "name":
                    wrong.append((edition.procedure.slug, e.name, e.autocomplete))

    assert wrong == []
