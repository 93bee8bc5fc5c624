"""What was changed past the site stays named, though a later act or change seals the row as it then stands."""

import pytest
from django.db import connection

from dossiers import actions
from dossiers.journal import verification
from dossiers.models import Dossier, Interruption
from people.models import Party, User
from people.seals.registry import BY_MODEL
from people.seals.verification import faults_in_kind
from tests.support.stories import MONDAY, TUESDAY, Cast
from tests.support.tampering import D

pytestmark = pytest.mark.django_db


def steal(table: str, change: str, pk: int) -> None:
    """One row, by hand, past the site."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change} WHERE id = {pk}")


def faults(dossier: Dossier) -> str:
    """All that is wrong with its record."""
    return "\n".join(verification.verify(Dossier.objects.get(pk=dossier.pk)))


@pytest.mark.parametrize(
    "change", ["fee_due = 0", "result_text = 'Ba năm'", "declared_papers = '{\"x\": 1}'", "due_ground = 'Đ. 1'"]
)
def test_an_act_on_a_dossier_that_was_changed_does_not_hide_it(cast: Cast, change: str) -> None:
    dossier = cast.submitted()
    steal(D, change, dossier.pk)

    actions.accept(dossier, by=cast.clerk, at=MONDAY)

    assert f"dossier/{dossier.pk} had been changed outside the site before seal 2" in faults(dossier)
    actions.propose(dossier, "granted", "", by=cast.officer, at=TUESDAY)
    assert faults(dossier).count("had been changed") == 1


def test_a_row_that_was_put_back_in_time_is_as_it_was(cast: Cast) -> None:
    dossier = cast.submitted()
    steal(D, f"fee_due = {dossier.fee_due + 1}", dossier.pk)
    steal(D, f"fee_due = {dossier.fee_due}", dossier.pk)

    actions.accept(dossier, by=cast.clerk, at=MONDAY)

    assert faults(dossier) == ""


@pytest.mark.parametrize("change", ["reason = 'x'", "items = '[]'", "mode = 'none'"])
def test_a_wait_that_was_changed_is_named_after_it_was_closed(cast: Cast, change: str) -> None:
    dossier = cast.ask(cast.appraised(), cast.officer, TUESDAY)
    wait = Interruption.objects.get(dossier=dossier)
    steal("dossiers_interruption", change, wait.pk)

    actions.supply(dossier, by=cast.citizen, at=TUESDAY)

    assert f"interruption/{wait.pk} had been changed outside the site" in faults(dossier)


def test_a_person_or_an_account_that_was_changed_is_named_after_it_was_saved(cast: Cast) -> None:
    steal("people_party", "citizen_id = '001150088888'", cast.party.pk)
    steal("people_user", "is_superuser = NOT is_superuser", cast.officer.pk)
    party, officer = Party.objects.get(pk=cast.party.pk), User.objects.get(pk=cast.officer.pk)
    party.phone, officer.full_name = "0912345678", "Khác"

    party.save()
    officer.save(update_fields=["full_name"])

    for row in (party, officer):
        sealed = BY_MODEL[type(row)]
        assert f"{sealed.label(row)} had been changed outside the site" in "\n".join(faults_in_kind(sealed.kind))


def test_a_column_that_other_hands_move_on_is_no_theft(cast: Cast) -> None:
    dossier = cast.submitted()
    steal(D, "alerts_ahead = '[]', next_alert_at = NULL", dossier.pk)
    steal("people_user", "last_login = '2026-03-02 09:00:00+00:00'", cast.clerk.pk)

    actions.accept(dossier, by=cast.clerk, at=MONDAY)
    User.objects.get(pk=cast.clerk.pk).save()

    assert faults(dossier) == ""
    assert list(faults_in_kind(BY_MODEL[User].kind)) == []
