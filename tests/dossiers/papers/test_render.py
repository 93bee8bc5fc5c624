"""Papers are numbered without a hole or a twin, made once, and never again; a killed worker loses none."""

import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from dossiers import actions
from dossiers.models import Attachment, Counter, Paper
from dossiers.papers import render
from dossiers.papers.render import CLAIM, MAX_TRIES, render_batch, retry_failed
from tests.conftest import at
from tests.support.factories import draft
from tests.support.papers import ACCEPTED, FILED, LATER, Desk
from tests.support.parallel import at_once
from toolbox import pdf
from toolbox.files import Upload

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
State = Paper.State


@pytest.fixture
def printer(monkeypatch: Any, settings: Any) -> Any:
    """A quick printer, unsigned: `printer.jams` names the codes it will not print, `printer.made` what it printed."""

    class Printer:
        jams: set[str] = set()
        made: list[str] = []

        def print(self, html: str) -> pdf.Typeset:
            if any(code in html for code in self.jams):
                raise MemoryError("no paper")
            self.made.append(html)
            return pdf.Typeset(f"%PDF-{len(self.made)}".encode(), {})

    one = Printer()
    one.jams, one.made = set(), []
    monkeypatch.setattr(pdf, "typeset", one.print)
    settings.SIGNING = settings.SIGNING | {"way": "none"}
    return one


def test_numbers_follow_one_another_for_each_symbol_and_year(desk: Desk) -> None:
    for _turn in range(3):
        desk.issue("receipt")
    desk.issue("reception_refusal")
    actions.accept(desk.filed(at("2025-12-31 09:00")), by=desk.clerk, at=at("2025-12-31 09:00"))

    numbers = Paper.objects.order_by("id").values_list("symbol", "year", "number")
    assert list(numbers) == [
        ("GTN-BPMC", 2026, 1),
        ("GTN-BPMC", 2026, 2),
        ("GTN-BPMC", 2026, 3),
        ("PTC-BPMC", 2026, 1),
        ("GTN-BPMC", 2025, 1),
    ]


def test_results_and_refusals_share_the_row_of_notices(desk: Desk) -> None:
    papers = [desk.issue("result"), desk.issue("refusal"), desk.issue("result")]

    assert [paper.reference for paper in papers] == ["01/TB-SLĐTBXH", "02/TB-SLĐTBXH", "03/TB-SLĐTBXH"]


def test_an_act_that_is_undone_leaves_no_paper_and_no_hole(desk: Desk) -> None:
    desk.issue("receipt")
    filed = desk.filed()
    with transaction.atomic():
        actions.accept(filed, by=desk.clerk, at=ACCEPTED)
        transaction.set_rollback(True)

    after = desk.issue("receipt")

    assert after.number == 2
    assert Counter.objects.get(scope="paper/GTN-BPMC/2026").last == 2


def test_a_paper_belongs_to_the_event_of_its_act(desk: Desk) -> None:
    paper = desk.issue("result")

    assert paper.event
    assert paper.event.verb == "approved"
    assert (paper.issued_by, paper.issued_at) == (desk.leader, paper.event.at)


def test_the_file_is_kept_under_its_digest(desk: Desk) -> None:
    paper = desk.issue("receipt")

    assert render_batch(LATER) == 1

    paper.refresh_from_db()
    content = default_storage.open(paper.path).read()
    assert (paper.state, paper.size) == (State.READY, len(content))
    assert paper.sha256 == hashlib.sha256(content).hexdigest()
    assert content.startswith(b"%PDF-1.7")


def test_a_file_is_made_once_and_never_again(desk: Desk, printer: Any) -> None:
    paper = desk.issue("receipt")
    render_batch(LATER)
    paper.refresh_from_db()
    before = (paper.path, paper.sha256, paper.tries)

    for days in range(1, 4):
        render_batch(LATER + timedelta(days=days))

    paper.refresh_from_db()
    assert len(printer.made) == 1
    assert (paper.path, paper.sha256, paper.tries) == before


def test_one_bad_paper_does_not_hold_up_the_others(desk: Desk, printer: Any) -> None:
    papers = [desk.issue("receipt") for _turn in range(3)]
    printer.jams = {str(papers[1].dossier.code)}

    tried = render_batch(LATER)

    states = [Paper.objects.get(pk=paper.pk).state for paper in papers]
    assert tried == 3
    assert states == [State.READY, State.PENDING, State.READY]


def test_a_bad_paper_waits_longer_each_time_and_is_given_up_at_last(desk: Desk, printer: Any) -> None:
    paper = desk.issue("receipt")
    printer.jams, moment, waits = {str(paper.dossier.code)}, LATER, []

    while render_batch(moment):
        paper.refresh_from_db()
        waits.append(paper.not_before - moment)
        moment = paper.not_before

    assert (paper.state, paper.tries, len(waits)) == (State.FAILED, MAX_TRIES, MAX_TRIES)
    assert waits == sorted(set(waits))
    assert render_batch(moment + timedelta(days=9)) == 0


def test_a_paper_given_up_is_made_once_its_trouble_is_mended(desk: Desk, printer: Any) -> None:
    paper = desk.issue("receipt")
    Paper.objects.update(state=State.FAILED, tries=MAX_TRIES)

    told = io.StringIO()
    call_command("retry_papers", stdout=told)
    render_batch(timezone.now())

    paper.refresh_from_db()
    assert told.getvalue() == "Papers that will be tried again: 1.\n"
    assert (paper.state, paper.tries) == (State.READY, 1)
    assert retry_failed(LATER) == 0


def test_a_killed_worker_gives_its_paper_back(desk: Desk, printer: Any) -> None:
    paper = desk.issue("receipt")
    render._claim(LATER)  # and then nothing: the worker is gone

    meanwhile = render_batch(LATER + CLAIM - MINUTE)
    afterwards = render_batch(LATER + CLAIM)

    paper.refresh_from_db()
    assert (meanwhile, afterwards) == (0, 1)
    assert (paper.state, paper.tries) == (State.READY, 2)


def test_a_paper_that_kills_every_worker_is_given_up_too(desk: Desk, printer: Any) -> None:
    paper, moment = desk.issue("receipt"), LATER
    for _turn in range(MAX_TRIES):
        assert render._claim(moment)
        moment += CLAIM

    render_batch(moment)

    paper.refresh_from_db()
    assert (paper.state, printer.made) == (State.FAILED, [])


def test_of_two_files_of_one_paper_the_first_wins_and_the_other_is_gone(desk: Desk, printer: Any) -> None:
    paper = desk.issue("receipt")
    slow = render._claim(LATER)
    render_batch(LATER + CLAIM)
    paper.refresh_from_db()
    first = paper.path

    assert slow
    render._render(slow, LATER)

    paper.refresh_from_db()
    assert (len(printer.made), paper.path, paper.state) == (2, first, State.READY)
    assert stored() == [first]


def test_a_late_failure_does_not_undo_a_finished_paper(desk: Desk, printer: Any) -> None:
    paper = desk.issue("receipt")
    slow = render._claim(LATER)
    render_batch(LATER + CLAIM)
    printer.jams = {str(paper.dossier.code)}

    assert slow
    render._render(slow, LATER)

    paper.refresh_from_db()
    assert paper.state == State.READY
    assert render_batch(LATER + timedelta(days=9)) == 0


def test_a_paper_filed_as_an_attachment_outlives_the_draft(
    desk: Desk, printer: Any, django_capture_on_commit_callbacks: Any
) -> None:
    paper = desk.issue("receipt")
    render_batch(LATER)
    paper.refresh_from_db()
    content = default_storage.open(paper.path).read()
    other = draft(desk.edition, desk.citizen, FILED)
    upload = Upload("giay-hen.pdf", "application/pdf", paper.sha256, 1, content)
    key = desk.edition.content["components"][0]["key"]
    actions.attach(other, key, upload, by=desk.citizen, at=LATER)
    assert Attachment.objects.filter(path=paper.path).exists()

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(other, by=desk.citizen)

    assert default_storage.open(paper.path).read() == content


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_undo_the_act(desk: Desk, monkeypatch: Any) -> None:
    def unreachable(*_args: Any, **_more: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(render.render_waiting, "apply_async", unreachable)

    paper = desk.issue("receipt")

    assert (paper.state, paper.dossier.state) == (State.PENDING, "appraisal")


def stored() -> list[str]:
    """Every PDF in the store."""
    folders, _files = default_storage.listdir("")
    paths = [f"{folder}/{name}" for folder in folders for name in default_storage.listdir(folder)[1]]
    return [path for path in paths if path.endswith(".pdf")]


def test_words_that_were_changed_past_the_site_are_never_printed(desk: Desk) -> None:
    paper = desk.issue("receipt")
    Paper.objects.filter(pk=paper.pk).update(
        state=State.PENDING, tries=0, not_before=LATER, context={**paper.context, "code": "H99.16-260302-9999"}
    )

    assert render_batch(LATER) == 1

    paper.refresh_from_db()
    assert (paper.state, paper.tries) == (State.PENDING, 1)


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs row locks of a real PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_two_workers_make_every_file_once(desk: Desk, printer: Any) -> None:
    for _turn in range(8):
        desk.issue("receipt")
    for paper in Paper.objects.all():
        paper.state, paper.tries, paper.not_before, paper.path, paper.sha256, paper.size = (
            State.PENDING,
            0,
            LATER,
            "",
            "",
            0,
        )
        paper.save()
    printer.made.clear()

    def work() -> None:
        while render_batch(LATER):
            pass

    at_once([work, work])

    assert len(printer.made) == 8
    assert set(Paper.objects.values_list("state", "tries")) == {("ready", 1)}
