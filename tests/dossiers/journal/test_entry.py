"""The journal: chained, append-only on both databases, and written only when the whole act stands."""

import hashlib
import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from dossiers import actions
from dossiers.journal import entry, following
from dossiers.journal.chain import canonical, utc
from dossiers.journal.verification import verify
from dossiers.models import Dossier, Event, EventNote, State
from dossiers.models.event import Verb
from tests.support.stories import MONDAY, THURSDAY, TUESDAY, Cast, traces

pytestmark = pytest.mark.django_db
SQLITE = connection.vendor == "sqlite"


def sql(statement: str, *params: Any) -> None:
    """Write past the acts, as an intruder or a careless script would."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not SQLITE:  # what the test wrote is still being checked
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, params)


def test_each_event_carries_the_hash_of_the_one_before(cast: Cast) -> None:
    done = cast.in_state(State.RETURNED)

    events = list(done.events.order_by("seq"))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert [event.previous_hash for event in events] == ["", *(e.hash for e in events[:-1])]
    assert (done.head_seq, done.head_hash) == (events[-1].seq, events[-1].hash)
    assert verify(done) == []


def test_the_chain_begins_with_the_filing(cast: Cast) -> None:
    draft = cast.draft()
    assert not draft.events.exists()

    first = actions.submit(draft, by=cast.citizen, at=MONDAY).events.get()

    assert (first.seq, first.verb, first.previous_hash) == (1, "submitted", "")


def test_the_canonical_form_is_every_fact_in_sorted_json(cast: Cast) -> None:
    event = cast.appraised().events.get(verb="accepted")

    facts = json.loads(canonical(event))
    assert facts == {
        "dossier": event.dossier_id,
        "seq": 2,
        "verb": "accepted",
        "from": "submitted",
        "to": "accepted",
        "by": cast.clerk.pk,
        "unit": "Cán bộ Một cửa, Bộ phận Một cửa",
        "at": "2026-03-02T02:00:00.000000+00:00",
        "recorded_at": utc(event.recorded_at),
        "particulars": event.particulars,
        "note": "",
        "previous": event.previous_hash,
    }
    assert hashlib.sha256(canonical(event)).hexdigest() == event.hash


def test_free_text_stands_beside_the_chain_with_its_salted_hash_inside(cast: Cast) -> None:
    event = cast.ask(cast.appraised(), cast.officer, TUESDAY).events.get(verb="supplement_requested")

    note = event.note
    assert note.text not in canonical(event).decode()
    assert event.note_hash == hashlib.sha256(f"{note.salt}\n{note.text}".encode()).hexdigest()


def test_nothing_anybody_typed_is_inside_the_chain(cast: Cast) -> None:
    lives = [cast.in_state(state) for state in State if state != State.DRAFT]

    typed = set(EventNote.objects.values_list("text", flat=True))
    assert len(typed) >= 5
    for event in Event.objects.filter(dossier__in=lives):
        assert not any(text in str(event.particulars) for text in typed), event
        assert set(event.particulars) <= {
            "amount",
            "answer_by",
            "calendar_version",
            "component",
            "components",
            "due_at",
            "file",
            "instead_of",
            "outcome",
            "unit",
            "waited_since",
        }


def test_the_same_words_said_twice_have_different_hashes(cast: Cast) -> None:
    asked = [cast.ask(cast.appraised(), cast.officer, TUESDAY) for _n in range(2)]

    hashes = {dossier.events.get(verb="supplement_requested").note_hash for dossier in asked}
    assert len(hashes) == 2


def test_a_note_may_be_erased_without_breaking_the_chain(cast: Cast) -> None:
    dossier = Dossier.objects.get(pk=cast.awaiting_supplement().pk)

    EventNote.objects.filter(event__dossier=dossier).delete()

    assert verify(Dossier.objects.get(pk=dossier.pk)) == []


def test_the_record_speaks_vietnamese_whatever_the_page_of_the_actor(cast: Cast) -> None:
    from_english_page = cast.submitted()

    with translation.override("en"):
        accepted = actions.accept(from_english_page, by=cast.clerk, at=MONDAY)

    assert accepted.events.latest("seq").unit_name == "Cán bộ Một cửa, Bộ phận Một cửa"


def test_an_act_that_fails_at_the_very_end_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    filed = cast.submitted()
    before = traces(filed)
    monkeypatch.setattr(Dossier, "save", _disk_full)

    with pytest.raises(OSError, match="disk full"):
        actions.accept(filed, by=cast.clerk, at=MONDAY)

    monkeypatch.undo()
    assert traces(filed) == before


def test_a_follow_up_that_fails_takes_the_first_act_with_it(cast: Cast) -> None:
    filed = cast.submitted()
    before = traces(filed)

    with pytest.raises(actions.Refused):
        _accept_then_fail(filed, cast)

    assert traces(filed) == before


def test_the_callers_copy_is_left_alone_and_the_answer_is_fresh(cast: Cast) -> None:
    filed = cast.submitted()

    accepted = actions.accept(filed, by=cast.clerk, at=MONDAY)

    assert (filed.state, accepted.state) == (State.SUBMITTED, State.APPRAISAL)


def test_nobody_sets_a_state_by_hand(cast: Cast) -> None:
    dossier = cast.submitted()

    with pytest.raises(AttributeError):
        dossier.state = State.RETURNED

    dossier.refresh_from_db()
    assert dossier.state == State.SUBMITTED


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dossiers_event SET verb = 'returned'",
        "UPDATE dossiers_event SET seq = seq + 100",
        "DELETE FROM dossiers_event",
        "TRUNCATE dossiers_event CASCADE",
        "INSERT INTO dossiers_event SELECT * FROM dossiers_event WHERE true"
        " ON CONFLICT (id) DO UPDATE SET verb = 'stopped'",
        "INSERT OR REPLACE INTO dossiers_event SELECT * FROM dossiers_event",
        "REPLACE INTO dossiers_event SELECT * FROM dossiers_event",
    ],
)
def test_the_database_itself_refuses_to_change_the_record(cast: Cast, statement: str) -> None:
    dossier = cast.submitted()
    if ("REPLACE" in statement and not SQLITE) or ("TRUNCATE" in statement and SQLITE):
        pytest.skip("a statement of the other database")

    with pytest.raises(DatabaseError, match="append-only"):
        sql(statement)

    assert verify(dossier) == []


def test_the_triggers_are_there_after_every_migration() -> None:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'dossiers_event'"
        if SQLITE
        else "SELECT tgname FROM pg_trigger WHERE tgrelid = 'dossiers_event'::regclass AND NOT tgisinternal"
    )

    with connection.cursor() as cursor:
        cursor.execute(query)
        names = {row[0].removeprefix("dossiers_event_") for row in cursor.fetchall()}

    assert names == ({"no_update", "no_delete", "no_replace"} if SQLITE else {"no_change", "no_truncate"})


def test_a_whole_life_names_every_act_once(cast: Cast) -> None:
    done = cast.in_state(State.RETURNED)

    verbs = list(Event.objects.filter(dossier=done).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["submitted", "accepted", "handed_over", "proposed", "approved", "fee_settled", "returned"]
    assert done.events.latest("seq").at == THURSDAY


def _disk_full(*_args: Any, **_more: Any) -> None:
    raise OSError("disk full")


def _accept_then_fail(filed: Dossier, cast: Cast) -> None:
    with entry(filed, Verb.RECEPTION_REFUSED, by=cast.clerk, at=MONDAY) as act:
        act.dossier.to_not_accepted()
        with following(act, Verb.HANDED_OVER) as second:
            second.dossier.to_appraisal()
