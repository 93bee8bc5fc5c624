"""Numbers of parcels as they are typed and scanned, and a company that hangs, fails or is not there."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from dossiers.postal import NoAnswer, NotANumber, ask_number, ask_status, parcel_number, questions
from dossiers.postal.numbers import check_digit
from portal import env, postal
from tests.conftest import at

NOW = at("2026-12-01 09:00")
COMPANY = "tests.dossiers.test_postal.Hanging"
RELEASED = threading.Event()


class Hanging:
    """A company that takes the call and says nothing."""

    calls = 0

    def register(self, **_facts: str) -> str:
        """Hangs."""
        Hanging.calls += 1
        RELEASED.wait(20)
        return ""

    def status(self, number: str, when: Any) -> Any:
        """Falls over in a way that nobody foresaw."""
        raise ConnectionResetError(number)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    questions.BREAKER.close()
    RELEASED.clear()
    Hanging.calls = 0
    yield
    RELEASED.set()
    questions.BREAKER.close()


def numbers(seed: int, count: int = 200) -> Iterator[str]:
    """Numbers whose digit checks."""
    chance = random.Random(seed)
    for _n in range(count):
        letters, serial = "".join(chance.choices("ABCDEFGHKMNPQRSTUVWXYZ", k=2)), f"{chance.randrange(10**8):08d}"
        yield f"{letters}{serial}{check_digit(serial)}VN"


def typed_ways(number: str, chance: random.Random) -> Iterator[str]:
    """How people and scanners write it."""
    yield number.lower()
    yield " ".join((number[:2], number[2:5], number[5:8], number[8:11], number[11:]))
    yield f"https://buudien.example.vn/tra-cuu?id={number}&x=1"
    yield f"\ufeffMã bưu gửi: {number}\r\n"
    yield chance.choice(("-", ".", "\u2013")).join((number[:2], number[2:11], number[11:]))
    yield number.replace("0", "o")


@pytest.mark.parametrize("seed", range(3))
def test_a_number_is_read_however_it_is_written(seed: int) -> None:
    chance = random.Random(seed)

    for number in numbers(seed):
        assert {parcel_number(way) for way in typed_ways(number, chance)} == {number}


@pytest.mark.parametrize("seed", range(3))
def test_every_digit_mistyped_and_every_two_swapped_are_noticed(seed: int) -> None:
    chance = random.Random(seed)

    for number in numbers(seed, 60):
        place = chance.randrange(2, 10)
        other = chance.choice([digit for digit in "123456789" if digit != number[place]])
        wrong = number[:place] + other + number[place + 1 :]
        digit = int(number[10])
        if digit not in (0, 5):  # two rests share 5 and 0: of ten thousand mistakes a few go through
            with pytest.raises(NotANumber):
                parcel_number(wrong)
        assert parcel_number(wrong, as_printed=True) == wrong


@pytest.mark.parametrize("seed", range(2))
def test_no_text_is_a_failure(seed: int) -> None:
    chance = random.Random(seed)
    signs = "AEV09 -./\n\x00ÁĐ\u0301\u202e\U0001f4e6VN"

    for _n in range(400):
        text = "".join(chance.choices(signs, k=chance.randrange(0, 500)))
        with suppress(NotANumber):
            assert len(parcel_number(text)) == 13


def test_a_company_that_hangs_is_waited_for_once_and_then_left_alone(settings: Any, monkeypatch: Any) -> None:
    settings.POSTAL_SERVICE = COMPANY
    monkeypatch.setattr(questions, "SECONDS", 0.2)
    began = time.monotonic()

    for _n in range(5):
        with pytest.raises(NoAnswer, match="theo giấy"):
            ask_number("An", "Số 1", "H99")

    assert (Hanging.calls, time.monotonic() - began < 3) == (1, True)


def test_a_company_that_fails_is_one_that_does_not_answer(settings: Any) -> None:
    settings.POSTAL_SERVICE = COMPANY

    with pytest.raises(NoAnswer):
        ask_status("EA123456785VN", NOW)


def test_without_a_company_the_desk_is_told_to_go_by_paper(settings: Any) -> None:
    settings.POSTAL_SERVICE = ""

    with pytest.raises(NoAnswer, match="chưa được nối"):
        ask_status("EA123456785VN", NOW)


@pytest.mark.parametrize(
    ("name", "demo", "service"), [(None, True, "sandbox"), (None, False, ""), ("", True, ""), ("a.B", False, "a.B")]
)
def test_the_settings_name_the_company(monkeypatch: Any, name: str | None, demo: bool, service: str) -> None:
    monkeypatch.delenv("POSTAL_SERVICE", raising=False)
    if name is not None:
        monkeypatch.setenv("POSTAL_SERVICE", name)

    assert postal.service_from(demo) == service


def test_production_refuses_the_sandbox_at_the_start(monkeypatch: Any) -> None:
    monkeypatch.setenv("POSTAL_SERVICE", "sandbox")

    with pytest.raises(postal.ImproperlyConfigured):
        postal.service_from(demo=False)


@pytest.mark.parametrize(("text", "days"), [("3,10", (3, 10)), ("", ()), (" 1 , 2", (1, 2)), ("365", (365,))])
def test_days_are_read(monkeypatch: Any, text: str, days: tuple[int, ...]) -> None:
    monkeypatch.setenv("DAYS", text)

    assert env.days("DAYS", "9") == days


@pytest.mark.parametrize("text", ["0", "x", "10,3", "3,3", "366", "-1", "1.5", "²"])
def test_days_that_are_none_stop_the_start(monkeypatch: Any, text: str) -> None:
    monkeypatch.setenv("DAYS", text)

    with pytest.raises(env.ImproperlyConfigured):
        env.days("DAYS", "3")
