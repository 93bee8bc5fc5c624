"""Patterns of definitions: matched in linear time, and refused where they are checked when they cannot be."""

from functools import partial

import pytest

from procedures.questions.definition_checks import form_faults
from procedures.questions.patterns import PATTERN_MAX, BadPattern, check_pattern, fits
from tests.support.cost import processor_seconds
from tests.support.questions import question

BOMBS = ["^(a+)+$", "^(a|aa)+$", "^(a|a?)+$", "(.*)*b", "(a*)*c", "^([a-zA-Z]+)*$", "(x+x+)+y", "(a?){40}a{40}"]


@pytest.mark.parametrize("pattern", BOMBS)
def test_a_pattern_with_many_ways_costs_as_much_as_its_text_is_long(pattern: str) -> None:
    short, long = (processor_seconds(partial(fits, pattern, "a" * n + "!")) for n in (20_000, 40_000))

    assert long < 4 * short + 0.05


@pytest.mark.parametrize("pattern", ["[", "(?=a)b", r"(a)\1", "a{1000}{1000}", "a" * (PATTERN_MAX + 1), "(" * 90])
def test_what_cannot_be_matched_in_a_line_is_refused_where_an_edition_is_checked(pattern: str) -> None:
    with pytest.raises(BadPattern):
        check_pattern(pattern)

    assert form_faults([question("text", pattern=pattern)]) == ["form/it: biểu thức pattern không đọc được"]


def test_under_an_old_pattern_that_cannot_be_used_nobody_is_kept_from_filing() -> None:
    assert fits("(?=a)b", "x")
    assert not fits(r"^\d{10}$", "x")
