"""The house rules, measured on the whole tree. An exception is a named line in tests/house/exceptions.py."""

import re
import tomllib
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from tests.house.exceptions import EXCEPTIONS, MOST
from tests.house.rules import PYTHON_RULES, TEMPLATE_RULES, Rule
from tests.house.tree import APPS, ROOT, modules, templates


def faults_of(rule: Rule) -> dict[str, str]:
    """Every place where the rule is broken, as "rule place": how."""
    files = [*(modules() if rule in PYTHON_RULES else ())]
    files += templates() if rule in TEMPLATE_RULES else ()
    return {f"{rule.__name__} {where}": how for file in files for where, how in rule(file)}


@pytest.mark.parametrize("rule", dict.fromkeys((*PYTHON_RULES, *TEMPLATE_RULES)))
def test_the_rule_is_kept_everywhere(rule: Rule) -> None:
    broken = {place: how for place, how in faults_of(rule).items() if place not in EXCEPTIONS}

    assert not broken, rule.__doc__


def test_no_exception_outlives_its_reason() -> None:
    broken = {place for rule in (*PYTHON_RULES, *TEMPLATE_RULES) for place in faults_of(rule)}

    assert set(EXCEPTIONS) <= broken
    assert len(EXCEPTIONS) <= MOST
    assert all(len(reason.split()) > 3 for reason in EXCEPTIONS.values())


def test_every_act_on_a_dossier_is_named_in_some_test() -> None:
    acts = [name for name in import_module("dossiers.actions").__all__ if name.islower()]
    tested = "\n".join(module.text for module in modules() if module.is_test)

    untested = [act for act in acts if not re.search(rf"\b{act}\b", tested)]

    assert not untested


@pytest.mark.parametrize("app", [app for app in APPS if list((ROOT / app).glob("notices*"))])
def test_every_kind_of_notice_has_its_templates_and_renders(app: str) -> None:
    for kind in import_module(f"{app}.notices").KINDS:
        assert kind.subject(kind.sample)
        assert kind.body(kind.sample).strip()


def test_every_kind_of_paper_has_its_template() -> None:
    missing = []
    for kind in apps.get_model("dossiers", "Paper").Kind.values:
        try:
            get_template(f"dossiers/papers/{kind}.html")
        except TemplateDoesNotExist:
            missing.append(kind)

    assert not missing


def test_every_gateway_has_a_contract_test() -> None:
    folder = ROOT / "payments" / "gateways"
    if not folder.exists():
        pytest.skip("payments have no gateway yet")

    names = import_module("payments.gateways").GATEWAYS
    tests = {path.name for path in (ROOT / "tests" / "payments" / "gateways").glob("test_*.py")}

    assert {f"test_{name}.py" for name in names} <= tests


def test_every_file_of_the_catalogue_can_be_read() -> None:
    paths = sorted((ROOT / "procedures" / "catalogue").glob("*.toml"))

    for path in paths:
        tomllib.loads(path.read_text(encoding="utf-8"))

    assert len(paths) > 100


def test_every_variable_the_site_reads_is_in_the_example() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "portal").glob("*.py"))
    read = re.findall(r'env\.\w+\(\s*"(\w+)"', sources)
    shown = re.findall(r"^#?(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert set(read) == set(shown)


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_a_lock_file_has_hashes_and_no_address(path: object) -> None:
    text = (ROOT / str(path)).read_text()

    assert "--hash=sha256:" in text
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)


def test_the_changelog_begins_with_the_version_of_the_site() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert headings[0] == project["version"] == settings.VERSION


def test_the_lock_of_the_front_end_has_no_address() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
