"""Django's fields come out in the markup of the design system, tied to their hints and errors."""

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation


class SampleForm(forms.Form):
    """One of each kind."""

    name = forms.CharField(label="Họ và tên", help_text="Như trên căn cước")
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    way = forms.ChoiceField(label="Cách", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    sworn = forms.BooleanField(label="Tôi cam đoan")
    upload = forms.FileField(label="Tệp", required=False)


def test_hint_and_error_are_named_by_the_input() -> None:
    html = str(SampleForm({}))

    described = re.search(r'<input[^>]*name="name"[^>]*aria-describedby="([^"]*)"', html)
    assert described is not None
    assert all(f'id="{target}"' in html for target in described[1].split())
    assert 'aria-invalid="true"' in html


def test_optional_fields_say_so_and_required_ones_carry_no_star() -> None:
    html = str(SampleForm())

    assert html.count("(không bắt buộc)") == 2
    assert "*" not in html


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    html = str(SampleForm()["way"].as_field_group())

    assert '<legend class="govuk-fieldset__legend' in html
    assert html.count("govuk-radios__item") == 2


def test_what_was_typed_wrongly_is_shown_again() -> None:
    assert 'value="Nguyễn &lt;b&gt;"' in str(SampleForm({"name": "Nguyễn <b>"}))


def test_every_line_of_the_summary_leads_to_an_input() -> None:
    form = SampleForm({})
    page = Template("{% load portal %}{% error_summary form %}{{ form }}").render(Context({"form": form}))

    targets = re.findall(r'<li><a href="#([^"]+)"', page)
    assert len(targets) == 3
    assert all(re.search(rf'<(input|select|textarea)[^>]* id="{target}"', page) for target in targets)


def test_a_question_page_makes_its_label_the_heading() -> None:
    html = Template("{% load portal %}{% field form.name heading=True %}").render(Context({"form": SampleForm()}))

    assert re.search(r"<h1[^>]*><label", html)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("typed", ["03/04/1950", "03-04-1950", "03.04.1950", "1950-04-03"])
def test_a_day_comes_before_its_month_in_every_language(language: str, typed: str) -> None:
    with translation.override(language):
        assert forms.DateField().clean(typed) == date(1950, 4, 3)
