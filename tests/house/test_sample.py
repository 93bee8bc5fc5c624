"""`--sample`: of a test with many cases that uses services a few are kept, evenly; of every other test all are."""

from dataclasses import dataclass
from typing import Any

from tests.conftest import SAMPLE, _sampled


@dataclass(frozen=True)
class Item:
    """As pytest collects one."""

    nodeid: str
    fixturenames: tuple[str, ...]

    def get_closest_marker(self, _name: str) -> None:
        """It has none."""


def item(name: str, case: int, fixtures: tuple[str, ...]) -> Any:
    """One case of a test."""
    return Item(f"a.py::{name}[{case}]", fixtures)


def test_only_many_cases_with_services_are_thinned_out_and_each_test_still_runs() -> None:
    many = [item("many", case, ("db",)) for case in range(100)]
    few = [item("few", case, ("db",)) for case in range(SAMPLE)]
    pure = [item("pure", case, ()) for case in range(100)]

    kept = _sampled([*many, *few, *pure])

    assert [one.nodeid for one in kept if one in many] == [many[n * 100 // SAMPLE].nodeid for n in range(SAMPLE)]
    assert [one for one in kept if one not in many] == [*few, *pure]
