"""Opinions of other units: asked, given, chased, taken back; late ones count and move no date."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.deadlines.opinions import remind_units
from dossiers.journal.verification import verify
from dossiers.models import Dossier, Opinion
from notifications.models import Notice
from people.models import Agency, User
from tests.conftest import at
from tests.dossiers.conftest import again
from tests.support.calling import Caller
from tests.support.posting import act
from tests.support.stories import THURSDAY, TUESDAY, WEDNESDAY, Cast
from toolbox.refusal import Forbidden, InvalidInput, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(cast: Cast) -> Agency:
    """Another division, with an officer."""
    assert cast.officer_elsewhere.active_posts
    return cast.officer_elsewhere.active_posts[0].unit


@pytest.fixture
def asked(cast: Cast, unit: Agency) -> Dossier:
    """Asked on Tuesday, to be answered by Thursday."""
    return actions.ask_opinion(cast.appraised(), unit, "Có vướng mắc gì?", 2, by=cast.officer, at=TUESDAY)


def told(kind: str) -> set[str]:
    """Who was told that, in the inbox."""
    rows = Notice.objects.filter(kind=kind, channel="inbox").select_related("user")
    return {row.user.username for row in rows if row.user}


def test_a_unit_is_asked_sees_the_dossier_and_answers_once(cast: Cast, unit: Agency, asked: Dossier) -> None:
    opinion = asked.opinions.get()
    assert (opinion.unit, opinion.lead_unit, opinion.due_at) == (unit, asked.holder_unit, at("2026-03-05 17:00"))
    assert (asked.opinions_asked, asked.opinions_given) == (1, 0)
    assert Dossier.objects.at_work_of(cast.officer_elsewhere).filter(pk=asked.pk).exists()
    assert told("dossier_opinion_asked") == {cast.officer_elsewhere.username}

    done = actions.give_opinion(asked, "Không vướng", by=cast.officer_elsewhere, at=WEDNESDAY)

    assert (done.opinions_asked, done.opinions_given, done.due_at) == (1, 1, asked.due_at)
    assert told("dossier_opinion_given") == {cast.officer.username}
    assert verify(done) == []
    with pytest.raises(Forbidden):
        actions.give_opinion(done, "x", by=cast.officer_elsewhere, at=WEDNESDAY)


def test_what_is_asked_stands_beside_the_chain_and_is_no_note(asked: Dossier) -> None:
    event = asked.events.latest("seq")

    assert "vướng" not in str(event.particulars)
    assert event.particulars["unit"] == "SLD-NCC"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"question": "  "}, InvalidInput),
        ({"days": 0}, InvalidInput),
        ({"days": 31}, InvalidInput),
        ({"unit": "SLD-VLATLD"}, InvalidInput),  # itself
        ({"unit": "SLD-GDNN"}, InvalidInput),  # nobody there
        ({"unit": "SLD-NCC"}, Refused),  # asked already
    ],
)
def test_what_cannot_be_asked_is_said(
    cast: Cast, asked: Dossier, changes: dict[str, Any], error: type[Exception], open_unit: Callable[..., Agency]
) -> None:
    code = changes.get("unit", "SLD-MC")
    unit = Agency.objects.filter(code=code).first() or open_unit(code)
    data = {"question": "Hỏi", "days": 2, **changes, "unit": unit}

    with pytest.raises(error):
        actions.ask_opinion(asked, by=cast.officer, at=TUESDAY, **data)

    assert again(asked).opinions_asked == 1


@pytest.fixture
def open_unit(cast: Cast) -> Callable[..., Agency]:
    """A division without anybody."""
    from people.actions import open_agency  # noqa: PLC0415

    def make(code: str) -> Agency:
        department = Agency.objects.get(code="SLD")
        return open_agency(
            code=code, name=code, kind="division", since=at("2024-01-01 08:00").date(), parent=department
        )

    return make


def test_a_question_is_taken_back_and_the_unit_owes_nothing(cast: Cast, unit: Agency, asked: Dossier) -> None:
    done = actions.withdraw_opinion(asked, unit, "Đã rõ", by=cast.officer, at=WEDNESDAY)

    assert (done.opinions_asked, Opinion.objects.waiting().count()) == (0, 0)
    with pytest.raises(Refused):
        actions.withdraw_opinion(done, unit, "x", by=cast.officer, at=WEDNESDAY)
    assert actions.ask_opinion(done, unit, "Lần nữa", 1, by=cast.officer, at=WEDNESDAY).opinions_asked == 1


def test_nobody_else_asks_or_answers(cast: Cast, unit: Agency, asked: Dossier) -> None:
    for by in (cast.clerk, cast.citizen, cast.cashier, cast.officer_elsewhere, cast.auditor):
        with pytest.raises(Forbidden):
            actions.ask_opinion(asked, unit, "x", 1, by=by, at=TUESDAY)
    for by in (cast.officer, cast.head, cast.clerk, cast.citizen):
        with pytest.raises(Forbidden):
            actions.give_opinion(asked, "x", by=by, at=TUESDAY)


def test_it_is_chased_half_way_and_when_it_is_late_once_each(cast: Cast, asked: Dossier) -> None:
    opinion = asked.opinions.get()

    assert remind_units(TUESDAY + timedelta(hours=1)) == 0
    assert remind_units(WEDNESDAY + timedelta(hours=5)) == 1
    assert told("dossier_opinion_due") == {cast.officer_elsewhere.username}
    assert remind_units(opinion.due_at + timedelta(hours=1)) == 1
    assert told("dossier_opinion_due") == {cast.officer_elsewhere.username, cast.officer.username}
    assert remind_units(opinion.due_at + timedelta(days=9)) == 0

    late = actions.give_opinion(asked, "Xin lỗi", by=cast.officer_elsewhere, at=opinion.due_at + timedelta(hours=2))
    assert late.due_at == asked.due_at
    assert Opinion.objects.late(opinion.due_at + timedelta(days=1)).count() == 1
    assert verify(late) == []


def test_the_pages_show_who_owes_what(
    client: Client, cast: Cast, asked: Dossier, clock_at: Callable[..., None]
) -> None:
    clock_at(WEDNESDAY)
    client.force_login(cast.officer_elsewhere)
    queue = client.get("/can-bo/?view=opinions").content.decode()
    assert asked.code in queue
    assert "Ý kiến 0/1" in queue
    act(client, cast.officer_elsewhere, asked, "cho-y-kien", answer="Không vướng mắc gì")

    client.force_login(cast.officer)
    page = client.get(f"/can-bo/ho-so/{asked.code}/").content.decode()
    assert "Không vướng mắc gì" in page
    client.force_login(cast.citizen)
    assert "vướng mắc" not in client.get(f"/ho-so/{asked.code}/").content.decode()


def test_the_api_asks_and_answers_and_tells_officers_alone(
    cast: Cast, caller: Callable[..., Caller], clock_at: Callable[..., None]
) -> None:
    dossier = cast.appraised()
    clock_at(TUESDAY)
    data = {"unit": "SLD-NCC", "question": "Có vướng mắc gì?", "days": 2}

    assert caller(cast.officer).act(dossier, "opinion-request", data).status_code == 200
    assert caller(cast.officer).act(dossier, "opinion-request", {**data, "unit": "KHONG-CO"}).status_code == 400
    assert caller(cast.officer_elsewhere).act(dossier, "opinion", {"answer": "Không"}).status_code == 200


def test_two_units_are_counted_two_of_three(cast: Cast, asked: Dossier, person: Callable[..., User]) -> None:
    desk = Agency.objects.get(code="SLD-MC")
    person("motcua2", desk, "officer")
    both = actions.ask_opinion(asked, desk, "Còn giấy tờ gốc không?", 1, by=cast.officer, at=TUESDAY)

    done = actions.give_opinion(both, "Không", by=cast.officer_elsewhere, at=THURSDAY)

    assert (done.opinions_given, done.opinions_asked) == (1, 2)
