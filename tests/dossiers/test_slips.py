"""What code and characters of a slip open without an account: dates, unit, what to do; no name, no guessing."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier, State
from people import throttling
from people.models import Agency
from tests.conftest import at
from tests.support.stories import TUESDAY, Cast

pytestmark = pytest.mark.django_db
PAGE, API = "/tra-cuu/", "/api/v1/lookup/"
WRONG = "Mã hồ sơ và mã tra cứu không khớp"
OPEN = [state for state in State if state != State.DRAFT]


@pytest.fixture(autouse=True)
def _tries(settings: Any) -> Iterator[None]:
    """Five in a quarter of an hour, counted anew."""
    settings.FAILURES = {"look_up": (5, 15), "slip": (5, 15)}
    throttling._counters.cache_clear()
    yield
    throttling._counters.cache_clear()


def ask(way: str, code: Any, characters: str, address: str = "10.0.0.1") -> Any:
    """Show a slip to the page, or to the API."""
    data = {"code": str(code), "characters": characters}
    if way == API:
        return Client().post(API, json.dumps(data), content_type="application/json", REMOTE_ADDR=address)
    return Client().post(PAGE, data, REMOTE_ADDR=address)


def seen(response: Any) -> str:
    """What a person reads of an answer, without what is drawn anew for each form and what they typed themselves."""
    return re.sub(r' value="[^"]*"', "", response.content.decode())


def others_than(characters: str) -> str:
    """Four characters that are not these."""
    return "2222" if characters != "2222" else "3333"


@pytest.mark.parametrize("state", OPEN)
def test_it_opens_dates_and_unit_and_nothing_of_a_person(cast: Cast, state: State) -> None:
    dossier = cast.in_state(state)
    answers = [ask(way, dossier.code, dossier.lookup_code) for way in (PAGE, API)]

    party, edition = cast.party, dossier.edition
    for answer in answers:
        text = answer.content.decode()
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        for secret in (party.name, party.citizen_id, party.phone, party.address, edition.name_vi, dossier.lookup_code):
            assert not secret or secret not in text
    assert answers[1].json()["state"] == state
    assert "Việc ông/bà cần làm" in answers[0].content.decode()


def test_it_tells_by_when_and_since_when_and_who_has_it(cast: Cast) -> None:
    dossier = cast.appraised()

    body = ask(API, dossier.code, dossier.lookup_code).json()
    page = ask(PAGE, dossier.code, dossier.lookup_code).content.decode()

    assert dossier.holder_unit is not None
    assert at(body["due_at"][:16].replace("T", " ")) == dossier.due_at
    assert body["counted_from"] == body["accepted_at"]
    assert body["unit"] == dossier.holder_unit.name
    assert f"Hồ sơ đang ở {dossier.holder_unit.name}" in page
    assert "Tính từ 09:00 ngày 02/03/2026." in page


def test_it_tells_what_is_to_be_supplied_in_words(cast: Cast, clock_at: Any) -> None:
    dossier = cast.awaiting_supplement()
    clock_at(TUESDAY)

    body = ask(API, dossier.code, dossier.lookup_code).json()
    page = ask(PAGE, dossier.code, dossier.lookup_code).content.decode()

    assert [item["todo"] for item in body["items"]] == ["Chụp lại trang 2"]
    assert set(body["items"][0]) == {"name", "todo"}
    for words in (body["items"][0]["name"], "Chụp lại trang 2", "Ảnh mờ", "Bổ sung 1 mục"):
        assert words in page
    assert "a.jpg" not in page


def test_it_tells_the_fee_and_that_the_result_waits(cast: Cast) -> None:
    owing, done = cast.in_state(State.AWAITING_PAYMENT), cast.in_state(State.RESOLVED)

    asked, ended = (ask(API, row.code, row.lookup_code).json() for row in (owing, done))
    page = ask(PAGE, owing.code, owing.lookup_code).content.decode()

    assert (asked["fee_due"], asked["result_waits"]) == (600000, False)
    assert "600.000" in page
    assert ended["result_waits"] is True


def test_it_tells_where_the_desk_is_and_when_it_opens_next(cast: Cast, clock_at: Any) -> None:
    dossier = cast.appraised()
    Agency.objects.filter(pk=dossier.desk_unit_id).update(phone="0209 111 222", address="Số 5 đường Mẫu")
    clock_at(at("2026-03-06 19:00"))  # a Friday evening

    desk = ask(API, dossier.code, dossier.lookup_code).json()["desk"]

    assert desk["opens_on"] == "2026-03-09"
    assert desk["hours"] == "08:00–12:00, 13:00–17:00"


def test_a_late_dossier_is_apologised_for_here_too(cast: Cast) -> None:
    dossier = cast.appraised()  # in March; it is November

    page = ask(PAGE, dossier.code, dossier.lookup_code).content.decode()

    assert "Chúng tôi xin lỗi ông/bà" in page
    assert "Ông/bà chưa cần làm gì" not in page


@pytest.mark.parametrize("way", [PAGE, API])
def test_wrong_characters_and_an_unknown_code_get_the_same_answer(cast: Cast, way: str) -> None:
    dossier, draft = cast.appraised(), cast.draft()
    wrong, code = others_than(dossier.lookup_code), str(dossier.code)
    asked = [(code, wrong), ("H99.16-990101-9999", wrong), (draft.ref, wrong), (dossier.ref, dossier.lookup_code)]

    answers = [ask(way, *both) for both in asked]

    assert {answer.status_code for answer in answers} == {404}
    assert len({seen(answer) for answer in answers}) == 1
    assert WRONG in seen(answers[0])


@pytest.mark.parametrize("way", [PAGE, API])
def test_five_failures_lock_that_code_for_a_quarter_of_an_hour_from_everywhere(cast: Cast, way: str) -> None:
    dossier, other = cast.appraised(), cast.appraised()
    wrong = others_than(dossier.lookup_code)
    tried = [ask(way, dossier.code, wrong, f"10.0.0.{n}").status_code for n in range(5)]

    right = ask(way, dossier.code, dossier.lookup_code, "10.0.0.77")
    assert tried == [404] * 5
    assert right.status_code == 429
    assert 14 * 60 < int(right["Retry-After"]) <= 15 * 60
    assert ask(way, other.code, other.lookup_code).status_code == 200
    assert Client().get(PAGE, {"code": dossier.code}).status_code == 200  # the progress stays open


def test_the_lock_of_an_unknown_code_is_no_other(cast: Cast) -> None:
    code, real = "H99.16-990101-9999", cast.appraised()
    wrong = others_than(real.lookup_code)

    statuses = [[ask(API, one, wrong).status_code for _n in range(6)] for one in (code, real.code)]

    assert statuses[0] == statuses[1] == [404] * 5 + [429]


def test_another_spelling_of_the_code_is_no_way_around_the_lock(cast: Cast) -> None:
    dossier = cast.appraised()
    code, wrong = str(dossier.code), others_than(dossier.lookup_code)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "–") + ".", code.replace("-", "")):
        assert ask(API, typed, wrong).status_code == 404

    assert ask(API, code, dossier.lookup_code).status_code == 429


def test_whoever_has_the_slip_is_never_locked_by_looking_often(cast: Cast) -> None:
    dossier = cast.appraised()

    assert {ask(API, dossier.code, dossier.lookup_code).status_code for _n in range(9)} == {200}


def test_an_address_that_tries_code_after_code_ends_at_the_rate(settings: Any, cast: Cast) -> None:
    settings.RATE_LIMITS["look_up"] = 30
    codes = [f"H99.16-260101-{number:04}" for number in range(150)]

    statuses = [ask((PAGE, API)[number % 2], code, "2345").status_code for number, code in enumerate(codes)]
    settings.RATE_LIMITS["look_up"] = 0

    assert statuses[:30] == [404] * 30
    assert set(statuses[30:]) == {429}


@pytest.mark.parametrize("way", [PAGE, API])
@pytest.mark.parametrize("typed", ["x" * 5000, "a\x00b", "٣" * 50, "' OR 1=1 --", "<b>a</b>", "😀", "%00", "----", ""])
def test_nothing_typed_is_a_fault_of_ours(cast: Cast, way: str, typed: str) -> None:
    dossier = cast.appraised()

    for both in ((typed, "2345"), (str(dossier.code), typed), (typed, typed)):
        answer = ask(way, *both)
        assert answer.status_code in ((200, 400, 404, 422) if not typed and way == PAGE else (400, 404, 422))
        assert "<b>a</b>" not in answer.content.decode()


def test_no_characters_on_file_open_nothing(cast: Cast) -> None:
    dossier = cast.appraised()
    Dossier.objects.filter(pk=dossier.pk).update(lookup_code="")

    for characters in ("-", ".", " - ", "----"):
        assert ask(API, dossier.code, characters).status_code == 404


def test_the_code_alone_tells_the_progress_as_before(cast: Cast) -> None:
    dossier = cast.awaiting_supplement()

    page = ask(PAGE, dossier.code, "").content.decode()

    assert "Bước 2 trong 4" in page
    assert "nhập mã tra cứu hoặc đăng nhập" in page
    assert "Chụp lại trang 2" not in page


def test_characters_in_an_address_open_nothing(cast: Cast) -> None:
    dossier = cast.awaiting_supplement()
    query = {"code": dossier.code, "characters": dossier.lookup_code}

    assert "Chụp lại trang 2" not in Client().get(PAGE, query).content.decode()
    assert Client().get(API, query).status_code in (404, 405)


def test_a_withdrawn_request_for_more_is_not_asked_of_whoever_holds_the_slip(cast: Cast) -> None:
    dossier = cast.awaiting_supplement()
    actions.request_withdrawal(dossier, "Thôi", by=cast.citizen, at=TUESDAY)

    assert ask(API, dossier.code, dossier.lookup_code).json()["items"] == []
