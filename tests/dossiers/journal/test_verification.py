"""`verify_journal`: silent when all is whole; names the exact row of every kind of tampering."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from dossiers import actions
from dossiers.journal import verification
from dossiers.models import Dossier, Event, EventNote, State, triggers
from tests.support.stories import MONDAY, Cast

pytestmark = pytest.mark.django_db


def run(**options: Any) -> str:
    """What the command prints; fails when it does not fail."""
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_journal", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def tamper() -> Callable[..., None]:
    """Changes rows as who owns the database could: the triggers lifted and put back."""

    def change(*statements: tuple[str, list[Any]]) -> None:
        editor = connection.schema_editor(atomic=False)
        editor.deferred_sql = []
        triggers.lift(editor)
        with connection.cursor() as cursor:
            for statement, params in statements:
                cursor.execute(statement, params)
        triggers.install(editor)

    return change


def test_a_whole_journal_is_passed_in_silence(cast: Cast) -> None:
    for state in State:
        cast.in_state(state)
    out = io.StringIO()

    call_command("verify_journal", stdout=out)

    assert out.getvalue() == ""


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'stopped'",
        "by_id = by_id + 1",
        "at = recorded_at",
        "unit_name = 'Ai đó'",
        "particulars = '{\"amount\": 1}'",
        "to_state = 'stopped'",
        "note_hash = 'x'",
        "hash = 'x'",
        "previous_hash = 'x'",
    ],
)
def test_a_changed_event_is_named(cast: Cast, tamper: Callable[..., None], change: str) -> None:
    dossier = cast.proposed()
    event = dossier.events.get(seq=2)

    tamper((f"UPDATE dossiers_event SET {change} WHERE id = %s", [event.pk]))

    assert f"{dossier.code} event 2 (row {event.pk}):" in run()


def test_a_deleted_event_is_missed_by_the_one_after(cast: Cast, tamper: Callable[..., None]) -> None:
    dossier = cast.proposed()

    tamper(
        ("UPDATE dossiers_paper SET event_id = NULL", []),
        ("DELETE FROM dossiers_event WHERE dossier_id = %s AND seq = 2", [dossier.pk]),
    )

    assert "event 3" in run()
    assert "event 2 is missing before it" in run()


def test_a_deleted_last_event_is_missed_by_the_head(cast: Cast, tamper: Callable[..., None]) -> None:
    dossier = cast.appraised()
    last = dossier.events.latest("seq")

    tamper(("DELETE FROM dossiers_event WHERE id = %s", [last.pk]))

    assert f"{dossier.code} (dossier row {dossier.pk}): its head says event 3, the chain ends at 2" in run()


def test_a_head_rewound_with_it_still_differs_in_state(cast: Cast, tamper: Callable[..., None]) -> None:
    dossier = cast.appraised()
    left = dossier.events.get(seq=2)

    tamper(
        ("DELETE FROM dossiers_event WHERE dossier_id = %s AND seq = 3", [dossier.pk]),
        ("UPDATE dossiers_dossier SET head_seq = 2, head_hash = %s", [left.hash]),
    )

    assert "its state is appraisal, its journal ends at accepted" in run()


def test_swapped_events_are_both_named(cast: Cast, tamper: Callable[..., None]) -> None:
    dossier = cast.appraised()

    tamper(
        ("UPDATE dossiers_event SET seq = 99 WHERE dossier_id = %s AND seq = 2", [dossier.pk]),
        ("UPDATE dossiers_event SET seq = 2 WHERE dossier_id = %s AND seq = 3", [dossier.pk]),
        ("UPDATE dossiers_event SET seq = 3 WHERE dossier_id = %s AND seq = 99", [dossier.pk]),
    )

    output = run()
    assert f"{dossier.code} event 2 " in output
    assert f"{dossier.code} event 3 " in output


def test_a_changed_note_is_named(cast: Cast) -> None:
    dossier = cast.awaiting_supplement()
    event = dossier.events.get(verb="supplement_requested")

    EventNote.objects.filter(event=event).update(text="Khác")

    assert f"{dossier.code} event {event.seq} (row {event.pk}): its note was changed" in run()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("state = 'stopped'", "its state is stopped"),
        ("head_hash = 'x'", "its head is not the hash"),
        ("head_seq = 9", "its head says event 9"),
        ("due_at = accepted_at", "its due date is not the one"),
        ("due_at = submitted_at, accepted_at = submitted_at", "its due date is not the one"),
    ],
)
def test_a_dossier_that_says_other_than_its_journal_is_named(cast: Cast, change: str, words: str) -> None:
    dossier = cast.appraised()

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE dossiers_dossier SET {change} WHERE id = %s", [dossier.pk])

    assert f"{dossier.code} (dossier row {dossier.pk}): {words}" in run()


def test_an_event_forged_whole_does_not_follow_the_chain(cast: Cast) -> None:
    dossier = cast.appraised()
    forged = Event.objects.get(dossier=dossier, seq=3)
    forged.pk, forged.seq, forged.to_state, forged.previous_hash = None, 4, "returned", ""
    forged.hash = verification.digest(forged)
    forged.save(force_insert=True)

    output = run()

    assert f"event 4 (row {forged.pk}): does not follow the event before it" in output


def test_one_dossier_may_be_asked_for_by_its_code(cast: Cast) -> None:
    whole, changed = cast.appraised(), cast.appraised()
    Dossier.objects.filter(pk=changed.pk).update(head_hash="x")

    call_command("verify_journal", code=whole.code)

    assert str(changed.code) in run(code=changed.code)
    with pytest.raises(CommandError, match="There is no dossier"):
        call_command("verify_journal", code="H99-0")


def test_every_batch_is_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "BATCH", 2)
    dossiers = [cast.submitted() for _n in range(5)]
    Dossier.objects.update(head_hash="x")

    lines = run().splitlines()

    assert {line.split()[0] for line in lines} == {dossier.code for dossier in dossiers}


def test_an_act_between_two_looks_is_no_fault(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = cast.submitted()
    stale = Dossier.objects.get(pk=dossier.pk)
    actions.accept(dossier, by=cast.clerk, at=MONDAY)

    assert list(verification.faults_of_batch([stale], stale.pk - 1, stale.pk)) == []

    Dossier.objects.filter(pk=dossier.pk).update(result_text="x")
    assert len(list(verification.faults_of_batch([stale], stale.pk - 1, stale.pk))) == 1


def test_a_number_drawn_between_two_looks_is_no_fault(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.submitted()
    real, looks = verification._last_number, []

    def behind(scope: str) -> int:
        looks.append(scope)
        return real(scope) - (len(looks) == 1)

    monkeypatch.setattr(verification, "_last_number", behind)

    assert list(verification.faults_of_counters()) == []
    assert looks[0] == looks[1]
