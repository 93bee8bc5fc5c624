"""Parcels that come in: registered as their record says, entered once, and filed when that was signed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from dossiers import actions
from dossiers.models import Dossier, Parcel, State
from tests.dossiers.conftest import changed
from tests.support import factories
from tests.support.stories import MONDAY, TUESDAY, Cast
from toolbox.refusal import Forbidden, InvalidInput, Refused

pytestmark = pytest.mark.django_db
NUMBER = "EA123456785VN"
HANDED = MONDAY - timedelta(minutes=40)


def arrived(cast: Cast, number: str = NUMBER, **more: Any) -> Parcel:
    """A parcel that the post brought on Monday morning."""
    facts: dict[str, Any] = {"sender": "Nguyễn Thị Mẫu", "courier": "Lê Văn Bưu", "handed_at": HANDED}
    return actions.receive_parcel(number, **(facts | {"record_no": "12/BB", "by": cast.clerk, "at": MONDAY} | more))


def taken_in(cast: Cast, parcel: str = NUMBER, **more: Any) -> Dossier:
    """What was in it, taken in at the counter on Monday."""
    facts: dict[str, Any] = {
        "edition": cast.edition,
        "applicant": cast.party,
        "components": {row.key: {"original": 1} for row in cast.edition.components.filter(required=True)},
        "answers": factories.answers(cast.edition),
        "channel": Dossier.Channel.POSTAL,
        "by": cast.clerk,
        "at": MONDAY,
    }
    return actions.intake(parcel=parcel, **(facts | more))


def test_what_came_by_post_is_filed_when_the_record_was_signed_and_its_term_runs_from_acceptance(cast: Cast) -> None:
    parcel = arrived(cast)

    dossier = taken_in(cast)

    assert (dossier.submitted_at, dossier.accepted_at, dossier.state) == (HANDED, MONDAY, State.ACCEPTED)
    assert dossier.channel == Dossier.Channel.POSTAL
    filed = dossier.events.get(verb="submitted")
    assert (filed.particulars["parcel"], filed.particulars["parcel_record"]) == (NUMBER, "12/BB")
    assert datetime.fromisoformat(filed.particulars["filed_at"]) == HANDED
    parcel.refresh_from_db()
    assert (parcel.state, parcel.items.get().dossier) == (Parcel.State.ENTERED, dossier)


def test_two_dossiers_of_one_parcel_are_entered_one_after_the_other(cast: Cast) -> None:
    parcel = arrived(cast)

    codes = {taken_in(cast).code, taken_in(cast).code}

    assert {item.dossier.code for item in parcel.items.all()} == codes


WRONG: dict[str, tuple[Callable[[Cast], Any], str]] = {
    "a number that is none": (lambda c: arrived(c, "x"), "2 chữ cái"),
    "a number twice": (lambda c: (arrived(c), arrived(c)), "đã dùng cho một bưu gửi khác"),
    "no sender": (lambda c: arrived(c, sender=""), "người gửi"),
    "no postal worker": (lambda c: arrived(c, courier=" "), "nhân viên bưu điện"),
    "handed over later": (lambda c: arrived(c, handed_at=TUESDAY), "không sau lúc này"),
    "handed over long ago": (lambda c: arrived(c, handed_at=MONDAY - timedelta(days=31)), "30 ngày"),
    "by who is no clerk": (lambda c: arrived(c, by=c.officer), "Chỉ Bộ phận Một cửa"),
    "a parcel nobody registered": (lambda c: taken_in(c), "Chưa ghi nhận bưu gửi đến"),
    "a parcel and another channel": (
        lambda c: (arrived(c), taken_in(c, channel=Dossier.Channel.DIRECT)),
        "kênh nộp phải là bưu chính",
    ),
    "a damaged number": (lambda c: (arrived(c), taken_in(c, "EÁ23456785VN")), "bộ gõ"),
    "a parcel that was closed": (
        lambda c: (actions.close_arrival(arrived(c), "Gửi nhầm", by=c.clerk, at=MONDAY), taken_in(c)),
        "đã đóng",
    ),
    "closed for no reason": (lambda c: actions.close_arrival(arrived(c), " ", by=c.clerk, at=MONDAY), "lý do"),
    "closed by who is no clerk": (
        lambda c: actions.close_arrival(arrived(c), "x", by=c.officer, at=MONDAY),
        "bộ phận khác",
    ),
    "closed with a dossier in it": (
        lambda c: (arrived(c), taken_in(c), actions.close_arrival(Parcel.objects.get(), "x", by=c.clerk, at=MONDAY)),
        "đã vào sổ",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_said_and_nothing_is_half_done(cast: Cast, kind: str) -> None:
    do, words = WRONG[kind]

    with pytest.raises(Refused) as refusal:
        do(cast)

    assert words in refusal.value.message
    assert all(row.state != State.DRAFT for row in Dossier.objects.all())


def test_the_same_number_goes_out_and_comes_in(cast: Cast) -> None:
    result = cast.make_files(cast.pay(cast.resolved()))
    actions.register_parcel([result], NUMBER, address="Số 1", ground="x", by=cast.clerk, at=TUESDAY + timedelta(days=2))

    assert arrived(cast).direction == Parcel.Direction.IN


def test_what_lacks_something_is_entered_all_the_same(cast: Cast) -> None:
    arrived(cast)
    items = [{"component": cast.edition.components.all()[0].key, "todo": "Gửi thêm"}]

    asked = taken_in(cast, components={}, decision="supplement", reason="Thiếu", items=items)

    assert (asked.state, asked.submitted_at) == (State.AWAITING_SUPPLEMENT, HANDED)


@pytest.mark.parametrize("error", [Forbidden, InvalidInput])
def test_a_refusal_is_of_its_kind(cast: Cast, error: type[Refused]) -> None:
    with pytest.raises(error):
        arrived(cast, by=cast.citizen) if error is Forbidden else arrived(cast, "")


def test_a_free_edition_comes_by_post_as_well(cast: Cast) -> None:
    arrived(cast)
    free = changed(cast.edition, content={**cast.edition.content, "fees": [], "fee_free": True})

    assert taken_in(cast, edition=free).submitted_at == HANDED
