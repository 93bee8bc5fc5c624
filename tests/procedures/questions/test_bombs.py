"""Words made to cost more than they weigh: every type of question reads them in linear time."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from portal.operations.logs import redacted
from procedures.questions import validate_answers
from procedures.questions.registry import TYPES
from tests.support.bombs import TEXTS
from tests.support.cost import processor_seconds
from tests.support.questions import question
from toolbox.text import fold, nfc

DAY = date(2026, 3, 2)
READERS: dict[str, Callable[[str], object]] = {"nfc": nfc, "fold": fold, "log": redacted}


def answer(kind: str, text: str) -> object:
    """What is wrong with *text* as an answer to a question of that type."""
    return validate_answers([question(kind, pattern="^[A-Z]+$")], {"it": text}, DAY)


READERS |= {kind: partial(answer, kind) for kind in TYPES if kind not in ("table", "computed")}


@pytest.mark.parametrize("bomb", TEXTS)
@pytest.mark.parametrize("reader", READERS)
def test_twice_the_words_cost_at_most_twice(reader: str, bomb: str) -> None:
    short, long = (processor_seconds(partial(READERS[reader], TEXTS[bomb](size)), tries=2) for size in (1000, 2000))

    assert long < 3 * short + 0.1
    assert long < 1
