"""The calendar as an administrator keeps it: read, shown with what it moves, published; dates moved after that."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from procedures.actions import publish_year
from procedures.calendar.lines import read_lines, write_lines
from procedures.models import CalendarDay, CalendarVersion
from tests.conftest import at
from tests.dossiers.conftest import again
from tests.support.stories import TUESDAY, Cast

pytestmark = pytest.mark.django_db
HOME = "/can-bo/lich-lam-viec/"
NEXT = f"{HOME}2027/"
DATA = {"decision": "QĐ 1/2026", "lines": "30/4/2027; nghỉ lễ; Chiến thắng"}


@pytest.fixture
def keeper(client: Client, cast: Cast) -> Client:
    """An administrator's browser."""
    client.force_login(cast.administrator)
    return client


def closed_on_thursday() -> str:
    """The lines of 2026 and one day more."""
    rows = CalendarDay.objects.filter(version=1, date__year=2026)
    return f"{write_lines(rows)}\n5/3/2026; đóng cửa; Mất điện"


def preview(keeper: Client, address: str, data: dict[str, Any]) -> dict[str, str]:
    """What the form of the page shown first says."""
    form = keeper.post(address, data).context["form"]
    return {key: form[key].value() for key in ("decision", "lines", "seen")}


def test_the_page_is_in_the_menu_and_warns_of_the_missing_year(keeper: Client) -> None:
    page = keeper.get(HOME).content.decode()

    assert f'href="{HOME}" aria-current="page"' in page
    assert "Chưa có lịch năm 2027" in page
    assert NEXT in page


def test_a_year_that_is_missing_begins_with_what_the_law_fixes(keeper: Client) -> None:
    page = keeper.get(NEXT)

    assert "30/04/2027; nghỉ lễ; Ngày Chiến thắng" in page.context["form"]["lines"].value()
    assert page.context["form"]["decision"].value() is None
    assert "do máy đề xuất" in page.content.decode()


def test_a_year_is_shown_first_and_then_published(keeper: Client) -> None:
    shown = preview(keeper, NEXT, DATA)
    assert CalendarVersion.objects.count() == 1

    done = keeper.post(NEXT, {**shown, "publish": "1"}, follow=True)

    assert "Đã công bố lịch năm 2027" in done.content.decode()
    assert CalendarVersion.objects.latest("number").years[-1] == 2027
    assert "Chưa có lịch năm" not in keeper.get(HOME).content.decode()


def test_what_was_not_shown_is_shown_and_not_published(keeper: Client) -> None:
    shown = preview(keeper, NEXT, DATA)
    changed = {**shown, "lines": "1/5/2027; nghỉ lễ; Khác", "publish": "1"}

    page = keeper.post(NEXT, changed)

    assert [day.name for day in page.context["days"]] == ["Khác"]
    assert CalendarVersion.objects.count() == 1


def test_a_file_takes_the_place_of_the_lines(keeper: Client) -> None:
    file = SimpleUploadedFile("2027.csv", "﻿ngày;loại;tên\n1/1/2027;nghỉ lễ;Tết\n".encode())

    shown = preview(keeper, NEXT, {**DATA, "file": file})

    assert shown["lines"] == "01/01/2027; nghỉ lễ; Tết"


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": ""},
        {"lines": "x"},
        {"lines": ""},
        {"file": SimpleUploadedFile("a.csv", b"\xff\xfe\x00")},
        {"file": SimpleUploadedFile("a.csv", b"x" * 200_000)},
        {"file": SimpleUploadedFile("a.csv", b"")},
        {"lines": "30/4/2027; nghỉ lễ; \x00"},
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(keeper: Client, wrong: dict[str, Any]) -> None:
    if "file" in wrong:
        wrong["file"].seek(0)
    data = {**DATA, **wrong}
    if wrong.get("file") and not wrong["file"].size:
        data["lines"] = ""

    page = keeper.post(NEXT, data)

    assert page.status_code == 422
    assert "Có phần cần sửa" in page.content.decode()
    assert page.context["form"]["decision"].value() == data["decision"]
    assert CalendarVersion.objects.count() == 1


@pytest.mark.parametrize("year", ["2023", "2032", "99999999999999999999"])
def test_a_year_out_of_reach_is_not_found(keeper: Client, year: str) -> None:
    assert keeper.get(f"{HOME}{year}/").status_code == 404


def test_before_publishing_one_sees_which_dossiers_would_move(keeper: Client, cast: Cast) -> None:
    dossier = cast.appraised()

    page = keeper.post(f"{HOME}2026/", {"decision": "QĐ 5", "lines": closed_on_thursday()})

    assert [move.dossier for move in page.context["moves"]] == [dossier]
    assert "17:00 ngày 10/03/2026" in page.content.decode()
    assert page.context["dropped"] == []
    assert again(dossier).due_at == at("2026-03-09 17:00")


def test_what_is_no_longer_said_is_named(keeper: Client) -> None:
    page = keeper.post(f"{HOME}2026/", {"decision": "QĐ 5", "lines": "1/1/2026; nghỉ lễ; Tết"})

    assert "Không còn trong lịch" in page.content.decode()
    assert len(page.context["dropped"]) > 10


def test_dates_are_moved_by_a_decision_of_their_own(keeper: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    days = read_lines(2026, closed_on_thursday())
    publish_year(2026, days, "QĐ 5", by=cast.administrator, at=TUESDAY)
    address = f"{HOME}doi-ngay/"
    assert keeper.get(address).context["form"]["decision"].value() == "QĐ 5"
    assert keeper.post(address, {"decision": " "}).status_code == 422

    done = keeper.post(address, {"decision": "QĐ 5/2026"}, follow=True).content.decode()

    assert "Đã dời ngày hẹn của 1 hồ sơ" in done
    assert "Không hồ sơ nào bị vướng" in done
    assert again(dossier).due_at == at("2026-03-10 17:00")


@pytest.mark.parametrize("address", [HOME, NEXT, f"{HOME}doi-ngay/"])
@pytest.mark.parametrize("part", ["citizen", "clerk", "leader", "auditor"])
def test_nobody_else_gets_in(client: Client, cast: Cast, address: str, part: str) -> None:
    client.force_login(getattr(cast, part))

    assert client.get(address).status_code == 403
    assert client.post(address, DATA).status_code == 403
