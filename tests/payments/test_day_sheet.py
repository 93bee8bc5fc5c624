"""The cashier's box for codes, and the sheet of a day that is handed over with the money."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from payments import actions
from payments.day_sheet import sheet_of
from payments.models import Payment
from people.actions import appoint
from tests.conftest import SINCE
from tests.support.papers import one_line, read
from tests.support.stories import TUESDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db
DUE = 600_000


def take(cast: Cast, **more: Any) -> Payment:
    """The fee of another dossier, on Tuesday."""
    dossier = cast.appraised()
    return actions.take_cash(dossier, **{"amount": DUE, "payer": "Trần Nộp", "by": cast.cashier, "at": TUESDAY, **more})


def sheet(user: Any, day: Any = TUESDAY) -> str:
    """What the PDF of that day says."""
    return one_line(read(sheet_of(user, day.date(), WEDNESDAY)))


def test_it_sums_what_stands_and_lists_what_was_voided_that_day(cast: Cast) -> None:
    kept, wrong = take(cast), take(cast)
    actions.propose_void(wrong, "Ghi nhầm tên", by=cast.cashier, at=TUESDAY)
    actions.confirm_void(wrong, by=cast.head, at=TUESDAY + timedelta(hours=1))

    words_of_sheet = sheet(cast.cashier)

    for words in (kept.receipt.reference, wrong.receipt.reference, "Ghi nhầm tên", "600.000", "sáu trăm nghìn đồng"):
        assert words in words_of_sheet
    assert "1.200.000" not in words_of_sheet


def test_what_an_earlier_day_gives_back_lessens_what_is_handed_over(cast: Cast) -> None:
    earlier = take(cast)
    take(cast, at=WEDNESDAY, amount=DUE)
    actions.propose_void(earlier, "Nộp hai lần", by=cast.cashier, at=WEDNESDAY)
    actions.confirm_void(earlier, by=cast.head, at=WEDNESDAY)

    assert "Tiền mặt bàn giao: 0 đồng (không đồng)" in sheet(cast.cashier, WEDNESDAY)
    assert "Tiền mặt bàn giao: 600.000 đồng" in sheet(cast.cashier)  # a day that is over stays as it was


def test_a_cashier_answers_for_their_own_money_and_a_leader_sees_all(cast: Cast, person: Any, agencies: Any) -> None:
    other = person("ketoan2")
    appoint(user=other, unit=agencies["SLD-MC"], role="cashier", since=SINCE)
    take(cast)
    take(cast, by=other)

    assert "Tiền mặt bàn giao: 600.000 đồng" in sheet(cast.cashier)
    assert "Tiền mặt bàn giao: 1.200.000 đồng" in sheet(cast.leader)


def test_the_book_leads_to_it_and_a_wrong_day_is_told(client: Client, cast: Cast) -> None:
    client.force_login(cast.cashier)

    assert "/can-bo/thu-phi/so-thu/bang-ke/?day=" in client.get("/can-bo/thu-phi/so-thu/").content.decode()
    assert client.get("/can-bo/thu-phi/so-thu/bang-ke/?day=03/03/2026").content.startswith(b"%PDF")
    for wrong in ("", "?day=31/02/2026", "?day=\x00"):
        assert client.get(f"/can-bo/thu-phi/so-thu/bang-ke/{wrong}").status_code == 422, wrong


@pytest.mark.parametrize("typed", ["{code}", "{code}".lower(), " {code} ", "https://x.example/tra-cuu/?code={code}"])
def test_a_scanned_slip_opens_the_page_that_takes_its_fee(client: Client, cast: Cast, typed: str) -> None:
    dossier = cast.appraised()
    client.force_login(cast.cashier)

    response = client.post("/can-bo/thu-phi/", {"q": typed.format(code=dossier.code)})

    assert response["Location"].partition("?")[0] == f"/can-bo/thu-phi/{dossier.code}/"


def test_what_is_no_code_stays_in_the_box_with_a_sentence(client: Client, cast: Cast) -> None:
    client.force_login(cast.cashier)

    page = client.post("/can-bo/thu-phi/", {"q": "H99.16-260302-9999"}, follow=True).content.decode()

    assert "Không có hồ sơ nào mang mã này" in page
    assert 'value="H99.16-260302-9999"' in page
