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
