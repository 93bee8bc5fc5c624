"""About how long filling in takes: a figure that grows with what is asked of everybody, in steps of five minutes."""

from typing import Any

import pytest

from procedures.filling_time import STEP, minutes_to_fill_in
from procedures.models import Edition

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("catalogue")
def test_every_procedure_has_an_honest_figure() -> None:
    told = {row.procedure.slug: minutes_to_fill_in(row) for row in Edition.objects.select_related("procedure")}

    assert set(told.values()) <= set(range(STEP, 60, STEP))
    assert told["cap-giay-phep-lao-dong"] == 20  # measured: 15 to 20
    assert min(told.values()) < 20


def test_a_question_that_depends_on_an_answer_is_not_counted(edition: Any) -> None:
    always = minutes_to_fill_in(edition)
    one = {"label_vi": "Vì sao", "type": "text", "asked_if": {"nobody": "x"}}
    edition.content["form"] = [*edition.form_definition, *({**one, "key": f"q{n}"} for n in range(90))]

    assert minutes_to_fill_in(edition) == always
