"""Ask whose case a dossier is: whether an account, or the person behind it, stands on the applicant's side."""

from typing import Any

from django.db import models


class HasInterest(models.Func):
    """True in rows of dossiers that are the own case of *user*: filed online by them, or for somebody they act for.

    Any representation counts, ended or not yet proven: whoever ever stood for the applicant decides nothing about
    them. So does the person behind the account that filed: whoever represents the same party as its own. Written
    out, as `people.models.Represents` is, since building it took longer than the statement it is part of.
    """

    output_field = models.BooleanField()
    template = (
        "({submitter} = {user} AND {channel} = 'online') OR EXISTS (SELECT 1 FROM people_representation r"
        " WHERE r.user_id = {user} AND (r.party_id = {applicant} OR r.party_id = {beneficiary} OR EXISTS"
        " (SELECT 1 FROM people_representation s WHERE s.user_id = {submitter} AND s.party_id = r.party_id"
        " AND s.scope = 'own' AND {channel} = 'online')))"
    )

    def __init__(self, user_id: int) -> None:
        fields = ("submitted_by", "applicant", "beneficiary", "channel")
        super().__init__(*(models.F(name) for name in fields))
        self.user_id = int(user_id)

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        """The condition; its columns take no parameters, and the account is a number."""
        names = ("submitter", "applicant", "beneficiary", "channel")
        columns = {name: compiler.compile(part)[0] for name, part in zip(names, self.source_expressions, strict=True)}
        return f"({self.template.format(user=self.user_id, **columns)})", []
