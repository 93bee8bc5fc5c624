"""Parcels that carry results: every step by the one door, nothing half done, no way round what may be handed out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dossiers import actions
from dossiers.actions.parcels import MOST_PARCELS
from dossiers.models import Dossier, Event, Parcel, ParcelItem, State
from dossiers.postal import NoAnswer
from dossiers.postal.questions import BREAKER
from people.models import User
from tests.dossiers.conftest import again
from tests.support.stories import MONDAY, THURSDAY, Cast, traces
from toolbox.refusal import Forbidden, InvalidInput, Refused

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "EA123456785VN", "RM473124829VN"
FRIDAY = THURSDAY.replace(day=6)
FRIDAY_DAY = FRIDAY.date()


@pytest.fixture
def result(cast: Cast) -> Dossier:
    """A result that may be handed out."""
    return cast.make_files(cast.pay(cast.resolved()))


@pytest.fixture(autouse=True)
def _nobody_was_away() -> None:
    """A company that did not answer in one test is asked in the next."""
    BREAKER.close()


def packed(cast: Cast, *dossiers: Dossier, number: str = NUMBER, **more: Any) -> Parcel:
    """A parcel with these results, packed on Thursday."""
    facts: dict[str, Any] = {"address": "Số 12, thôn Mẫu, xã Mẫu", "ground": "Người nộp gọi điện đề nghị"}
    return actions.register_parcel(dossiers, number, **(facts | more), by=cast.clerk, at=THURSDAY)


def posted(cast: Cast, *dossiers: Dossier, **more: Any) -> Parcel:
    """The same, given to the post at once."""
    return actions.hand_to_post([packed(cast, *dossiers, **more)], "Lê Văn Bưu", by=cast.clerk, at=THURSDAY)[0]


def delivered(parcel: Parcel, by: User, day: date = FRIDAY_DAY) -> Parcel:
    """Delivered on Friday."""
    return actions.record_delivery(parcel, "Trần Thị Nhận", "BP 0001", day, by=by, at=FRIDAY)


def test_a_result_goes_out_by_post_and_delivery_is_its_hand_out(cast: Cast, result: Dossier) -> None:
    parcel = delivered(posted(cast, result), cast.clerk)

    dossier = again(result)
    assert (dossier.state, dossier.closed_at, parcel.state) == (State.RETURNED, FRIDAY, Parcel.State.DELIVERED)
    events = list(dossier.events.order_by("-seq")[:3])[::-1]
    assert [event.verb for event in events] == ["parcelled", "posted", "returned"]
    assert {event.particulars["parcel"] for event in events} == {NUMBER}
    assert events[1].particulars["parcel_record"] == "01/BBGN-BPMC/2026"
    assert (events[2].particulars["proof"], events[2].particulars["delivered_on"]) == ("BP 0001", "2026-03-06")
    assert events[2].note.text == "Trần Thị Nhận"


def test_two_results_of_one_applicant_share_a_parcel_and_an_event_each(cast: Cast, result: Dossier) -> None:
    second = cast.make_files(cast.pay(cast.resolved()))

    parcel = delivered(posted(cast, result, second), cast.clerk)

    assert {again(row).state for row in (result, second)} == {State.RETURNED}
    assert Event.objects.filter(verb="returned", particulars__parcel=parcel.number).count() == 2


WRONG: dict[str, tuple[Callable[[Cast, Dossier], Any], str]] = {
    "a number that is none": (lambda c, d: packed(c, d, number="12345"), "2 chữ cái, 9 chữ số"),
    "a digit mistyped": (lambda c, d: packed(c, d, number="EA123456786VN"), "không khớp chữ số kiểm tra"),
    "two numbers in one scan": (lambda c, d: packed(c, d, number=f"{NUMBER} {OTHER}"), "hơn một số"),
    "a scan the input method changed": (lambda c, d: packed(c, d, number="EÁ23456785VN"), "bộ gõ"),
    "no address": (lambda c, d: packed(c, d, address=" "), "địa chỉ"),
    "no ground": (lambda c, d: packed(c, d, ground=""), "chưa chọn nhận qua bưu chính"),
    "postage below nothing": (lambda c, d: packed(c, d, postage=-1), "Cước"),
    "nobody pays": (lambda c, d: packed(c, d, payer="x"), "người trả cước"),
    "no dossier": (lambda c, d: packed(c), "từ 1 đến 20"),
    "one that is not decided": (lambda c, d: packed(c, c.appraised()), "không có kết quả đang chờ"),
    "one whose fee is owed": (lambda c, d: packed(c, c.resolved()), "chưa nộp phí"),
    "one in another parcel": (lambda c, d: (packed(c, d), packed(c, d, number=OTHER)), "đang nằm trong bưu gửi"),
    "no postal worker": (
        lambda c, d: actions.hand_to_post([packed(c, d)], " ", by=c.clerk, at=THURSDAY),
        "nhân viên bưu điện",
    ),
    "no parcel": (lambda c, d: actions.hand_to_post([], "Bưu", by=c.clerk, at=THURSDAY), "Chọn từ 1 đến"),
    "given twice": (
        lambda c, d: actions.hand_to_post([posted(c, d)], "Bưu", by=c.clerk, at=THURSDAY),
        "bưu điện đang chuyển",
    ),
    "delivered before it was given": (lambda c, d: delivered(packed(c, d), c.clerk), "chờ giao bưu điện"),
    "delivered before the day": (lambda c, d: delivered(posted(c, d), c.clerk, MONDAY.date()), "ngày giao bưu điện"),
    "delivered tomorrow": (lambda c, d: delivered(posted(c, d), c.clerk, date(2026, 3, 7)), "đến hôm nay"),
    "delivered twice": (lambda c, d: delivered(delivered(posted(c, d), c.clerk), c.clerk), "đã phát"),
    "delivered to nobody": (
        lambda c, d: actions.record_delivery(posted(c, d), "", "BP", FRIDAY.date(), by=c.clerk, at=FRIDAY),
        "họ tên người nhận",
    ),
    "delivered without proof": (
        lambda c, d: actions.record_delivery(posted(c, d), "An", "", FRIDAY.date(), by=c.clerk, at=FRIDAY),
        "giấy báo phát",
    ),
    "come back for no reason": (
        lambda c, d: actions.record_return(posted(c, d), "", FRIDAY.date(), by=c.clerk, at=FRIDAY),
        "lý do chuyển hoàn",
    ),
    "taken out for no reason": (
        lambda c, d: actions.take_out(packed(c, d), "", by=c.clerk, at=FRIDAY),
        "lý do lấy kết quả",
    ),
    "taken out of another parcel": (
        lambda c, d: actions.take_out(packed(c, d), "x", by=c.clerk, at=FRIDAY, dossier=c.appraised()),
        "không nằm trong bưu gửi",
    ),
    "taken out while it is under way": (
        lambda c, d: actions.take_out(posted(c, d), "x", by=c.clerk, at=FRIDAY),
        "Bưu điện đang chuyển",
    ),
    "handed out at the desk": (
        lambda c, d: (posted(c, d), actions.hand_out(d, by=c.clerk, at=FRIDAY)),
        "đang nằm trong bưu gửi",
    ),
    "recalled while it is under way": (
        lambda c, d: (posted(c, d), actions.recall_result(d, "Sai", by=c.head, at=FRIDAY)),
        "Bưu điện đang chuyển kết quả",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_said_in_words_and_leaves_no_trace(cast: Cast, result: Dossier, kind: str) -> None:
    do, words = WRONG[kind]

    with pytest.raises(Refused) as refusal:
        do(cast, result)

    assert words in refusal.value.message
    assert again(result).events.count() == again(result).head_seq
    assert ParcelItem.objects.filter(dossier=result).count() <= 1


def test_a_number_stands_once_until_its_parcel_is_cancelled(cast: Cast, result: Dossier) -> None:
    second = cast.make_files(cast.pay(cast.resolved()))
    parcel = packed(cast, result)

    with pytest.raises(InvalidInput) as refusal:
        packed(cast, second)
    actions.take_out(parcel, "Gõ nhầm số", by=cast.clerk, at=FRIDAY)

    assert set(refusal.value.errors) == {"number"}
    assert packed(cast, second).number == parcel.number
    assert Parcel.objects.get(pk=parcel.pk).state == Parcel.State.CANCELLED


def test_of_a_parcel_with_one_bad_result_nothing_is_done(cast: Cast, result: Dossier) -> None:
    owes = cast.resolved()
    before = [traces(row) for row in (result, owes)]

    with pytest.raises(Refused, match=str(owes.code)):
        packed(cast, result, owes)

    assert [traces(row) for row in (result, owes)] == before
    assert not Parcel.objects.exists()


def test_results_of_two_people_share_no_parcel(cast: Cast, result: Dossier) -> None:
    other = again(cast.make_files(cast.pay(cast.resolved())))
    other.applicant_id = 0

    with pytest.raises(InvalidInput, match="của một người nộp"):
        packed(cast, result, other)


def test_a_parcel_that_comes_back_leaves_the_result_at_the_desk(cast: Cast, result: Dossier) -> None:
    parcel = actions.record_return(posted(cast, result), "Không có người nhận", FRIDAY.date(), by=cast.clerk, at=FRIDAY)

    assert (parcel.state, again(result).state) == (Parcel.State.CAME_BACK, State.RESOLVED)
    assert again(result).events.last().verb == "parcel_came_back"
    assert actions.hand_out(again(result), by=cast.clerk, at=FRIDAY).state == State.RETURNED


CHANGES: dict[str, Callable[[Cast, Dossier], Any]] = {
    "corrected": lambda c, d: c.make_files(actions.correct_result(d, "Sai", "Ba năm", by=c.leader, at=FRIDAY)),
    "revoked": lambda c, d: actions.revoke_result(d, "Sai", "Điều 20", by=c.leader, at=FRIDAY),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_result_that_changed_under_way_is_not_handed_out_and_is_taken_out(
    cast: Cast, result: Dossier, change: str
) -> None:
    parcel = posted(cast, result)
    CHANGES[change](cast, again(result))
    before = traces(result)

    with pytest.raises(Refused, match="thu hồi"):
        delivered(parcel, cast.clerk)
    assert traces(result) == before

    taken = actions.take_out(parcel, "Đã đính chính", by=cast.clerk, at=FRIDAY)
    assert (taken.state, again(result).state) == (Parcel.State.CAME_BACK, State.RESOLVED)


def test_a_result_recalled_before_it_is_posted_is_not_given_to_the_post(cast: Cast, result: Dossier) -> None:
    parcel = packed(cast, result)
    actions.recall_result(again(result), "Sai thời hạn", by=cast.head, at=FRIDAY)

    with pytest.raises(Refused, match="trạng thái"):
        actions.hand_to_post([parcel], "Bưu", by=cast.clerk, at=FRIDAY)

    assert actions.take_out(parcel, "Thu hồi", by=cast.clerk, at=FRIDAY).state == Parcel.State.CANCELLED


@pytest.mark.parametrize("part", ["officer", "head", "leader", "cashier", "auditor", "citizen", "administrator"])
def test_nobody_but_the_desk_acts_on_parcels(cast: Cast, result: Dossier, part: str) -> None:
    by, waiting = getattr(cast, part), packed(cast, result)
    sent = posted(cast, cast.make_files(cast.pay(cast.resolved())), number=OTHER)
    before = traces(result)

    for act in (
        lambda: actions.hand_to_post([waiting], "Bưu", by=by, at=FRIDAY),
        lambda: delivered(sent, by),
        lambda: actions.record_return(sent, "x", FRIDAY.date(), by=by, at=FRIDAY),
        lambda: actions.take_out(waiting, "x", by=by, at=FRIDAY),
    ):
        with pytest.raises(Forbidden):
            act()

    assert traces(result) == before


def test_more_parcels_than_one_record_holds_are_refused(cast: Cast) -> None:
    parcels = [Parcel(pk=n) for n in range(MOST_PARCELS + 1)]

    with pytest.raises(InvalidInput):
        actions.hand_to_post(parcels, "Bưu", by=cast.clerk, at=FRIDAY)


@pytest.mark.parametrize(
    ("number", "state", "outcome"),
    [
        ("EA123456704VN", Parcel.State.DELIVERED, State.RETURNED),
        ("EA123456775VN", Parcel.State.POSTED, State.RESOLVED),
        ("EA123456789VN", Parcel.State.CAME_BACK, State.RESOLVED),
    ],
)
def test_what_the_company_says_when_asked_is_recorded(
    cast: Cast, result: Dossier, number: str, state: str, outcome: str
) -> None:
    parcel = posted(cast, result, number=number, as_printed=True)

    actions.ask_post(parcel, by=cast.clerk, at=FRIDAY)

    parcel.refresh_from_db()
    assert (parcel.state, again(result).state) == (state, outcome)
    assert parcel.said_by_post is (state != Parcel.State.POSTED)


def test_a_company_that_does_not_answer_stops_nobody(cast: Cast, result: Dossier) -> None:
    parcel = posted(cast, result, number="EA123456792VN", as_printed=True)

    with pytest.raises(NoAnswer, match="theo giấy"):
        actions.ask_post(parcel, by=cast.clerk, at=FRIDAY)

    assert delivered(parcel, cast.clerk).state == Parcel.State.DELIVERED


def test_without_a_number_the_company_is_asked_for_one(cast: Cast, result: Dossier) -> None:
    assert packed(cast, result, number="").number.startswith("MC")
