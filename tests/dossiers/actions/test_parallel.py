"""Many at once: no twin code, no twin event, no hole in receipt numbers, one answer to one key."""

from collections import Counter as Tally
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from dossiers import actions
from dossiers.deadlines.alerts import announce_batch
from dossiers.journal.verification import verify
from dossiers.models import Attachment, Dossier, Event, Paper, State
from notifications.models import Notice
from people.actions import appoint, issue_key
from people.models import IdempotentAnswer, User
from tests.conftest import SINCE, at
from tests.dossiers.conftest import again
from tests.support.calling import Caller
from tests.support.factories import answers, attach, photo
from tests.support.parallel import at_once
from tests.support.stories import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Cast, items_of, traces
from toolbox import pdf

# Fifty on row locks of PostgreSQL; SQLite has one writer at a time, so fewer show the same.
MANY = 50 if connection.vendor == "postgresql" else 8
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite" and connection.is_in_memory_db(), reason="threads share no database in memory"
    ),
]


@pytest.fixture(autouse=True)
def _printed_at_once(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The printer stands outside: fifty PDFs are not what is looked at here."""
    monkeypatch.setattr(pdf, "typeset", lambda html: pdf.Typeset(b"%PDF-1.7 " + html.encode(), {}))
    settings.SIGNING = settings.SIGNING | {"way": "none"}


def fresh(user: User) -> User:
    """The account as its own request would read it."""
    return User.objects.get(pk=user.pk)


def test_many_submissions_and_acceptances_give_no_twin_and_no_hole(cast: Cast) -> None:
    drafts = [cast.draft() for _n in range(MANY)]

    def file_and_accept(draft: Dossier) -> str:
        filed = actions.submit(draft, by=fresh(cast.citizen), at=MONDAY)
        return str(actions.accept(filed, by=fresh(cast.clerk), at=MONDAY).code)

    codes = at_once([lambda draft=draft: file_and_accept(draft) for draft in drafts])

    assert sorted(codes) == [f"H99.16-260302-{n:04d}" for n in range(1, MANY + 1)]
    numbers = Paper.objects.filter(kind="receipt").order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, MANY + 1))
    verbs = Tally(Event.objects.values_list("dossier_id", "verb"))
    assert len(verbs) == 3 * MANY
    assert set(verbs.values()) == {1}


def test_refused_acceptances_between_leave_no_hole(cast: Cast) -> None:
    dossiers = [cast.submitted() for _n in range(MANY // 2)]

    def accept(dossier: Dossier) -> Any:
        return actions.accept(dossier, by=fresh(cast.clerk), at=MONDAY)

    done = at_once([lambda d=d: accept(d) for d in dossiers for _twice in range(2)])

    assert sum(isinstance(one, actions.Refused) for one in done) == len(dossiers)
    numbers = sorted(Paper.objects.filter(kind="receipt").values_list("number", flat=True))
    assert numbers == list(range(1, len(dossiers) + 1))


def test_four_filings_of_one_draft_leave_one_event(cast: Cast) -> None:
    draft = cast.draft()

    done = at_once([lambda: actions.submit(draft, by=fresh(cast.citizen), at=MONDAY)] * 4)

    assert sum(isinstance(one, Dossier) for one in done) == 1
    assert draft.events.count() == 1
    assert draft.papers.count() == 0


def test_two_approvals_make_one_decision_and_one_result(cast: Cast) -> None:
    proposed = cast.proposed()

    done = at_once(
        [
            lambda outcome=outcome: actions.approve(proposed, outcome, "Vì thế", by=fresh(cast.leader), at=WEDNESDAY)
            for outcome in ("granted", "refused")
        ]
    )

    decided = again(proposed)
    assert sum(isinstance(one, Dossier) for one in done) == 1
    assert decided.events.filter(verb="approved").count() == 1
    assert decided.papers.exclude(kind="receipt").count() == 1


def test_two_recalls_at_once_have_one_effect(cast: Cast) -> None:
    resolved = cast.resolved()
    second = User.objects.create_user(username="photruong", password="MotCua@2026", full_name="Phó trưởng phòng")
    appoint(user=second, unit=cast.head.active_posts[0].unit, role="head", since=SINCE)

    done = at_once(
        [lambda by=by: actions.recall_result(resolved, "Sai", by=fresh(by), at=THURSDAY) for by in (cast.head, second)]
    )

    assert sum(isinstance(one, Dossier) for one in done) == 1
    assert [one.message for one in done if not isinstance(one, Dossier)][0].startswith("Hồ sơ đang ở trạng thái")
    recalled = again(resolved)
    assert recalled.events.filter(verb="result_recalled").count() == recalled.interruptions.count() == 1
    assert verify(recalled) == []


def test_a_hand_out_and_a_recall_at_once_leave_one_of_the_two(cast: Cast) -> None:
    resolved = cast.make_files(cast.pay(cast.resolved()))

    at_once(
        [
            lambda: actions.hand_out(resolved, by=fresh(cast.clerk), at=THURSDAY),
            lambda: actions.recall_result(resolved, "Sai", by=fresh(cast.head), at=THURSDAY),
        ]
    )

    verbs = set(again(resolved).events.values_list("verb", flat=True)) & {"returned", "result_recalled"}
    assert len(verbs) == 1
    assert verify(again(resolved)) == []


def test_acts_of_different_people_on_one_dossier_are_taken_one_by_one(cast: Cast) -> None:
    dossier = cast.appraised()

    done = at_once(
        [
            lambda: actions.propose(dossier, "granted", "", by=fresh(cast.officer), at=TUESDAY),
            lambda: actions.request_withdrawal(dossier, by=fresh(cast.citizen), at=TUESDAY),
            lambda: actions.settle_fee(dossier, dossier.fee_due, "BL", by=fresh(cast.cashier), at=TUESDAY).dossier,
            lambda: actions.assign(dossier, fresh(cast.officer), by=fresh(cast.head), at=TUESDAY),
            lambda: actions.request_supplement(
                dossier, items_of(dossier), "Ảnh mờ", by=fresh(cast.officer), at=TUESDAY
            ),
        ]
    )

    events = list(again(dossier).events.order_by("seq"))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert len(events) == 3 + sum(isinstance(one, Dossier) for one in done)
    assert [event.from_state for event in events[1:]] == [event.to_state for event in events[:-1]]


def test_acts_that_draw_different_numbers_never_wait_in_a_circle(cast: Cast) -> None:
    each = MANY // 5
    jobs: list[Callable[[], Any]] = [lambda: cast.on_paper() for _n in range(each)]
    for act in (
        lambda d: actions.accept(d, by=fresh(cast.clerk), at=MONDAY),
        lambda d: actions.refuse_reception(d, "Sai", by=fresh(cast.clerk), at=MONDAY),
        lambda d: cast.ask(d, fresh(cast.clerk), MONDAY),
        lambda d: actions.request_withdrawal(d, by=fresh(cast.citizen), at=MONDAY),
    ):
        filed = [cast.submitted() for _n in range(each)]
        jobs += [lambda d=d, act=act: act(d) for d in filed]

    done = at_once(jobs[::3] + jobs[1::3] + jobs[2::3])

    assert all(isinstance(one, Dossier) for one in done)
    for kind, count in (("receipt", 2), ("reception_refusal", 1), ("supplement_request", 1)):
        numbers = Paper.objects.filter(kind=kind).values_list("number", flat=True)
        assert sorted(numbers) == list(range(1, count * each + 1)), kind


def test_no_row_points_to_a_file_another_draft_threw_away(cast: Cast) -> None:
    """Everybody adds the very same photograph, again and again, while others take it out."""

    def come_and_go(draft: Dossier, stays: bool) -> Dossier:
        for _n in range(4):
            row = attach(draft, fresh(cast.citizen), MONDAY, photo("green"))
            actions.remove_attachment(row, by=fresh(cast.citizen), at=MONDAY)
        if stays:
            attach(draft, fresh(cast.citizen), MONDAY, photo("green"))
        return draft

    drafts = [cast.draft() for _n in range(8)]

    at_once([lambda d=d, n=n: come_and_go(d, n % 2 > 0) for n, d in enumerate(drafts)])

    rows = Attachment.objects.filter(size=len(photo("green")), sha256=sha256(photo("green")).hexdigest())
    assert rows.count() == len(drafts) // 2
    assert {default_storage.size(row.path) for row in rows} == {len(photo("green"))}


def test_the_same_intake_sent_twice_at_once_is_one_dossier(cast: Cast) -> None:
    party = cast.party
    given: dict[str, Any] = {
        "edition": cast.edition,
        "applicant": party,
        "answers": answers(cast.edition),
        "at": MONDAY,
        "components": {row.key: {"original": 1} for row in cast.edition.components.all()},
        "token": "quay",
    }

    done = at_once([lambda: actions.intake(by=fresh(cast.clerk), **given)] * 4)

    assert {one.pk for one in done} == {Dossier.objects.get().pk}
    assert Event.objects.count() == 2


@pytest.mark.parametrize("word", ["draft", "acceptance", "submission"])
def test_one_key_sent_many_times_at_once_is_one_act_with_one_answer(
    cast: Cast, word: str, clock_at: Callable[..., None]
) -> None:
    clock_at(TUESDAY)
    by = cast.clerk if word == "acceptance" else cast.citizen
    dossier = cast.submitted() if word == "acceptance" else cast.draft()
    token = issue_key(by, "", TUESDAY)[1]
    data = {"procedure": cast.edition.procedure.slug}
    path = "/dossiers/" if word == "draft" else f"/dossiers/{dossier.name}/{word}/"
    before = traces(dossier)["Event"], Dossier.objects.count()

    done = at_once([lambda: Caller(Client(), token).post(path, data, key="k1")] * 6)

    assert {answer.status_code for answer in done} <= {200, 201}, [a.content for a in done]
    assert len({answer.content for answer in done}) == 1
    assert IdempotentAnswer.objects.count() == 1
    assert Dossier.objects.count() - before[1] == (1 if word == "draft" else 0)
    assert Event.objects.count() - before[0] == {"draft": 0, "acceptance": 2, "submission": 1}[word]


def test_two_first_filings_of_an_account_make_one_party(cast: Cast, clock_at: Callable[..., None]) -> None:
    clock_at(TUESDAY)
    token = issue_key(cast.neighbour, "", TUESDAY)[1]
    data = {"procedure": cast.edition.procedure.slug}

    done = at_once([lambda: Caller(Client(), token).post("/dossiers/", data)] * 4)

    assert {answer.status_code for answer in done} == {201}
    assert cast.neighbour.representations.count() == 1


def test_tokens_asked_for_at_once_are_one_each(cast: Cast) -> None:
    data = {"username": "motcua", "password": "MotCua@2026"}

    done = at_once([lambda: Client().post("/api/v1/token/", data, "application/json")] * 4)

    assert {answer.status_code for answer in done} == {200}
    assert len({answer.json()["token"] for answer in done}) == 4


def test_a_round_run_twice_at_once_tells_each_once(cast: Cast) -> None:
    for _n in range(5):
        cast.appraised()

    at_once([lambda: announce_batch(at("2026-03-10 09:00"))] * 3)

    told = Notice.objects.filter(kind="dossier_alert", channel="inbox", user=cast.head)
    assert told.count() == 5
    assert Dossier.objects.filter(state=State.APPRAISAL.value, next_alert_at=None).count() == 5
