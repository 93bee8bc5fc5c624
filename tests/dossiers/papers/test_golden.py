"""Every form and every result as it is kept in `golden/`: which words stand where, in which face and size.

After a change that is wanted: run this file with GOLDEN=write in the environment, and look at the diff.
"""

import os
from pathlib import Path
from typing import Any

import pytest

from dossiers.models import Paper
from dossiers.papers.preview import typeset_sample
from procedures.models import ResultTemplate
from procedures.results import files
from tests.support.lines import differences, lines_of
from tests.support.papers import Desk, bare, made, with_components

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden"
LONG = "Nguyễn Phúc Ưng Bửu Vĩnh Bảo Quý Định Long Trường Hiền Năng Kham Kế Thuật " * 3
ALL = files.read_all()


def compare(name: str, content: bytes) -> None:
    """The file is as it is kept; with GOLDEN=write it is kept as it is."""
    lines, kept = lines_of(content), GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        kept.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert not differences(kept, lines), f"{name} looks otherwise than {kept.name}"


@pytest.fixture
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes of papers and of look-ups are the same each time: a line is as long as they are wide."""
    monkeypatch.setattr("dossiers.actions.filing.draw", lambda count: "K" * count)
    monkeypatch.setattr("dossiers.papers.codes.code_of", lambda _event: "1A-0123456789")


@pytest.mark.parametrize("kind", Paper.Kind.values)
def test_a_form_or_letter_looks_as_it_is_kept(desk: Desk, fixed: None, kind: str) -> None:
    compare(kind, made(desk.issue(kind)))


@pytest.mark.parametrize("content", ALL, ids=lambda content: content["kind"])
def test_a_result_looks_as_it_is_kept(content: dict[str, Any]) -> None:
    compare(content["kind"], typeset_sample(ResultTemplate(kind=content["kind"], number=1, content=content)))


def test_a_receipt_of_forty_papers_and_long_names_breaks_where_it_is_kept(
    desk: Desk, fixed: None, edition: Any
) -> None:
    party = desk.citizen.representations.get().party
    party.name, party.address = LONG[:255].strip(), (LONG + LONG)[:300].strip()
    party.save(update_fields=["name", "address"])
    names = [f"Giấy tờ thứ {n:02d}: văn bản xác nhận không bị truy cứu trách nhiệm" for n in range(40)]
    desk.edition = with_components(edition, names)
    content = made(desk.taken_in({}))
    text = "".join(line.text for line in lines_of(content))

    assert all(f"Giấytờthứ{n:02d}" in text for n in range(40))
    assert bare(party.name) in text
    compare("receipt-long", content)


@pytest.mark.parametrize("kind", Paper.Kind.values)
def test_what_is_made_twice_is_the_same_byte_for_byte(desk: Desk, kind: str) -> None:
    paper = desk.issue(kind)
    assert made(paper) == made(paper)


def test_nothing_is_kept_that_is_no_paper() -> None:
    kept = {file.stem for file in GOLDEN.glob("*.txt")}
    assert kept == {*Paper.Kind.values, *(content["kind"] for content in ALL), "receipt-long"}
