"""Who counts as having done what: the one who acted, and in whose place they did; so no chain makes one person two.

What one does in another's place is both their doing: neither decides it, nor anybody in the place of either.
"""

from collections.abc import Iterable

from dossiers.models.dossier import Dossier
from dossiers.models.event import Event, Verb
from dossiers.models.particulars import ACTS_FOR
from people.models import Post, User

HOLDER, VOID = "holder_id", "void_proposed"
# The column in which an act writes who did it; a void's proposer stands in no column of the dossier.
COLUMNS = {
    Verb.ACCEPTED: "accepted_by_id",
    Verb.PROPOSED: "appraiser_id",
    Verb.DRAFTED: "appraiser_id",
    Verb.FEE_SETTLED: "fee_settled_by_id",
    Verb.VOID_PROPOSED: VOID,
}


def note_stand_in(dossier: Dossier, verb: Verb, by: User, post: Post, *, handles: bool) -> None:
    """Note that *by* does *verb* by *post*, somebody else's perhaps; *handles* for what only its holder does."""
    column = COLUMNS.get(verb)
    if column or verb == Verb.ASSIGNED:
        dossier.stand_ins = [entry for entry in dossier.stand_ins if not entry.startswith(f"{column or HOLDER}/")]
    people = {by.pk, post.user_id}
    if column == VOID:
        _add(dossier, VOID, people)
    elif column and len(people) > 1:
        _add(dossier, column, people)
    if handles and len(people) > 1:
        _add(dossier, HOLDER, people)


def doers(dossier: Dossier, columns: Iterable[str]) -> set[int]:
    """The accounts that did what *columns* name, and in whose place they did."""
    people = set()
    for column in columns:
        value = getattr(dossier, column, None)
        if value is not None:
            people.add(value)
        if value is not None or column == VOID:
            marks = (entry.partition("/") for entry in dossier.stand_ins)
            people |= {int(key) for name, _slash, key in marks if name == column}
    return people


def doers_of(event: Event) -> set[int]:
    """The same of one event."""
    return {event.by_id, *filter(None, [event.particulars.get(ACTS_FOR)])}


def _add(dossier: Dossier, column: str, people: Iterable[int]) -> None:
    dossier.stand_ins = sorted({*dossier.stand_ins, *(f"{column}/{key}" for key in people)})
