"""Fill the blanks of a pattern: the values of one plan, the planned alerts, the chain of hashes."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.db import models

from dossiers.deadlines.alert_plan import plan_alerts
from dossiers.deadlines.steps import step_due
from dossiers.journal.chain import note_digest, utc
from dossiers.models import Dossier, Interruption, Paper
from portal.demo.province.pattern import CLOSE, NO_NUMBER, NUMBER, OPEN, PLANNED, Pattern, Row, json_text
from portal.demo.province.plans import REF, Plan
from portal.demo.province.timeline import WAYS, desk, instants_of, texts_of
from procedures.law.working_time import VIETNAM

BLANK = re.compile(f"{OPEN}([^{CLOSE}]+){CLOSE}")
NULL = r"\N"
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
Facts = dict[str, Any]
BARE: Row = {"answers": {}, "declared_papers": {}}
IN_MEMORY = 1  # a key, for who asks what hangs on it; never looked up


class Filler:
    """One pattern, compiled so that it can be filled again and again as lines of COPY."""

    def __init__(self, pattern: Pattern, tables: tuple[type[models.Model], ...]) -> None:
        self.pattern = pattern
        with_papers = Paper in tables
        bare = {} if with_papers else BARE  # an archive keeps who, what and when, not what was typed
        self.lines = [
            (model._meta.db_table, tuple(row), _line(row | bare if model is Dossier else row))
            for model, row in pattern.rows
            if model in tables
        ]
        self.papers = [(paper.symbol, paper.act) for paper in pattern.papers] if with_papers else []
        self._chain = [_template(text) for text in pattern.chain]
        self._notes = [(n, salt, _template(text)) for n, (salt, text) in pattern.notes.items()]
        texts = [text for _n, _salt, text in self._notes]
        blanks = " ".join([*(line for _t, _c, line in self.lines), *self._chain, *texts])
        self._instants = _instants(blanks)

    def facts(self, plan: Plan, keys: Facts, now: datetime) -> Facts:
        """Every value of *plan*; *keys* are its code, the keys of its rows and the numbers of its papers."""
        facts, at = texts_of(plan) | keys, instants_of(plan)
        for name, moment, way in self._instants:
            facts[name] = way(at[moment])
        for number, paper in enumerate(self.pattern.papers, 1):
            facts[f"reference{number}"] = f"{facts.get(f'number{number}', 0):02d}/{paper.symbol}"
        facts |= {"ref": plan.drawn[:REF], "lookup": plan.drawn[REF:], "h0": ""}
        if self.pattern.is_open:
            facts |= _planned(self.pattern, plan, facts, now)
        self._hash(facts)
        return facts

    def _hash(self, facts: Facts) -> None:
        for number, salt, text in self._notes:
            facts[f"n{number}"] = note_digest(salt, text % facts)
        for number, text in enumerate(self._chain, 1):
            facts[f"h{number}"] = hashlib.sha256((text % facts).encode()).hexdigest()


def filled(value: Any, facts: Facts) -> Any:
    """A value of a row with its blanks filled: text, JSON, or none."""
    if isinstance(value, dict):
        return {key: filled(part, facts) for key, part in value.items()}
    if isinstance(value, list):
        return [filled(part, facts) for part in value]
    if not isinstance(value, str):
        return value
    if value.startswith(NUMBER):
        return int(facts[value.strip(NUMBER + NO_NUMBER)])
    text = BLANK.sub(lambda match: str(facts[match[1]]), value)
    return None if text == NULL else text


def _line(row: Row) -> str:
    return "\t".join(_column(value) for value in row.values()) + "\n"


def _column(value: Any) -> str:
    if value is None:
        return NULL
    text = value if isinstance(value, str) else json_text(value)
    return _template(text.translate(ESCAPES))


def _template(text: str) -> str:
    return BLANK.sub(r"%(\1)s", text.replace("%", "%%"))


def _instants(templates: str) -> list[tuple[str, str, Callable[[datetime], Any]]]:
    """The instants that *templates* name: whole name, the moment, how it is written."""
    names = set(re.findall(r"%\(([a-z_]+\d*\|[^)]+)\)s", templates))
    return [
        (name, moment, _year if way == "year" else WAYS[way])
        for name in sorted(names)
        for moment, _bar, way in [name.partition("|")]
    ]


def _year(at: datetime) -> int:
    return at.astimezone(VIETNAM).year


def _planned(pattern: Pattern, plan: Plan, facts: Facts, now: datetime) -> Facts:
    """What is planned for an open dossier, less the alerts that were sent by *now*."""
    case = _in_memory(pattern, plan, facts)
    step = next((s for s in plan.history.edition.internal_steps if s["key"] == case.step), None)
    [row] = pattern.of(Dossier)
    case.step_due_at = step_due(case, step) if step and row["step_due_at"] else None
    plan_alerts(case, plan.instants[-1])
    ahead = [alert for alert in case.alerts_ahead if datetime.fromisoformat(alert[1]) > now]
    first = utc(datetime.fromisoformat(ahead[0][1])) if ahead else NULL
    planned = (json.dumps(ahead), first, utc(case.step_due_at) or NULL)
    return dict(zip(PLANNED, planned, strict=True))


def _in_memory(pattern: Pattern, plan: Plan, facts: Facts) -> Dossier:
    [row] = pattern.of(Dossier)
    plain = {key: value for key, value in row.items() if key not in PLANNED}
    case: Dossier = _instance(Dossier, filled(plain, facts | _no_hashes(pattern)))
    case.pk = IN_MEMORY
    case.edition, case.desk_unit = plan.history.edition, desk()
    waits = [_instance(Interruption, filled(row, facts)) for row in pattern.of(Interruption)]
    vars(case)["_prefetched_objects_cache"] = {"interruptions": waits}
    return case


def _no_hashes(pattern: Pattern) -> Facts:
    return {f"h{number}": "" for number in range(1, len(pattern.chain) + 1)}


def _instance(model: Any, values: Row) -> Any:
    columns = (field for field in _fields(model) if field.column in values)
    return model(**{field.attname: _python(field, values[field.column]) for field in columns})


def _python(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BooleanField):
        return value == "t"
    return field.to_python(value)


@cache
def _fields(model: Any) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if field.attname != "id")
