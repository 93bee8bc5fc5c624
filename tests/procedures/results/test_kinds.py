"""The kinds of result of the folder: what their fields are filled from, and that each procedure has one."""

from typing import Any

import pytest
import tomli_w
from django.utils import timezone

from people.models import User
from procedures.actions import draft_result_template, load_result_templates, publish_result_template
from procedures.editions.files import BadFile
from procedures.editions.files import read_all as read_catalogue
from procedures.results import body, files, values
from tests.procedures.results.test_templates import SMALL
from toolbox.refusal import Refused

ALL = files.read_all()
CATALOGUE = {content["slug"]: content for content in read_catalogue()}
BY_KIND = {content["kind"]: content for content in ALL}
USES = [(content, slug) for content in ALL for slug in content["procedures"]]
FACTS = [(kind["kind"], slug, field) for kind, slug in USES for field in kind["fields"] if "fact" in field]
# What no dossier knows, and without which the paper would say nothing: whoever decides types it.
DECIDED = {
    "giay-xac-nhan-khuyet-tat": {"degree"},
    "quyet-dinh-tro-cap-xa-hoi-hang-thang": {"amount", "since"},
    "quyet-dinh-tro-cap-tho-cung-liet-si": {"amount", "year"},
    "quyet-dinh-ho-tro-chi-phi-mai-tang": {"amount"},
    "quyet-dinh-tro-cap-nguoi-co-cong-tu-tran": {"lump_sum", "stopped_from"},
}


def questions(slug: str) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in CATALOGUE[slug]["form"]}


def test_the_common_results_have_a_kind() -> None:
    assert len(ALL) >= 9
    assert {content["layout"] for content in ALL} == set(files.LAYOUTS)


@pytest.mark.parametrize(("kind", "slug"), USES, ids=lambda value: value if isinstance(value, str) else value["kind"])
def test_a_kind_is_of_procedures_of_the_catalogue(kind: dict[str, Any], slug: str) -> None:
    assert slug in CATALOGUE
    assert kind.get("photo", "") in {"", *(row["key"] for row in CATALOGUE[slug].get("components", []))}


@pytest.mark.parametrize(("kind", "slug", "field"), FACTS)
def test_a_fact_is_a_question_of_the_procedure(kind: str, slug: str, field: dict[str, Any]) -> None:
    if not field["fact"].startswith("answers."):
        return
    asked = questions(slug).get(field["fact"].removeprefix("answers."))
    if asked is None:  # a file may serve procedures that ask less, where a decision goes out without it
        shared = [other for other, at in USES if at != slug and other["kind"] == kind]
        assert shared, f"{slug} does not ask {field['fact']}"
        return
    options = {row["label_vi"] for row in asked.get("options", [])}
    assert not field.get("options") or set(field["options"]) == options
    assert not field.get("required") or asked["required"]


@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_what_a_dossier_cannot_know_is_needed_only_where_the_paper_is_nothing_without_it(kind: str) -> None:
    fields = BY_KIND[kind]["fields"]
    unknown = {row["key"] for row in fields if row.get("required") and not ({"fact", "default"} & set(row))}

    assert unknown == DECIDED.get(kind, set())


@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_articles_follow_one_another_however_little_is_known(kind: str) -> None:
    content = BY_KIND[kind]
    needed = [row for row in content["fields"] if row.get("required")]
    known = values.cleaned(needed, {row["key"]: content["sample"][row["key"]] for row in needed})
    site = dict.fromkeys(body.SITE_FACTS, "x") | {"text": ""}
    rows = body.fill(content["body"], {**site, **values.of_body(needed, known)})
    leads = [row.lead for row in rows if row.lead]

    assert leads == [f"Điều {number}." for number in range(1, len(leads) + 1)]
    assert (content["layout"] == "decision") == bool(leads)


def test_a_translation_goes_with_what_it_translates() -> None:
    text = "Tên: {{name}}\n\n~ Name\n\nNghề: {{job}}\n\n~ Job\n\nHết"

    assert [row.text for row in body.fill(text, {"name": "An", "job": ""})] == ["Tên: An", "Name", "Hết"]


def test_the_last_item_that_is_left_ends_its_list() -> None:
    text = "- Một: {{name}};\n\n- Hai: {{job}};\n\n- Ba: {{note}}.\n\nHết;"

    rows = body.fill(text, {"name": "An", "job": "thợ", "note": ""})
    assert [row.text for row in rows] == ["Một: An;", "Hai: thợ.", "Hết;"]


def test_a_folder_with_two_kinds_for_one_procedure_is_refused(tmp_path: Any) -> None:
    for kind in ("mot", "hai"):
        (tmp_path / f"{kind}.toml").write_text(tomli_w.dumps({**SMALL, "kind": kind}))

    with pytest.raises(BadFile) as refusal:
        files.read_all(tmp_path)
    assert refusal.value.faults == ["procedures: “thu-tuc-thu” đã có mẫu “hai”"]


@pytest.mark.parametrize("wrong", [[1], ["Thủ tục"], [["a"]], ["a/b"]])
def test_a_procedure_is_named_by_its_slug(wrong: list[Any]) -> None:
    with pytest.raises(BadFile, match=r"procedures"):
        files.read_text(tomli_w.dumps({**SMALL, "procedures": wrong}), "thu.toml")


@pytest.mark.django_db
def test_a_kind_is_not_published_for_a_procedure_that_has_one(administrator: User, officer: User) -> None:
    now, today = timezone.now(), timezone.localdate()
    load_result_templates(at=now)
    taken = tomli_w.dumps({**SMALL, "procedures": ["cap-giay-phep-lao-dong"]})
    draft = draft_result_template(taken, "a.toml", by=administrator, at=now)

    with pytest.raises(Refused, match="giay-phep-lao-dong"):
        publish_result_template(draft, since=today, by=officer, at=now)
