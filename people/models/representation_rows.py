"""Conditions on rows, written out in SQL: who acts for, follows, or may go on with a draft of a party on a day."""

import re
from datetime import date
from typing import Any, ClassVar

from django.db import models

from people.models.party import OF_AGE, years_before


class Represents(models.Func):
    """True in rows whose *user* has claimed or proved to act for their *party* on *day*; all are expressions.

    It is asked of whoever filed the row: a claim opens nothing filed by anybody else, which `ActsFor` and `Follows`
    know. Written out, since building the same as `Exists` took longer than the statement it is part of.
    """

    output_field = models.BooleanField()
    opens: ClassVar[str] = "r.only_code = ''"
    otherwise: ClassVar[str] = ""  # more by which it is true
    in_force: ClassVar[str] = (
        "r.user_id = {0} AND r.party_id = {1} AND r.valid_from <= {2} AND (r.valid_to IS NULL OR r.valid_to >= {2})"
        " AND (r.scope <> 'guardian' OR r.valid_to IS NOT NULL OR NOT EXISTS (SELECT 1 FROM people_party w"
        " WHERE w.id = r.party_id AND w.birth_date <= {3}))"
    )

    def __init__(self, user: Any, party: Any, day: date, *more: Any) -> None:
        born = years_before(day, OF_AGE)
        days = (models.Value(when, output_field=models.DateField()) for when in (day, born))
        super().__init__(user, party, *days, *more)

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        """The condition with its parameters, in the order of their places."""
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        rows = f"SELECT 1 FROM people_representation r WHERE {self.in_force} AND ({self.opens})"  # noqa: S608 - no input
        condition = f"(EXISTS ({rows}){self.otherwise})"
        places = [int(number) for number in re.findall(r"\{(\d)\}", condition)]
        params = [param for place in places for param in parts[place][1]]
        return condition.format(*(sql for sql, _params in parts)), params


class ActsFor(Represents):
    """True where the user may act for the applicant: on a proof, or on a claim in what they filed (*filed_by*)."""

    opens = "r.only_code = '' AND (r.checked_at IS NOT NULL OR {4} = {0})"


class WritesDraft(Represents):
    """True where the user may go on with a draft: its author (*filed_by*), until they stand for somebody else no more.

    An organisation's draft is its own: whoever stands for it on a proof goes on with it.
    """

    opens = (
        "r.only_code = '' AND ({4} = {0} OR r.checked_at IS NOT NULL AND EXISTS"
        " (SELECT 1 FROM people_party o WHERE o.id = r.party_id AND o.kind = 'organisation'))"
    )
    otherwise = (
        " OR {4} = {0} AND NOT EXISTS (SELECT 1 FROM people_representation e"
        " WHERE e.user_id = {0} AND e.party_id = {1} AND e.scope <> 'own')"
    )


class FormerMail(models.Func):
    """True where the *email* of a *party* is that of an account that stood for it and does on *day* no more."""

    output_field = models.BooleanField()
    rows: ClassVar[str] = (
        "SELECT 1 FROM people_representation r JOIN people_user u ON u.id = r.user_id WHERE r.party_id = {0}"
        " AND r.only_code = '' AND lower(u.email) = lower({1})"
    )

    def __init__(self, party: Any, email: Any, day: date) -> None:
        super().__init__(party, email, models.Value(day, output_field=models.DateField()))

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        """Somebody with this address ended, and nobody with it goes on."""
        (party, _none), (email, _empty), (day, params) = map(compiler.compile, self.source_expressions)
        rows = self.rows.format(party, email)
        ended = f"EXISTS ({rows} AND r.valid_to < {day})"
        goes_on = f"EXISTS ({rows} AND (r.valid_to IS NULL OR r.valid_to >= {day}))"
        return f"({ended} AND NOT {goes_on})", [*params, *params]


class Follows(Represents):
    """True where the user may read: as `ActsFor`, or as holder of the slip of this very dossier, by its *code*."""

    opens = "r.checked_at IS NOT NULL AND r.only_code IN ('', {5}) OR r.only_code = '' AND {4} = {0}"
