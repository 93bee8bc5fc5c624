"""A measurement counts for the tree it was made of, and only when the whole suite was measured."""

import json
from pathlib import Path

import coverage
import pytest

from tests.house import coverage_floor
from tests.house.tree import ROOT


@pytest.fixture
def measured(tmp_path: Path) -> dict[str, Path]:
    """Data of a run that reached one line of one file, and the mark of no run yet."""
    data = coverage.CoverageData(basename=str(tmp_path / "data"))
    data.add_arcs({str(ROOT / "toolbox" / "text.py"): [(-1, 1)]})
    data.write()
    return {"data": tmp_path / "data", "mark": tmp_path / "mark"}


@pytest.fixture
def marked(measured: dict[str, Path]) -> dict[str, Path]:
    """The same, of the whole suite over the tree as it is."""
    measured["mark"].write_text(json.dumps({"tree": coverage_floor.fingerprint(), "whole": True}))
    return measured


def test_without_a_measurement_nothing_is_called_good(measured: dict[str, Path]) -> None:
    assert coverage_floor.verdict(**measured)[0] == "–"


def test_a_measurement_of_another_tree_does_not_count(marked: dict[str, Path]) -> None:
    marked["mark"].write_text(json.dumps({"tree": "of yesterday", "whole": True}))

    assert coverage_floor.verdict(**marked)[0] == "–"


def test_a_part_of_the_suite_has_no_floor_and_does_not_count(tmp_path: Path) -> None:
    paths = {"data": tmp_path / "data", "mark": tmp_path / "mark"}

    assert coverage_floor.begin(["tests/people"], **paths) == "--cov-fail-under=0"
    paths["data"].touch()
    assert coverage_floor.verdict(**paths)[0] == "–"


def test_a_new_run_forgets_the_last_one_and_keeps_the_floor(marked: dict[str, Path]) -> None:
    assert coverage_floor.begin(["-q", "-m", "not browser and not outside"], **marked) == ""
    assert not marked["data"].exists()
    assert json.loads(marked["mark"].read_text())["whole"]


def test_a_measurement_below_the_floor_is_a_fault(marked: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage_floor, "FLOOR", 99.0)

    sign, sentence = coverage_floor.verdict(**marked)

    assert sign == "✗"
    assert "below the floor" in sentence


def test_a_measurement_over_the_floor_is_good(marked: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage_floor, "FLOOR", 0.0)

    assert coverage_floor.verdict(**marked)[0] == "✓"
