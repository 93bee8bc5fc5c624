"""Benchmark the longest form of the catalogue against a bare Django form of the same fields."""

from typing import Any

from django import forms
from django.template import Context, Engine, Template

from benchmarks.measuring import Row, in_turn
from procedures.editions import files
from procedures.questions import bind_questions

SLUG = "cap-giay-phep-lao-dong"
PAGE = Template("{% load portal %}{% for q in asked %}{% question q %}{% endfor %}")
BARE = Engine(libraries={}).from_string("<form>{{ form.as_p }}</form>")


def measure() -> list[Row]:
    """One row: 36 questions, empty, one page."""
    definition = next(content["form"] for content in files.read_all() if content["slug"] == SLUG)
    bare = type("Bare", (forms.Form,), {question["key"]: _field(question) for question in definition})
    ours, floor = in_turn(
        lambda: PAGE.render(Context({"asked": bind_questions(definition, {})})),
        lambda: BARE.render(Context({"form": bare()})),
    )
    return [Row(f"form of {len(definition)} questions, drawn", "bare Django form, same fields", ours, floor, 3)]


def _field(question: dict[str, Any]) -> forms.Field:
    """What a bare form would have for it: as many inputs as ours."""
    label, required = question["label_vi"], question["required"]
    choices = [(row["value"], row["label_vi"]) for row in question.get("options", [])]
    kind = question["type"]
    if kind in ("select", "radio"):
        widget = forms.RadioSelect if kind == "radio" else forms.Select
        return forms.ChoiceField(label=label, required=required, choices=choices, widget=widget)
    if kind == "select_country":
        from procedures.questions.registry import TYPES  # noqa: PLC0415

        rows = TYPES[kind].options(question)  # type: ignore[attr-defined]
        return forms.ChoiceField(label=label, choices=[(row["value"], row["label_vi"]) for row in rows])
    many = {"date": 3, "address": 4, "table": 2 * len(question.get("columns", []))}.get(kind)
    if many:
        return _Several([forms.CharField() for _n in range(many)], label=label, required=required)
    if kind == "checkbox":
        return forms.BooleanField(label=label, required=required)
    return forms.CharField(label=label, required=required)


class _Several(forms.MultiValueField):
    """Some inputs for one answer."""

    def __init__(self, fields: list[forms.Field], **options: Any) -> None:
        widget = forms.MultiWidget([forms.TextInput() for _n in fields])
        widget.decompress = lambda value: [None] * len(fields)  # type: ignore[method-assign]
        super().__init__(fields, widget=widget, **options)

    def compress(self, data_list: Any) -> Any:
        """Never asked."""
        return data_list
