"""What who owns the database or the disk could change: each change is named, and a row that nobody touched is not.

Every statement runs in a transaction of its own that is rolled back, with the triggers lifted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.models import ADDITION, LogEntry
from django.db import connection, transaction
from django.utils import timezone

from dossiers import actions
from dossiers.journal import verification
from dossiers.journal.chain import digest
from dossiers.models import Attachment, Dossier, Event, Paper, triggers
from payments.actions import take_cash
from payments.models import Payment
from people.models import Post, Representation, Seal
from people.models.seal import SEALS
from people.seals.chain import canonical_hash
from people.seals.roots import sign_root
from tests.support.stories import THURSDAY, TUESDAY, WEDNESDAY, Cast
from tests.support.tampering import CHANGES, ROWS, A, D, E, P, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def world(cast: Cast) -> World:
    """Filed, supplemented, late, paid and decided; the heads are signed and noted."""
    dossier = cast.appraised()
    cast.ask(dossier, cast.officer, TUESDAY)
    dossier = actions.supply(dossier, by=cast.citizen, at=TUESDAY, note="Đã chụp lại")
    actions.name_delay(dossier, "workload", "own_unit", "Nhiều hồ sơ", by=cast.officer, at=TUESDAY)
    actions.propose(dossier, "granted", "Hai năm", by=cast.officer, at=TUESDAY)
    dossier = actions.approve(dossier, "granted", by=cast.leader, at=WEDNESDAY)
    cast.make_files(dossier)
    take_cash(dossier, amount=dossier.fee_due, payer="Người nộp", by=cast.cashier, at=WEDNESDAY)
    cast.make_files(dossier)
    cast.submitted()
    LogEntry.objects.create(user=cast.administrator, action_flag=ADDITION, object_repr="x", action_time=timezone.now())
    sign_root(timezone.now())
    return World(Dossier.objects.get(pk=dossier.pk), cast)


class Console:
    """Statements typed by hand, where a schema editor is expected."""

    connection = connection

    @staticmethod
    def execute(statement: str) -> None:
        """Run one."""
        _sql(statement)


@contextmanager
def lifted() -> Iterator[None]:
    """The triggers off, and everything as it was afterwards."""
    with transaction.atomic():
        triggers.lift(Console)
        SEALS.lift(Console)
        yield
        transaction.set_rollback(True)


def faults(*, files: bool = False) -> list[str]:
    """What the verification of everything says, but for the triggers that were lifted; of files where asked."""
    return [line for line in verification.faults_in_record(files=files) if "trigger" not in line]


DELETIONS = [table for table in ROWS if table not in ("people_user", "people_party", "people_agency", D, E)]


def test_nothing_is_said_of_a_record_that_nobody_touched(world: World) -> None:
    assert list(verification.faults_in_record()) == []


def each_changed_column_is_named(world: World) -> None:
    unnoticed = [
        f"{table}: {change}"
        for table, changes in CHANGES.items()
        for change in changes
        if not _named(world, f"UPDATE {table} SET {change} WHERE {ROWS[table][0]} = %s", table)
    ]

    assert unnoticed == []


def each_deleted_row_is_named(world: World) -> None:
    unnoticed = [
        table for table in DELETIONS if not _named(world, f"DELETE FROM {table} WHERE {ROWS[table][0]} = %s", table)
    ]

    assert unnoticed == []


def rows_put_in_are_named(world: World) -> None:
    unnoticed = []
    for model, column, key in (
        (Attachment, "component", world.attachment.pk),
        (Payment, "token", Payment.objects.get().pk),
        (Post, "role", world.cast.clerk.posts.get().pk),
        (Representation, "scope", world.cast.citizen.representations.get().pk),
    ):
        with lifted():
            row = model._base_manager.get(pk=key)
            row.pk = None
            setattr(row, column, "leader" if column == "role" else "guardian")
            if isinstance(row, Payment):
                receipt = world.dossier.papers.exclude(payment__isnull=False).first()
                assert receipt is not None
                row.receipt = receipt
            model._base_manager.bulk_create([row])  # as SQL does: no seal
            if not faults():
                unnoticed.append(model.__name__)

    assert unnoticed == []


def a_file_that_was_replaced_or_deleted_is_named(world: World) -> None:
    for row in (world.attachment, world.paper):
        file = Path(settings.MEDIA_ROOT) / row.path
        content = file.read_bytes()
        file.write_bytes(content[:-1] + b"x")
        assert any(row.path in fault for fault in faults(files=True))
        file.unlink()
        assert any(row.path in fault for fault in faults(files=True))
        file.write_bytes(content)
        assert faults(files=True) == []


def a_replaced_file_whose_row_was_changed_with_it_is_named(world: World) -> None:
    other = Paper.objects.exclude(pk=world.paper.pk).filter(state="ready").first()
    assert other is not None
    with lifted():
        _sql(f"UPDATE {P} SET sha256 = %s, path = %s WHERE id = %s", other.sha256, other.path, world.paper.pk)

        assert f"paper/{world.paper.pk} was changed" in "\n".join(faults())


def an_event_deleted_in_the_middle_or_two_swapped_are_named(world: World) -> None:
    with lifted():
        _sql(f"UPDATE {P} SET event_id = NULL")
        _sql("DELETE FROM dossiers_eventnote")
        _sql(f"DELETE FROM {E} WHERE id = %s", world.event.pk)
        assert "event 4 is missing before it" in "\n".join(faults())
    with lifted():
        first, second = world.dossier.events.filter(seq__in=(3, 4)).values_list("pk", flat=True)
        _sql(f"UPDATE {E} SET seq = 90 WHERE id = %s", first)
        _sql(f"UPDATE {E} SET seq = 3 WHERE id = %s", second)
        _sql(f"UPDATE {E} SET seq = 4 WHERE id = %s", first)
        assert "does not follow the event before it" in "\n".join(faults())


def a_tail_that_was_cut_off_with_all_that_speaks_of_it_is_named_from_outside_the_database(world: World) -> None:
    before = Dossier.objects.get(pk=world.dossier.pk)
    actions.hand_out(world.dossier, by=world.cast.clerk, at=THURSDAY)
    sign_root(timezone.now())
    with lifted():
        last = world.dossier.events.latest("seq")
        _sql("DELETE FROM notifications_notice WHERE once LIKE %s", f"{before.pk}/{last.seq}%")
        _sql(f"DELETE FROM {E} WHERE id = %s", last.pk)
        _sql("DELETE FROM people_seal WHERE kind = 'dossier' AND key = %s AND seq > %s", before.pk, before.seal_seq)
        Dossier.objects.bulk_update([before], [field.name for field in Dossier._meta.fields if field.name != "id"])

        words = "\n".join(faults())

    assert "is gone (noted in heads-" in words
    assert "is gone (root 2)" in words


def a_history_rewritten_with_every_hash_right_is_named(world: World) -> None:
    with lifted():
        previous = ""
        for event in world.dossier.events.order_by("seq"):
            event.at = event.at.replace(day=event.at.day - 1)
            event.previous_hash = previous
            previous = digest(event)
            _sql(
                f"UPDATE {E} SET at = %s, previous_hash = %s, hash = %s WHERE id = %s",
                event.at,
                event.previous_hash,
                previous,
                event.pk,
            )
        _sql(f"UPDATE {D} SET head_hash = %s WHERE id = %s", previous, world.dossier.pk)

        assert f"dossier/{world.dossier.pk} was changed outside the site" in "\n".join(faults())


def a_dossier_deleted_whole_with_its_seals_is_named_from_outside_the_database(world: World) -> None:
    pk = world.dossier.pk
    with lifted():
        for table in ("payments_payment", P, "dossiers_interruption", "dossiers_lateness", "dossiers_dossieraccess", A):
            _sql(f"DELETE FROM {table} WHERE dossier_id = %s", pk)
        _sql(f"DELETE FROM dossiers_eventnote WHERE event_id IN (SELECT id FROM {E} WHERE dossier_id = %s)", pk)
        _sql(f"DELETE FROM {E} WHERE dossier_id = %s", pk)
        _sql(f"DELETE FROM {D} WHERE id = %s", pk)
        assert f"dossier {pk}: its row is gone, its seals are there" in faults()
        _sql("DELETE FROM people_seal WHERE kind = 'dossier' AND key = %s", pk)
        assert any(f.startswith(f"dossier {pk}: its seal ") and f.endswith("(root 1)") for f in faults())


def a_forged_dossier_is_named(world: World) -> None:
    with lifted():
        forged = Dossier.objects.get(pk=world.dossier.pk)
        forged.pk, forged.ref, forged.code, forged.form_token = None, "forged", "H99.16-260302-0077", None
        events = list(world.dossier.events.order_by("seq"))
        Dossier.objects.bulk_create([forged])
        previous = ""
        for event in events:
            event.pk, event.dossier, event.previous_hash = None, forged, previous
            event.hash = previous = digest(event)
        Event.objects.bulk_create(events)
        _sql(f"UPDATE {D} SET head_hash = %s, seal_seq = 0, seal_hash = '' WHERE id = %s", previous, forged.pk)

        assert f"{forged.code} (dossier row {forged.pk}): no seal holds it" in "\n".join(faults())


def seals_that_were_forged_by_who_lacks_the_key_are_named(world: World) -> None:
    with lifted():
        seal = world.seals.latest("seq")
        rows = {**seal.rows, f"dossier/{world.dossier.pk}": "0" * 64}
        seal.rows = rows
        seal.hash = canonical_hash(seal)
        Seal.objects.filter(pk=seal.pk).update(rows=rows, hash=seal.hash)

        assert f"seal {seal.seq} was not made by this site" in "\n".join(faults())


def triggers_that_were_dropped_are_named(world: World) -> None:
    with transaction.atomic():
        triggers.lift(Console)
        assert any("dossiers_event" in line and "is not there" in line for line in verification.faults_in_record())
        transaction.set_rollback(True)


def an_event_table_emptied_whole_is_named(world: World) -> None:
    with lifted():
        _sql(f"UPDATE {P} SET event_id = NULL")
        _sql("DELETE FROM dossiers_eventnote")
        _sql(f"DELETE FROM {E}")

        assert "the chain ends at 0" in "\n".join(faults())


# One world for all, since each puts back what it changed; the last one acts on its dossier.
CHECKS = [
    each_changed_column_is_named,
    each_deleted_row_is_named,
    rows_put_in_are_named,
    a_file_that_was_replaced_or_deleted_is_named,
    a_replaced_file_whose_row_was_changed_with_it_is_named,
    an_event_deleted_in_the_middle_or_two_swapped_are_named,
    a_history_rewritten_with_every_hash_right_is_named,
    a_dossier_deleted_whole_with_its_seals_is_named_from_outside_the_database,
    a_forged_dossier_is_named,
    seals_that_were_forged_by_who_lacks_the_key_are_named,
    triggers_that_were_dropped_are_named,
    an_event_table_emptied_whole_is_named,
    a_tail_that_was_cut_off_with_all_that_speaks_of_it_is_named_from_outside_the_database,
]


def test_whatever_was_changed_past_the_site_is_named(world: World) -> None:
    unnoticed = []
    for check in CHECKS:
        try:
            check(world)
        except AssertionError as error:
            unnoticed.append(f"{check.__name__}: {error}")

    assert unnoticed == []


def _named(world: World, statement: str, table: str) -> bool:
    with lifted():
        _sql(statement, ROWS[table][1](world))
        return bool(faults())


def _sql(statement: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
