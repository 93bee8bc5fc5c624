"""Reviewed files become procedures and editions: once, checked, and never changed in place."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from procedures import actions
from procedures.editions import files
from procedures.editions.files import FOLDER, BadFile
from procedures.models import Component, Edition, Field, Procedure
from procedures.questions.registry import TYPES
from tests.conftest import at
from tests.procedures.conftest import replace
from tests.support.cost import processor_seconds
from toolbox.refusal import Refused

NOW = at("2026-03-02 09:00")
PERMIT, RULES = "cap-giay-phep-lao-dong", "dang-ky-noi-quy-lao-dong"


def withdraw(edition: Edition, until: date = date(2026, 3, 31)) -> None:
    """End it, by a decision."""
    actions.withdraw(edition, until=until, ground="Quyết định số 9/QĐ", by=None, at=NOW)


@pytest.mark.usefixtures("catalogue")
def test_every_file_of_the_catalogue_is_in_force_with_what_it_says() -> None:
    editions = Edition.objects.in_force(date(2026, 3, 2))

    assert Procedure.objects.count() == editions.count() == 106
    assert Field.objects.count() == 11
    assert sum(edition.content["own_form"] for edition in editions) == 19
    assert Component.objects.count() == 292
    assert Counter(edition.step_count for edition in editions) == {3: 18, 4: 88}
    assert not editions.filter(number__gt=1).exists()


def test_the_catalogue_marks_what_was_read_and_what_was_not() -> None:
    contents = files.read_all()

    marks = Counter(content["confirmed"]["code"] for content in contents)
    assert marks == {"source": 61, "knowledge": 41, "unknown": 4}
    assert sum(not content["code"] for content in contents) == 4
    assert sum(content["confirmed"]["time_limit"] == "source" for content in contents) == 77
    assert sum("successor" in content for content in contents) == 27


def test_no_limit_is_invented_where_none_is_known() -> None:
    without = [c for c in files.read_all() if not c["time_limit"].get("stages")]

    assert len(without) == 15
    assert all(files.edition_columns(content)["stages"] == [] for content in without)


def test_a_limit_the_department_adopted_is_the_one_that_applies() -> None:
    contents = {content["slug"]: content for content in files.read_all()}
    adopted = {s: c["time_limit"] for s, c in contents.items() if "adopted" in c["time_limit"]}

    limits = {
        slug: (limit["stages"][0]["value"], files.edition_columns(contents[slug])["stages"][0]["value"])
        for slug, limit in adopted.items()
    }
    assert limits == {
        "cong-nhan-co-so-su-dung-30-lao-dong-khuyet-tat": (15, 10),
        "cap-giay-chung-nhan-dang-ky-hoat-dong-giao-duc-nghe-nghiep": (10, 7),
    }
    assert all(limit["adopted"]["decision_no"] for limit in adopted.values())


def test_only_level_three_and_above_takes_online_filing() -> None:
    for content in files.read_all():
        online = files.edition_columns(content)["online"]

        assert online == (content["service"]["legacy_level"] >= 3)


def test_rules_between_questions_name_questions_of_the_same_kind() -> None:
    for content in files.read_all():
        questions = {question["key"]: question for question in content["form"]}
        assert len(questions) == len(content["form"])
        for question in content["form"]:
            rules = question.get("validation", {})
            for rule in ("lte_field", "gte_field", "gt_field", "ne_field"):
                if rule in rules:
                    assert questions[rules[rule]]["type"] == question["type"]
            assert set(rules.get("required_if", {})) <= set(questions)
            assert question["type"] in TYPES


def test_the_example_is_a_whole_procedure_that_is_never_loaded(tmp_path: Path) -> None:
    (tmp_path / "example.toml").write_text((FOLDER / "_example.toml").read_text())

    assert [content["slug"] for content in files.read_all(tmp_path)] == ["example"]
    assert "example" not in {content["slug"] for content in files.read_all()}


def test_loading_again_changes_nothing(loaded: Path) -> None:
    before = list(Edition.objects.order_by("pk").values_list("pk", "digest"))

    done = actions.load_catalogue(at=NOW, folder=loaded)

    assert {word: len(slugs) for word, slugs in done.items()} == {"new": 0, "changed": 0, "same": 3, "kept": 0}
    assert list(Edition.objects.order_by("pk").values_list("pk", "digest")) == before


def test_a_changed_file_makes_a_new_edition_and_the_old_one_stays_as_it_was(loaded: Path) -> None:
    old = Edition.objects.get(procedure__slug=PERMIT)
    replace(loaded / f"{PERMIT}.toml", "value = 5", "value = 4")

    done = actions.load_catalogue(at=at("2026-03-05 09:00"), folder=loaded)

    held = Edition.objects.get(pk=old.pk)
    new = Edition.objects.get(procedure__slug=PERMIT, number=2)
    assert done["changed"] == [PERMIT]
    assert (held.stages, held.digest, held.valid_to) == (old.stages, old.digest, date(2026, 3, 4))
    assert (new.valid_from, new.valid_to) == (date(2026, 3, 5), None)
    assert new.stages[0]["value"] == 4
    assert new.components.count() == old.components.count()


def test_on_every_day_one_edition_is_in_force(loaded: Path) -> None:
    replace(loaded / f"{PERMIT}.toml", 'valid_from = "2024-01-01"', 'valid_from = "2026-07-01"')

    actions.load_catalogue(at=NOW, folder=loaded)

    for day, number in ((date(2026, 6, 30), 1), (date(2026, 7, 1), 2)):
        (edition,) = Edition.objects.in_force(day).filter(procedure__slug=PERMIT)
        assert edition.number == number


def test_a_dry_run_shows_the_lines_and_writes_nothing(loaded: Path) -> None:
    replace(loaded / f"{PERMIT}.toml", "legacy_level = 4", "legacy_level = 3")
    text = (loaded / f"{RULES}.toml").read_text().replace(f'slug = "{RULES}"', 'slug = "moi"')
    (loaded / "moi.toml").write_text(text)

    lines = actions.differences(folder=loaded)

    assert lines == [
        f"~ {PERMIT}: service/legacy_level: 4 → 3",
        f"~ {PERMIT}: names the same date and deciding document as edition 1",
        "+ moi: Đăng ký nội quy lao động của doanh nghiệp",
    ]
    assert Edition.objects.count() == 3


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('tier = "core"', 'tier = "best"', "tier: phải là một trong các giá trị"),
        ('unit = "working_day"', 'unit = "week"', "time_limit/stages/0/unit"),
        ('code = "2.000205"', 'code = "2000205"', "code: chưa đúng dạng"),
        ("amount_vnd = 600000", "amount_vnd = -1", "fees/0/amount_vnd"),
        ('slug = "cap-giay-phep-lao-dong"', 'slug = "khac"', "slug: phải trùng tên tệp"),
        ('field = "viec-lam-lao-dong-nuoc-ngoai"', 'field = "khong-co"', "field: khong-co không có trong"),
        ('valid_from = "2024-01-01"', 'valid_from = "2024-13-01"', "edition/valid_from"),
        ("popular = true", "populer = true", "có mục không dùng được"),
        ("popular = true", "popular = maybe", "Invalid value"),
        ("applicants = [", "# applicants = [", "thiếu mục bắt buộc"),
    ],
)
def test_a_bad_file_is_refused_by_file_and_key(folder: Path, old: str, new: str, where: str) -> None:
    replace(folder / f"{PERMIT}.toml", old, new)

    with pytest.raises(BadFile) as refusal:
        files.read_all(folder)

    assert str(refusal.value).startswith(f"{PERMIT}.toml: ")
    assert where in str(refusal.value)


def test_a_bad_file_leaves_the_catalogue_as_it_was(loaded: Path) -> None:
    replace(loaded / f"{PERMIT}.toml", "value = 5", "value = 4")
    replace(loaded / f"{RULES}.toml", 'tier = "core"', 'tier = "best"')

    with pytest.raises(BadFile):
        actions.load_catalogue(at=NOW, folder=loaded)

    assert Edition.objects.count() == 3


def test_a_withdrawn_procedure_applies_until_its_end_and_is_not_loaded_back(loaded: Path) -> None:
    edition = Edition.objects.get(procedure__slug=PERMIT)

    withdraw(edition)
    done = actions.load_catalogue(at=NOW, folder=loaded)

    assert PERMIT in done["same"]
    assert Edition.objects.in_force(date(2026, 3, 31)).filter(pk=edition.pk).exists()
    assert not Edition.objects.in_force(date(2026, 4, 1)).filter(pk=edition.pk).exists()


def test_a_withdrawn_procedure_comes_back_with_a_changed_file(loaded: Path) -> None:
    withdraw(Edition.objects.get(procedure__slug=PERMIT))
    replace(loaded / f"{PERMIT}.toml", "value = 5", "value = 4")

    actions.load_catalogue(at=at("2026-03-20 09:00"), folder=loaded)

    (edition,) = Edition.objects.in_force(date(2026, 3, 25)).filter(procedure__slug=PERMIT)
    assert edition.number == 2


@pytest.mark.usefixtures("loaded")
def test_only_a_draft_is_published_and_only_what_is_published_is_withdrawn() -> None:
    edition = Edition.objects.get(procedure__slug=PERMIT)

    with pytest.raises(Refused, match="bản thảo"):
        actions.publish(edition, since=date(2026, 4, 1), by=None, at=NOW)
    with pytest.raises(Refused, match="bãi bỏ"):
        withdraw(edition, date(2023, 12, 31))


@pytest.mark.usefixtures("loaded")
def test_a_draft_does_not_come_into_force_before_the_one_it_replaces() -> None:
    held = Edition.objects.get(procedure__slug=PERMIT)
    draft = Edition.objects.create(
        procedure=held.procedure,
        number=2,
        valid_from=held.valid_from,
        content=held.content,
        digest="x",
        step_count=4,
        online=True,
    )

    with pytest.raises(Refused, match="hiệu lực sau"):
        actions.publish(draft, since=held.valid_from, by=None, at=NOW)


@pytest.mark.django_db
def test_the_command_counts_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_catalogue", dry_run=True)
    call_command("load_catalogue")
    call_command("load_catalogue", dry_run=True)

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 106 + 2
    assert lines[-2:] == ["106 new, 0 changed, 0 same, 0 kept", "Nothing to load."]


@pytest.mark.django_db
def test_the_command_names_a_bad_file(folder: Path) -> None:
    replace(folder / f"{PERMIT}.toml", 'tier = "core"', 'tier = "best"')

    with pytest.raises(CommandError, match=rf"{PERMIT}\.toml: tier"):
        call_command("load_catalogue", folder=folder)


def test_a_new_rule_of_searching_reaches_procedures_that_did_not_change(loaded: Path) -> None:
    Procedure.objects.update(search_text="")

    actions.load_catalogue(at=NOW, folder=loaded)

    assert Procedure.objects.search("noi quy").get().slug == RULES


def refuse(text: str) -> None:
    """Have this file refused, in words."""
    with pytest.raises(BadFile) as refused:
        files.read_text(text, "x.toml")
    assert all(refused.value.faults)


BOMBS: dict[str, Callable[[int], str]] = {
    "a key of many parts": lambda n: "a." * n + "b = 1",
    "a quoted key of many parts": lambda n: '"a" . ' * n + "b = 1",
    "a table of many parts": lambda n: "[" + "a." * n + "b]",
    "many dots inside a table": lambda n: "a = {" + "a." * n + "b = 1}",
    "arrays in arrays": lambda n: "a = " + "[" * n + "]" * n,
    "tables in tables": lambda n: "a = " + "{a = " * n + "1" + "}" * n,
    "unknown keys": lambda n: "\n".join(f"k{i} = 1" for i in range(n)),
    "one word": lambda n: "a" * n,
    "quotes": lambda n: '"' * n,
    "digits": lambda n: "a = " + "1" * n,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_twice_the_file_costs_at_most_twice_and_is_refused_in_words(bomb: str) -> None:
    short, long = (processor_seconds(partial(refuse, BOMBS[bomb](n)), tries=2) for n in (10_000, 20_000))

    assert long < 4 * short + 0.1
    assert long < 5


@pytest.mark.parametrize("depth", [21, 100, 200, 300, 500])
def test_values_nested_too_deep_are_refused_before_anybody_walks_them(depth: int) -> None:
    with pytest.raises(BadFile, match="quá sâu|không phải TOML"):
        files.read_text("a = " + "[" * depth + "]" * depth, "x.toml")
