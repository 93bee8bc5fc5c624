"""Inner procedures before they are published: what cannot end, fit or be done is refused, and every other ends."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.editions.files import read_all
from procedures.editions.step_checks import step_faults, time_faults

Row = tuple[str, str, str, int | None]
GOOD: list[Row] = [
    ("a", "reception", "desk", None),
    ("b", "appraisal", "officer", 2),
    ("c", "approval", "head", 1),
    ("d", "approval", "leader", 1),
    ("e", "return", "desk", None),
]


def content(rows: list[Row], *, published: int = 4, signer: str = "leader", days: int = 5, **more: Any) -> Any:
    """A file with these steps, as far as the checker reads it."""
    steps = [
        {"key": key, "phase": phase, "name_vi": key, "post": post, **({"working_days": n} if n is not None else {})}
        for key, phase, post, n in rows
    ]
    return {
        "internal_steps": steps,
        "steps": [{}] * published,
        "units": {"signer_role": signer},
        "time_limit": {"stages": [{"value": days, "unit": "working_day"}]},
        **more,
    }


def test_a_chain_that_ends_and_fits_has_no_fault() -> None:
    assert step_faults(content(GOOD)) == []
    signing: list[Row] = [*GOOD[:2], ("ky", "appraisal", "leader", 1), GOOD[4]]
    assert step_faults(content(signing, published=3)) == []


@pytest.mark.parametrize(
    ("rows", "more", "words"),
    [
        ([*GOOD[:2], ("b", "appraisal", "officer", 1), *GOOD[2:]], {}, "quay vòng"),
        ([GOOD[0], GOOD[2], GOOD[1], GOOD[3], GOOD[4]], {}, "theo thứ tự"),
        (GOOD[1:], {}, "thiếu bước"),
        (GOOD[:4], {}, "thiếu bước"),
        ([GOOD[0], GOOD[1], GOOD[4]], {}, "thiếu bước"),
        (GOOD, {"published": 3}, "thủ tục ba bước không có"),
        ([*GOOD[:3], GOOD[4]], {}, "cấp cuối cùng"),
        (GOOD, {"signer": "head"}, "cấp cuối cùng"),
        ([*GOOD[:3], ("x", "approval", "leader", 1), *GOOD[3:]], {}, "lãnh đạo Sở ký"),
        ([GOOD[0], ("b", "appraisal", "desk", 1), *GOOD[2:]], {}, "không làm bước này"),
        ([GOOD[0], ("b", "appraisal", "leader", 1), *GOOD[2:]], {}, "chỉ làm bước ký"),
        ([*GOOD[:2], ("f", "approval", "officer", 1), *GOOD[3:]], {}, "không làm bước này"),
    ],
)
def test_what_cannot_be_is_named(rows: list[Row], more: dict[str, Any], words: str) -> None:
    assert any(words in fault for fault in step_faults(content(rows, **more)))


PHASES, POSTS = ("reception", "appraisal", "approval", "return"), ("desk", "officer", "head", "leader")
ROWS = st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(PHASES), st.sampled_from(POSTS), st.integers(0, 3))


@settings(max_examples=300, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=8), st.sampled_from([3, 4]), st.sampled_from(["head", "leader"]))
def test_whatever_passes_walks_from_reception_to_the_return(rows: list[Row], published: int, signer: str) -> None:
    if step_faults(content(rows, published=published, signer=signer, days=99)):
        return
    keys, phases = [row[0] for row in rows], [row[1] for row in rows]
    assert len(set(keys)) == len(keys)
    assert phases == sorted(phases, key=PHASES.index)
    assert (phases[0], phases[-1]) == ("reception", "return")
    assert ("approval" in phases) == (published == 4)
    levels = [row[2] for row in rows if row[1] == "approval"]
    assert all(post == "head" for post in levels[:-1])
    assert levels[-1:] in ([], [signer])


def test_allowances_fit_their_term_in_every_file_and_where_they_are_edited() -> None:
    assert [fault for each in read_all() for fault in time_faults(each)] == []
    assert "quá thời hạn 3 ngày" in next(time_faults(content(GOOD, days=3)))
