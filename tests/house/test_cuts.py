"""Every list that stops says so, or hides nothing: each constant that cuts has its answer here."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import APPS, ROOT

# Every place that cuts by a constant, and why nothing is hidden by it. A new one comes here with its answer.
CUTS = {
    "dossiers/forms/counter.py LONG": "a text no longer than its field, which says so",
    "dossiers/actions/wallet.py NEWEST": "what is offered to be given again; any paper may be uploaded",
    "dossiers/deadlines/alerts.py BATCH": "a round; the next goes on",
    "dossiers/deadlines/digest.py LINES": "the message says how many more, and links to the queue",
    "dossiers/deadlines/expiry.py BATCH": "a round; the next goes on",
    "dossiers/deadlines/opinions.py BATCH": "a round; the next goes on",
    "dossiers/deadlines/reminders.py BATCH": "a round; the next goes on",
    "dossiers/journal/sealing.py BATCH": "goes on until nothing is left",
    "dossiers/journal/verification.py BATCH": "goes on until nothing is left",
    "dossiers/papers/codes.py HASH": "text",
    "dossiers/papers/letters.py SNIPPET": "text, quoted in a refusal",
    "dossiers/papers/qr_codes.py LONGEST": "text",
    "dossiers/papers/qr_codes.py SIGNATURE": "bytes",
    "dossiers/papers/signing/authority.py NAME_MAX": "text",
    "dossiers/views/citizen/calendar_feed.py MOST": "an event says so, with the link",
    "dossiers/duplicates.py COMPARED": "what is compared, the newest; no list",
    "dossiers/views/citizen/start.py DRAFTS_SHOWN": "a link to all drafts",
    "dossiers/prefill.py BASE": "digits of a tax code",
    "dossiers/views/citizen/start.py EARLIER_READ": "the newest of each applicant; older ones stand in the list of all",
    "dossiers/views/citizen/start.py FILED_SHOWN": "a link to all that was filed",
    "dossiers/views/desk/applicant.py MOST": "the page says so",
    "dossiers/postal/numbers.py LONGEST": "text",
    "dossiers/views/desk/parcels.py MOST": "more dossiers than a parcel holds are refused in words",
    "dossiers/views/desk/counter.py EARLIER": "a link to all dossiers of the person",
    "dossiers/views/desk/calendar.py SHOWN": "the page says so; what was moved makes room for the others",
    "dossiers/views/desk/counter.py MATCHES": "a link to all procedures",
    "dossiers/views/desk/counter.py WAITING": "the page says so, with the link to the queue",
    "dossiers/views/desk/queue_list.py MATCHES": "counts people only; the dossiers of all are listed",
    "dossiers/views/desk/filters.py LONGEST": "text",
    "dossiers/views/desk/return_link.py LONGEST": "text",
    "dossiers/views/public/verification.py LONGEST": "text",
    "dossiers/bulk.py NAME_MAX": "text",
    "dossiers/views/desk/counter_day.py COUNTED": "a tile says 99+; the list is behind it",
    "dossiers/worklists.py COUNTED": "a menu says 99+; the list is behind it",
    "payments/actions.py REASON_MAX": "text",
    "payments/day_sheet.py MOST": "the sheet says so, and sums all",
    "people/actions/invitations.py BATCH": "a round; the next goes on",
    "people/delegations.py BASIS_MAX": "text",
    "people/delegations.py REASON_MAX": "text",
    "people/grants/authority.py REASON_MAX": "text",
    "people/privacy/reads.py ADDRESS_MAX": "text",
    "people/privacy/reads.py DETAIL_MAX": "text",
    "people/seals/backlog.py BATCH": "goes on until nothing is left",
    "people/seals/verification.py BATCH": "goes on until nothing is left",
    "people/sign_in/tokens.py CONSTANTS": "text",
    "people/typed_input/rows.py MOST": "an account keeps so many unsent forms; the oldest gives way, as its page says",
    "people/typed_input/views.py PAGE_MAX": "text",
    "people/typed_input/words.py PAGE_MAX": "text",
    "portal/demo/province/fill.py REF": "text",
    "portal/demo/province/histories.py PROCEDURES": "a demo",
    "portal/management/commands/translations.py SHOWN": "the last line says how many more",
    "portal/operations/restoration.py SHOWN": "the last line says how many there are",
    "portal/home.py EVENTS_SHOWN": "a link to all procedures",
    "portal/home.py TURNS_SHOWN": "the link says that more wait",
    "dossiers/deadlines/typical_times.py ASKED_SHOWN": "what is asked for most often; the page promises no more",
    "dossiers/data_copy.py READS_MOST": "the newest; the page of readers lists all",
    "procedures/calendar/lines.py LINES_MAX": "more lines are refused in words",
    "procedures/editions/diff.py LINE_MAX": "text, with an ellipsis",
    "procedures/guides.py STEPS_MAX": "steps in an address",
    "procedures/questions/bounds.py TEXT_MAX": "text",
    "procedures/questions/computed.py FORMULA_MAX": "text",
    "procedures/questions/patterns.py PATTERN_MAX": "text",
    "procedures/search/query.py TYPED_MAX": "text",
    "procedures/search_text.py TYPED_MAX": "text",
    "procedures/search_text.py WORDS_MAX": "words of a search",
    "reports/api.py MOST": "`more`; csv and xlsx have all",
    "reports/results.py MATCHES": "counts people only; the results of all are listed",
    "reports/tables/overdue.py MOST": "the page, the sheet and the API say so",
    "reports/tables/register.py MOST": "the page, the sheet and the API say so",
    "reports/views.py MOST": "the page and the sheet say so; csv and xlsx have all",
}


def cuts(path: Path) -> Iterator[str]:
    """The constants at which this module cuts."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and node.slice.upper is not None:
            inside = (part for part in ast.walk(node.slice.upper) if isinstance(part, ast.Name))
            yield from (part.id for part in inside if part.id.isupper())


def test_every_cut_has_an_answer() -> None:
    apps = (app for app in APPS if app != "toolbox")
    modules = (path for app in apps for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts)

    assert {f"{path.relative_to(ROOT)} {name}" for path in modules for name in cuts(path)} == set(CUTS)
