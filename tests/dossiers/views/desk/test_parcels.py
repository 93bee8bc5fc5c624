"""Pages of parcels and of results that wait: what is wrong is said where it was typed, and nothing of it is lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.models import Dossier, Parcel, State
from dossiers.postal.questions import BREAKER
from people.models import Read
from tests.dossiers.conftest import again
from tests.support.papers import one_line, read
from tests.support.stories import THURSDAY, Cast

pytestmark = pytest.mark.django_db
NUMBER = "EA123456785VN"
TYPED = {
    "number": "ea 123 456 785 vn",
    "party": "Nguyễn Văn Mẫu",
    "address": "Số 12, thôn Mẫu",
    "ground": "Gọi điện đề nghị",
    "postage": "25.000",
    "payer": "applicant",
}


@pytest.fixture(autouse=True)
def _thursday(clock_at: Callable[[datetime], None]) -> None:
    BREAKER.close()
    clock_at(THURSDAY)


@pytest.fixture
def result(cast: Cast) -> Dossier:
    """A result that may be handed out, whose applicant chose the post."""
    done = cast.make_files(cast.pay(cast.resolved()))
    Dossier.objects.filter(pk=done.pk).update(answers=done.answers | {"result_delivery": "buu_chinh"})
    return again(done)


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """The clerk's browser."""
    client.force_login(cast.clerk)
    return client


def parcel_of(result: Dossier, cast: Cast, number: str = NUMBER) -> Parcel:
    return actions.register_parcel([result], number, address="Số 1", ground="x", by=cast.clerk, at=THURSDAY)


def posted(result: Dossier, cast: Cast, number: str = NUMBER) -> Parcel:
    parcel = parcel_of(result, cast, number)
    return actions.hand_to_post([parcel], "Lê Văn Bưu", by=cast.clerk, at=THURSDAY)[0]


def test_a_result_goes_the_whole_way_by_pages(desk: Client, result: Dossier) -> None:
    waiting = desk.get("/can-bo/cho-tra/?cach=buu-chinh").content.decode()
    assert result.name in waiting

    packed = desk.post(f"/can-bo/buu-gui/gui/?chon={result.name}", TYPED)
    parcel = Parcel.objects.get()
    given = desk.post("/can-bo/buu-gui/giao-buu-dien/", {"chon": parcel.pk, "courier": "Lê Văn Bưu"})
    data = {"viec": "phat", "taken_by": "Nguyễn Thị Nhận", "proof": "BP 01", "day": "5/3/2026"}
    done = desk.post(f"/can-bo/buu-gui/{parcel.pk}/", data)

    address = f"/can-bo/buu-gui/{parcel.pk}/"
    assert [answer["Location"] for answer in (packed, given, done)] == [address] * 3
    parcel.refresh_from_db()
    assert (parcel.number, parcel.postage, parcel.state) == (NUMBER, 25000, Parcel.State.DELIVERED)
    assert again(result).state == State.RETURNED
    page = desk.get(address).content.decode()
    assert "Nguyễn Thị Nhận" in page
    assert "nhập từ giấy" in page


def test_the_record_names_every_parcel_of_the_hand_over(desk: Client, cast: Cast, result: Dossier) -> None:
    second = cast.make_files(cast.pay(cast.resolved()))
    parcels = [parcel_of(result, cast), parcel_of(second, cast, "RM473124829VN")]
    desk.post("/can-bo/buu-gui/giao-buu-dien/", {"chon": [row.pk for row in parcels], "courier": "Lê Văn Bưu"})

    sheet = desk.get(f"/can-bo/buu-gui/{parcels[0].pk}/bien-ban/")

    text = one_line(read(sheet.content))
    assert sheet["Content-Type"] == "application/pdf"
    for words in (NUMBER, "RM473124829VN", result.name, second.name, "Lê Văn Bưu", "01/BBGN-BPMC/2026", "2 bưu gửi"):
        assert words in text, words


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number": "EA123456786VN"}, "chữ số kiểm tra"),
        ({"number": "EÁ23456785VN"}, "bộ gõ"),
        ({"number": "x" * 401}, "400"),
        ({"address": ""}, "Nhập địa chỉ nhận"),
        ({"party": ""}, "Nhập họ tên người nhận"),
        ({"postage": "hai mươi"}, "Cước bưu điện"),
        ({"postage": "99.000.000"}, "Cước bưu điện"),
        ({"payer": "x"}, "x"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(
    desk: Client, result: Dossier, wrong: dict[str, str], words: str
) -> None:
    answer = desk.post(f"/can-bo/buu-gui/gui/?chon={result.name}", TYPED | {"party": "Trần Văn Giữ"} | wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert ("Trần Văn Giữ" in page) == ("party" not in wrong)
    assert not Parcel.objects.exists()


def test_a_number_that_does_not_check_is_taken_when_somebody_looked_again(desk: Client, result: Dossier) -> None:
    data = TYPED | {"number": "EA123456786VN"}
    offered = desk.post(f"/can-bo/buu-gui/gui/?chon={result.name}", data).content.decode()

    desk.post(f"/can-bo/buu-gui/gui/?chon={result.name}", data | {"as_printed": "on"})

    assert "Tôi đã so lại" in offered
    assert Parcel.objects.get().number == "EA123456786VN"


def test_without_a_number_the_company_gives_one_and_is_asked_where_it_is(desk: Client, result: Dossier) -> None:
    desk.post(f"/can-bo/buu-gui/gui/?chon={result.name}", TYPED | {"number": ""})
    parcel = Parcel.objects.get()
    desk.post("/can-bo/buu-gui/giao-buu-dien/", {"chon": parcel.pk, "courier": "Bưu"})

    desk.post(f"/can-bo/buu-gui/{parcel.pk}/", {"viec": "hoi"})

    assert parcel.number.startswith("MC")
    assert "bưu điện trả lời khi được hỏi" in desk.get(f"/can-bo/buu-gui/{parcel.pk}/").content.decode()
    assert again(result).state == State.RETURNED


def test_without_a_company_numbers_and_facts_come_from_paper(
    desk: Client, cast: Cast, result: Dossier, settings: Any
) -> None:
    settings.POSTAL_SERVICE = ""

    lacking = desk.post(f"/can-bo/buu-gui/gui/?chon={result.name}", TYPED | {"number": ""})
    parcel = posted(result, cast)

    assert lacking.status_code == 422
    assert "Hỏi bưu điện" not in desk.get(f"/can-bo/buu-gui/{parcel.pk}/").content.decode()
    assert desk.post(f"/can-bo/buu-gui/{parcel.pk}/", {"viec": "hoi"}).status_code == 409


def test_an_act_on_a_parcel_that_is_closed_says_so(desk: Client, cast: Cast, result: Dossier) -> None:
    parcel = posted(result, cast)
    data = {"viec": "phat", "taken_by": "An", "proof": "BP", "day": "5/3/2026"}
    desk.post(f"/can-bo/buu-gui/{parcel.pk}/", data)

    answers = [desk.post(f"/can-bo/buu-gui/{parcel.pk}/", row) for row in (data, {"viec": "x"}, {})]

    assert [answer.status_code for answer in answers] == [409, 422, 422]
    assert "đã phát" in answers[0].content.decode()
    assert again(result).events.filter(verb="returned").count() == 1


def test_of_a_wrong_form_the_words_stay(desk: Client, cast: Cast, result: Dossier) -> None:
    parcel = posted(result, cast)

    answer = desk.post(f"/can-bo/buu-gui/{parcel.pk}/", {"viec": "phat", "taken_by": "Bà Nhận", "day": "32/3/2026"})

    assert answer.status_code == 422
    assert "Bà Nhận" in answer.content.decode()
    assert again(result).state == State.RESOLVED


@pytest.mark.parametrize(
    "typed", ["EA 123 456 785 VN", "https://buudien.example.vn/?id=EA123456785VN", "ea-l23456785-vn"]
)
def test_the_box_opens_the_parcel_however_its_number_is_scanned(
    desk: Client, cast: Cast, result: Dossier, typed: str
) -> None:
    parcel = parcel_of(result, cast)

    assert desk.post("/can-bo/buu-gui/", {"q": typed})["Location"] == f"/can-bo/buu-gui/{parcel.pk}/"


@pytest.mark.parametrize("typed", ["", "RM473124829VN", "H99.16-260302-0001", "\x00", "EA123456785VN RM473124829VN"])
def test_the_box_says_what_it_cannot_open(desk: Client, cast: Cast, result: Dossier, typed: str) -> None:
    parcel_of(result, cast)

    answer = desk.post("/can-bo/buu-gui/", {"q": typed})

    assert answer.status_code == 422
    assert "Chưa thực hiện được" in answer.content.decode()


@pytest.mark.parametrize("chosen", ["", "KHONG-CO", "1' OR 1=1"])
def test_nothing_is_packed_of_what_the_desk_does_not_see(desk: Client, chosen: str) -> None:
    assert desk.get("/can-bo/buu-gui/gui/", {"chon": chosen})["Location"] == "/can-bo/cho-tra/"


@pytest.mark.parametrize("query", ["cursor=x", "xem=x", "cach=x", "xem=da-xong&cursor=YXwx"])
def test_odd_addresses_are_answered(desk: Client, query: str) -> None:
    assert {desk.get(f"/can-bo/{page}/?{query}").status_code for page in ("buu-gui", "cho-tra")} <= {200, 302}


def test_who_reads_a_parcel_is_recorded(desk: Client, cast: Cast, result: Dossier) -> None:
    parcel = posted(result, cast)
    before = Read.objects.count()

    desk.get(f"/can-bo/buu-gui/{parcel.pk}/")

    assert Read.objects.count() == before + 1


def test_each_number_of_the_day_is_that_of_its_list(desk: Client, cast: Cast, result: Dossier, clock_at: Any) -> None:
    late, second = (cast.make_files(cast.pay(cast.resolved())) for _n in range(2))
    parcel_of(second, cast)
    clock_at(THURSDAY + timedelta(days=3))
    desk.force_login(cast.clerk)  # the session of Thursday is over

    tiles = {tile.title: tile for tile in desk.get("/can-bo/quay/").context["tiles"] if tile.address}

    counts = {title: tile.count for title, tile in tiles.items()}
    assert counts["Kết quả chờ gửi bưu chính"] == counts["Bưu gửi chờ giao bưu điện"] == "1"
    assert counts["Chưa đến nhận kết quả"] == "1"
    for tile in tiles.values():
        assert str(len(desk.get(tile.address).context["page"].rows)) == tile.count, tile
    assert late.name in desk.get("/can-bo/cho-tra/?cach=chua-den-nhan").content.decode()


def test_a_result_that_may_not_be_had_is_not_offered_for_a_parcel(desk: Client, cast: Cast) -> None:
    owes = cast.resolved()

    page = desk.get("/can-bo/cho-tra/").content.decode()

    assert owes.name in page
    assert "chưa nộp phí" in page
    assert f'value="{owes.name}"' not in page


def test_the_applicant_is_told_the_number_when_the_post_has_it(desk: Client, cast: Cast, result: Dossier) -> None:
    posted(result, cast)

    assert timezone.now() == THURSDAY
    message = cast.citizen.notices.filter(channel="inbox").latest("id")
    assert NUMBER in message.body
