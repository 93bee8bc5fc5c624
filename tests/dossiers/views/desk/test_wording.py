"""What officers read is said to officers, and what applicants read to applicants."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import State
from notifications.models import Notice
from tests.conftest import at
from tests.support.posting import act
from tests.support.stories import MONDAY, THURSDAY, TUESDAY, Cast

pytestmark = pytest.mark.django_db
OURS, THEIRS = "Chờ người nộp bổ sung", "Chờ ông/bà bổ sung"


@pytest.mark.parametrize(
    ("part", "address"),
    [
        ("officer", "/can-bo/?view=all"),
        ("officer", "/can-bo/ho-so/{name}/"),
        ("clerk", "/can-bo/quay/{party}/"),
        ("cashier", "/can-bo/thu-phi/"),
    ],
)
def test_officers_are_not_asked_to_supply(
    client: Client, cast: Cast, clock_at: Callable[..., None], part: str, address: str
) -> None:
    dossier = cast.awaiting_supplement()
    clock_at(THURSDAY)
    client.force_login(getattr(cast, part))

    page = client.get(address.format(name=dossier.name, party=cast.party.pk)).content.decode()

    assert OURS in page
    assert THEIRS not in page
    assert '<dt><span class="mc-shares__key mc-shares__key--applicant" aria-hidden="true"></span>Ông/bà' not in page


def test_applicants_still_are(client: Client, cast: Cast, clock_at: Callable[..., None]) -> None:
    dossier = cast.awaiting_supplement()
    clock_at(THURSDAY)
    client.force_login(cast.citizen)

    page = client.get(f"/ho-so/{dossier.name}/").content.decode()

    assert THEIRS in page
    assert OURS not in page


def test_a_refusal_out_of_turn_is_neither_sides(cast: Cast) -> None:
    with pytest.raises(actions.Refused, match=OURS):
        actions.propose(cast.awaiting_supplement(), "granted", "", by=cast.officer, at=THURSDAY)


@pytest.mark.parametrize("slug", ["nhan-xu-ly"])
def test_what_was_done_is_told_without_an_address(
    client: Client, cast: Cast, clock_at: Callable[..., None], slug: str
) -> None:
    clock_at(TUESDAY)
    dossier = cast.appraised()

    act(client, cast.officer, dossier, slug)

    page = client.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    assert "Đã nhận xử lý hồ sơ này." in page
    assert "Ông/bà đã nhận xử lý" not in page


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-03-02 21:00", "trước 08:00"),  # the step ends as the office opens: no office time is left, nor over
        ("2026-03-03 07:59", "trước 08:00"),
        ("2026-03-03 08:30", "quá 30 phút"),
        ("2026-03-03 08:00", "trước 08:00"),
    ],
)
def test_no_minutes_are_not_told(
    client: Client, cast: Cast, clock_at: Callable[..., None], now: str, words: str
) -> None:
    filed = cast.submitted()
    edition = cast.edition
    late = at("2026-03-02 18:00")
    dossier = actions.intake(
        edition=edition,
        applicant=filed.applicant,
        answers=filed.answers,
        components={row.key: {"original": 1} for row in edition.components.filter(required=True)},
        by=cast.clerk,
        at=late,
    )
    clock_at(at(now))
    client.force_login(cast.clerk)

    page = " ".join(client.get(f"/can-bo/ho-so/{dossier.code}/").content.decode().split())

    assert words in page
    assert "còn 0 phút" not in page
    assert "quá 0 phút" not in page


# What the lines below a message are, by the act that sent it.
TITLES: dict[str, tuple[Callable[[Cast], object], str]] = {
    "refusal to accept": (lambda c: c.in_state(State.NOT_ACCEPTED), "Lý do:\n- Sai nơi"),
    "request": (lambda c: c.in_state(State.AWAITING_SUPPLEMENT), "Ông/bà cần bổ sung:\n- "),
    "demand": (lambda c: c.in_state(State.AWAITING_PAYMENT), "Ông/bà cần nộp:\n- Lệ phí"),
    "stop": (lambda c: c.in_state(State.STOPPED), "Lý do:\n- Theo đơn"),
    "undone": (
        lambda c: actions.undo_stop(c.in_state(State.STOPPED), "Nhầm", by=c.leader, at=THURSDAY),
        "Lý do:\n- Nhầm",
    ),
}


@pytest.mark.parametrize("name", TITLES)
def test_a_message_says_what_its_lines_are(cast: Cast, name: str) -> None:
    story, words = TITLES[name]
    story(cast)

    mails = Notice.objects.filter(kind="dossier_moved", channel="email").order_by("-id")
    mail = next(row for row in mails if "\n- " in row.body and "Quầy" not in row.body)
    assert words in mail.body
    assert mail.body.count("\n- ") == 1 or name == "demand"


def test_no_place_is_named_after_the_applicant(cast: Cast) -> None:
    cast.submitted()

    mail = Notice.objects.filter(kind="dossier_moved", channel="email").latest("id")

    assert "Nơi thực hiện: trang hồ sơ trực tuyến" in mail.body
    assert str(cast.citizen) not in mail.body
    assert isinstance(mail.created_at, datetime)
    assert mail.created_at == MONDAY
