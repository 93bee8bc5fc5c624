"""Each rule fails on what it forbids: a rule that cannot fail guards nothing."""

import pytest

from tests.house import rules
from tests.house.rules import Rule
from tests.house.tree import Module

LONG = "\n".join("    x = 1" for _ in range(50))
BRANCHY = "\n".join("    if x:\n        x = 2" for _ in range(9))


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (rules.short_files, "people/actions/posts.py", "x = 1\n" * 301),
        (rules.short_files, "portal/settings.py", "x = 1\n" * 351),
        (rules.short_functions, "people/actions/posts.py", f"def f():\n{LONG}"),
        (rules.short_functions, "people/views.py", f"def page(request):\n{LONG[: 26 * 10]}"),
        (rules.short_functions, "dossiers/views/desk/dossier.py", f"def page(request):\n{LONG[: 26 * 10]}"),
        (rules.short_functions, "dossiers/api.py", f"class A:\n  def post(self):\n{LONG[: 26 * 10]}"),
        (rules.short_functions, "people/tasks.py", f"@shared_task\ndef f():\n{LONG[: 16 * 10]}"),
        (rules.short_functions, "tests/test_a.py", f"def test_a():\n{LONG[: 26 * 10]}"),
        (rules.simple_functions, "people/actions/posts.py", f"def f(x):\n{BRANCHY}"),
        (rules.small_classes, "people/a.py", "class A:\n" + "  def f(self): ...\n" * 21),
        (rules.has_docstring, "people/a.py", "x = 1"),
        (rules.no_drawers, "people/utils.py", ""),
        (rules.no_drawers, "people/a.py", "def process(): ..."),
        (rules.state_has_one_door, "dossiers/a.py", "def f():\n  rows.update(state='x')"),
        (rules.state_has_one_door, "dossiers/a.py", "def f():\n  rows.update(**{'state': 'x'})"),
        (rules.state_has_one_door, "dossiers/a.py", "def f():\n  rows.bulk_update(many, ['state'])"),
        (rules.save_saves, "people/models/a.py", "class A:\n  def save(self): ..."),
        (rules.named_migrations, "people/migrations/0002_auto_20260101.py", ""),
        (rules.named_migrations, "people/migrations/0001_initial.py", ""),
        (rules.test_titles_are_sentences, "tests/test_a.py", "def test_it(): ..."),
        (rules.reasons_beside_todos, "people/a.py", "# TO" + "DO later"),
        (rules.the_formatter_rules, "people/a.py", "x = [1]  # fm" + "t: skip"),
        (rules.the_formatter_rules, "people/a.py", "# fm" + "t: off\nx = [1]"),
        (rules.names_of_the_field, "people/telling.py", ""),
        (rules.names_of_the_field, "dossiers/found/rows.py", ""),
        (rules.names_of_the_field, "people/a.py", "said = request.POST"),
        (rules.names_of_the_field, "people/a.py", "def f(found): ..."),
        (rules.names_of_the_field, "people/a.py", "for spoken in languages: ..."),
        (rules.names_of_the_field, "people/a.py", "try: ...\nexcept Error as said: ..."),
        (rules.names_of_the_field, "people/a.py", "def found(): ..."),
        (rules.short_templates, "templates/a.html", "<p>\n" * 151),
        (rules.narrow_templates, "templates/a.html", "<p>" + "a" * 158),
        (rules.nothing_inline, "templates/a.html", '<p style="color: red">'),
        (rules.nothing_inline, "templates/a.html", "<script>alert(1)</script>"),
        (rules.nothing_inline, "templates/a.html", '<a onclick="f()">'),
    ],
)
def test_the_rule_catches_what_it_forbids(rule: Rule, name: str, text: str) -> None:
    assert list(rule(Module(name, text)))


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (rules.short_functions, "people/actions/posts.py", f"def f():\n{LONG[: 39 * 10]}"),
        (rules.state_has_one_door, "dossiers/a.py", "def f():\n  rows.update(due_at=None, state_seen=1)"),
        (rules.reasons_beside_todos, "people/a.py", "# TO" + "DO: when decree 61 changes"),
        (rules.the_formatter_rules, "people/a.py", "# what fmt: means"),
        (rules.names_of_the_field, "procedures/law/spelling.py", "found_agency = {'said': 1}\nf(said=found_agency)"),
        (rules.narrow_templates, "templates/a.html", "<p>" + "ề" * 157),
        (rules.narrow_templates, "templates/a.txt", "a" * 161),
        (rules.nothing_inline, "templates/a.html", '<script src="/static/a.js" defer></script>'),
        (rules.nothing_inline, "templates/dossiers/papers/receipt.html", "<style>p { }</style>"),
    ],
)
def test_the_rule_lets_pass_what_is_allowed(rule: Rule, name: str, text: str) -> None:
    assert not list(rule(Module(name, text)))
