"""Write planned dossiers to PostgreSQL with COPY: every batch whole or not at all, numbers without a gap."""

import gc
import io
from collections import Counter as Tally
from collections import deque
from collections.abc import Iterator
from datetime import datetime, time
from itertools import islice
from queue import Queue
from threading import Thread
from typing import Any

from django.db import connection, connections, models, transaction

from dossiers.journal.sealing import seal_all_as_found
from dossiers.models import Counter, Dossier, DossierAccess, Event, Interruption, Paper
from people.models import Party, User
from people.seals.backlog import seal_kind_as_found
from people.seals.registry import KINDS
from portal.demo.people import SINCE
from portal.demo.province.check import Patterns
from portal.demo.province.fill import Facts, Filler
from portal.demo.province.pattern import KEYED, TABLES, text_of
from portal.demo.province.people import Person
from portal.demo.province.plans import Plan, Planner
from portal.demo.province.timeline import desk
from procedures.law.working_time import VIETNAM

BATCH, AHEAD = 4000, 3  # dossiers written at once; batches made while one is being written
ROOM = 16  # keys of any table that one dossier or person may take
SHORT = (Dossier, Event, DossierAccess)
Lines = dict[tuple[str, tuple[str, ...]], list[str]]  # by table and columns


class Loader:
    """Writes one province. The site does nothing else meanwhile: keys and numbers are counted here."""

    def __init__(self, planner: Planner, *, short: bool) -> None:
        """With *short* a finished dossier leaves its row, its chain and who saw it, and nothing else."""
        self.planner = planner
        self.patterns = Patterns(TABLES, SHORT if short else TABLES)
        self._next: dict[type[models.Model], int] = {model: _highest(model) for model in (*KEYED, Party, User)}
        self._parties, self._users = self._next[Party], self._next[User]
        for model, last in self._next.items():  # trials take their keys from behind the province
            _set_sequence(model, last + ROOM * (planner.count + planner.people) + ROOM)
        self._counters = dict(Counter.objects.values_list("scope", "last"))
        self._numbers = Tally(self._counters)

    def load(self) -> Iterator[int]:
        """Write people, then dossiers; yields how many dossiers stand after each batch."""
        people = (Person(self.planner.seed, n) for n in range(self.planner.people))
        writer, done = _Writer(), 0
        try:
            while group := list(islice(people, BATCH)):
                writer.put(self._people(group), {})
            plans = self.planner.plans()
            while batch := list(islice(plans, BATCH)):
                if not self.patterns.has(batch):
                    writer.wait()  # trials draw numbers, too
                    self.patterns.learn(batch)
                    gc.freeze()  # patterns stay: no need to go over them again and again
                writer.put(self._dossiers(batch), self._changed_counters())
                done += len(batch)
                yield done
        finally:
            writer.close()
        self._finish()

    def _people(self, people: list[Person]) -> Lines:
        lines: Lines = {}
        joined = datetime.combine(self.planner.first, time(7), tzinfo=VIETNAM)
        for person in people:
            party = person.party
            party.pk, party.created_at, party.checked_at = self._party(person.number), joined, joined
            _add(lines, party)
            if person.has_account:
                user = person.user(joined)
                user.pk = self._user(person.number)
                _add(lines, user)
                _add(lines, person.representation(user, SINCE))
        return lines

    def _party(self, number: int) -> int:
        return self._parties + 1 + number

    def _user(self, number: int) -> int:
        return self._users + 1 + number

    def _dossiers(self, plans: list[Plan]) -> Lines:
        lines: Lines = {}
        for plan in plans:
            filler = self.patterns.of(plan)
            facts = filler.facts(plan, self._keys(plan, filler), self.planner.now)
            for table, columns, line in filler.lines:
                lines.setdefault((table, columns), []).append(line % facts)
        return lines

    def _keys(self, plan: Plan, filler: Filler) -> Facts:
        number = plan.person.number
        day = f"{desk().national_code}/{plan.day:%y%m%d}"
        prefix, _slash, on = day.partition("/")
        keys: Facts = {
            "d": self._key(Dossier),
            "party": self._party(number),
            "user": self._user(number),
            "code": f"{prefix}-{on}-{self._number(f'code/{day}'):04d}",
        }
        for order in range(1, len(filler.pattern.chain) + 1):
            keys[f"e{order}"] = self._key(Event)
        for order in range(1, len(filler.pattern.of(Interruption)) + 1):
            keys[f"i{order}"] = self._key(Interruption)
        for order, (symbol, at) in enumerate(filler.papers, 1):
            keys[f"p{order}"] = self._key(Paper)
            year = plan.instants[at].year
            keys[f"number{order}"] = self._number(f"paper/{symbol}/{year}")
        return keys

    def _key(self, model: type[models.Model]) -> int:
        self._next[model] += 1
        return self._next[model]

    def _number(self, scope: str) -> int:
        self._numbers[scope] += 1
        return self._numbers[scope]

    def _changed_counters(self) -> dict[str, int]:
        """The counters that moved since they were last written."""
        moved = {scope: last for scope, last in self._numbers.items() if self._counters.get(scope) != last}
        self._counters |= moved
        return moved

    def _finish(self) -> None:
        """Seal what COPY wrote, set sequences after the keys that were given, let the planner learn what is there."""
        for kind in ("party", "account", "representation"):
            deque(seal_kind_as_found(KINDS[kind]), maxlen=0)
        deque(seal_all_as_found(), maxlen=0)
        for model in self._next:
            _set_sequence(model, _highest(model))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


class _Writer:
    """A thread with a connection of its own: one batch is written while the next is made."""

    def __init__(self) -> None:
        self._waiting: Queue[tuple[Lines, dict[str, int]] | None] = Queue(AHEAD)
        self._fault: BaseException | None = None
        self._thread = Thread(target=self._run, name="copy")
        self._thread.start()

    def put(self, lines: Lines, counted: dict[str, int]) -> None:
        """Have a batch written; raises what an earlier one failed with."""
        self._raise()
        self._waiting.put((lines, counted))

    def wait(self) -> None:
        """Wait until what was put is written."""
        self._waiting.join()
        self._raise()

    def close(self) -> None:
        """Wait until all is written."""
        self._waiting.put(None)
        self._thread.join()
        self._raise()

    def _raise(self) -> None:
        if self._fault is not None:
            fault, self._fault = self._fault, None
            raise fault

    def _run(self) -> None:
        while (work := self._waiting.get()) is not None:
            try:
                if self._fault is None:
                    _write(*work)
            except BaseException as fault:
                self._fault = fault
            self._waiting.task_done()
        connections.close_all()


def _write(lines: Lines, counted: dict[str, int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # The rows come from patterns proved to be right: their references need not be looked up again.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL synchronous_commit = off")
        for (table, columns), rows in lines.items():
            names = ", ".join(f'"{column}"' for column in columns)
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.StringIO("".join(rows)))
        for scope, last in counted.items():
            Counter.objects.update_or_create(scope=scope, defaults={"last": last})


def _add(lines: Lines, instance: models.Model) -> None:
    columns = [f for f in instance._meta.concrete_fields if getattr(instance, f.attname) is not None]
    names = tuple(str(column.column) for column in columns)
    line = "\t".join(text_of(getattr(instance, column.attname)) for column in columns) + "\n"
    lines.setdefault((instance._meta.db_table, names), []).append(line)


def _highest(model: Any) -> int:
    return int(model.objects.aggregate(models.Max("id"))["id__max"] or 0)


def _set_sequence(model: type[models.Model], last: int) -> None:
    with connection.cursor() as cursor:
        sequence = f"pg_get_serial_sequence('{model._meta.db_table}', 'id')"
        cursor.execute(f"SELECT setval({sequence}, %s)", [max(last, 1)])


def province_exists() -> bool:
    """True when a province was made here before."""
    return User.objects.filter(username__startswith="tinh").exists()
