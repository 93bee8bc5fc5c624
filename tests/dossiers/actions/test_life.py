"""A whole life by acts: what each leaves in the journal, in the deadlines and on paper."""

from typing import Any

import pytest

from dossiers import actions
from dossiers.journal.verification import verify
from dossiers.models import Event, Paper, State
from dossiers.papers.render import render_batch
from tests.conftest import at
from tests.support.factories import in_appraisal, submitted

pytestmark = pytest.mark.django_db


def test_four_steps_from_filing_to_the_handed_out_result(
    edition: Any, citizen: Any, clerk: Any, officer: Any, leader: Any, cashier: Any
) -> None:
    dossier = in_appraisal(edition, citizen, clerk, at("2026-03-02 09:00"))

    actions.propose(dossier, "granted", "Cấp 02 năm", by=officer, at=at("2026-03-03 09:00"))
    actions.approve(dossier, "granted", by=leader, at=at("2026-03-04 09:00"))
    actions.settle_fee(dossier, dossier.fee_due, "BL-01", by=cashier, at=at("2026-03-04 10:00"))
    render_batch(at("2026-03-05 09:00"))
    done = actions.hand_out(dossier, by=clerk, at=at("2026-03-05 10:00"))

    assert done.state == State.RETURNED
    verbs = list(done.events.values_list("verb", flat=True))
    assert verbs == ["submitted", "accepted", "handed_over", "proposed", "approved", "fee_settled", "returned"]
    assert verify(done) == []


def test_acceptance_promises_the_statutory_day(edition: Any, citizen: Any, clerk: Any) -> None:
    dossier = in_appraisal(edition, citizen, clerk, at("2026-02-13 16:40"))

    dossier.refresh_from_db()

    assert dossier.due_at == at("2026-02-27 17:00")


def test_a_result_is_not_handed_out_while_its_file_is_being_made(
    three_step_edition: Any, citizen: Any, clerk: Any, leader: Any, cashier: Any
) -> None:
    dossier = in_appraisal(three_step_edition, citizen, clerk, at("2026-03-02 09:00"))
    actions.resolve(dossier, "granted", "", by=leader, at=at("2026-03-03 09:00"))
    actions.settle_fee(dossier, dossier.fee_due, "BL-02", by=cashier, at=at("2026-03-03 10:00"))

    with pytest.raises(actions.Refused, match="đang được tạo"):
        actions.hand_out(dossier, by=clerk, at=at("2026-03-03 11:00"))

    assert Event.objects.filter(dossier=dossier, verb="returned").count() == 0
    assert Paper.objects.filter(dossier=dossier, kind="result", state="pending").exists()


def test_a_second_submission_changes_nothing(edition: Any, citizen: Any) -> None:
    dossier = submitted(edition, citizen)

    with pytest.raises(actions.Refused):
        actions.submit(dossier, by=citizen, at=at("2026-03-02 09:00"))

    assert dossier.events.count() == 1
