"""Dossiers whose applicant is no more: stopped on its proof, by who answers for it, in words fit for a family."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.journal.verification import verify
from dossiers.models import Dossier, State
from dossiers.models.state import WITHDRAWABLE
from dossiers.papers.render import html_of
from notifications.models import Notice
from people.models import Party
from tests.conftest import at
from tests.dossiers.conftest import again
from tests.support.calling import Caller
from tests.support.posting import act
from tests.support.stories import DEATH, THURSDAY, TUESDAY, Cast, traces
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db
PROOF = {"ground": "death", "day": "2026-03-01", "document": "Trích lục khai tử số 12/TLKT", "issuer": "UBND xã Mẫu"}


def ended(cast: Cast, dossier: Dossier | None = None) -> Dossier:
    """The applicant died on Sunday; the head stops it on Thursday."""
    return actions.stop_for_cessation(dossier or cast.appraised(), *DEATH, by=cast.head, at=THURSDAY)


@pytest.mark.parametrize("state", WITHDRAWABLE)
def test_it_is_stopped_from_every_open_state_by_two_events_of_one_act(cast: Cast, state: State) -> None:
    before = again(cast.in_state(state))

    done = actions.stop_for_cessation(before, *DEATH, by=cast.leader, at=THURSDAY)

    first, last = done.events.order_by("-seq")[:2][::-1]
    assert (first.verb, first.from_state, first.to_state) == ("applicant_ceased", state, "withdrawal_requested")
    assert (last.verb, last.from_state, last.to_state) == ("stopped", "withdrawal_requested", "stopped")
    assert (first.particulars["ceased_by"], first.particulars["ceased_on"]) == ("death", "2026-03-01")
    assert first.note.text == "Trích lục khai tử số 12/TLKT, UBND xã Mẫu"
    assert (done.closed_at, done.head_seq, verify(again(done))) == (THURSDAY, before.head_seq + 2, [])
    assert not done.interruptions.filter(until=None).exists()


def test_neither_the_desk_nor_the_officer_nor_another_unit_does_it(cast: Cast) -> None:
    dossier = cast.appraised()
    before = traces(dossier)

    for by in (cast.clerk, cast.officer, cast.officer_elsewhere, cast.citizen, cast.cashier, cast.administrator):
        with pytest.raises(actions.Forbidden):
            actions.stop_for_cessation(dossier, *DEATH, by=by, at=THURSDAY)

    assert traces(dossier) == before


def test_a_decided_case_is_not_stopped_for_it(cast: Cast) -> None:
    for state in (State.RESOLVED, State.RETURNED, State.STOPPED, State.NOT_ACCEPTED):
        with pytest.raises(actions.Refused, match="không làm được việc"):
            actions.stop_for_cessation(cast.in_state(state), *DEATH, by=cast.leader, at=THURSDAY)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ground", "dissolution"),  # of a person
        ("ground", "silence"),
        ("day", date(2026, 3, 6)),  # to come
        ("day", date(1949, 1, 1)),  # before they were born
        ("document", "  "),
        ("document", "x" * 301),
        ("issuer", ""),
        ("issuer", "x" * 301),
    ],
)
def test_ground_day_and_proof_are_wanted_each_at_its_field(cast: Cast, name: str, value: Any) -> None:
    dossier = cast.appraised()
    Party.objects.filter(pk=dossier.applicant_id).update(birth_date=date(1950, 5, 5))
    before = traces(dossier)
    data = dict(zip(("ground", "day", "document", "issuer"), DEATH, strict=True)) | {name: value}

    with pytest.raises(InvalidInput) as refusal:
        actions.stop_for_cessation(dossier, **data, by=cast.head, at=THURSDAY)

    assert list(refusal.value.errors) == [name]
    assert traces(dossier) == before


def test_an_organisation_is_dissolved_and_does_not_die(cast: Cast) -> None:
    dossier = cast.appraised()
    Party.objects.filter(pk=dossier.applicant_id).update(kind="organisation")

    with pytest.raises(InvalidInput):
        actions.stop_for_cessation(dossier, *DEATH, by=cast.head, at=THURSDAY)
    done = actions.stop_for_cessation(
        dossier, "dissolution", date(2026, 3, 1), "Thông báo 5", "Sở Tài chính", by=cast.head, at=THURSDAY
    )

    mail = Notice.objects.filter(kind="dossier_ceased", channel="email").get()
    assert "chia buồn" not in mail.body
    assert "Người kế thừa quyền, nghĩa vụ" in mail.body
    assert "chia buồn" not in html_of(done.papers.get(kind="stop_notice"))


def test_the_message_is_one_to_a_family_and_says_what_may_be_done(cast: Cast) -> None:
    done = ended(cast, cast.pay(cast.appraised(), TUESDAY))

    told = Notice.objects.filter(created_at=THURSDAY)
    assert {(row.kind, row.channel) for row in told} == {("dossier_ceased", "inbox"), ("dossier_ceased", "email")}
    body = told.get(channel="email").body
    assert body.startswith("Chúng tôi xin chia buồn cùng gia đình")
    for words in ("Người thừa kế", "nộp hồ sơ mới", "Trích lục khai tử số 12/TLKT", "Phí, lệ phí đã nộp: 600.000 đồng"):
        assert words in body
    for words in ("rút hồ sơ", "Ông/bà", "ông/bà"):
        assert words not in body
    assert done.state == State.STOPPED


def test_form_05_names_the_proof_and_no_withdrawal(cast: Cast) -> None:
    asked = actions.request_withdrawal(cast.appraised(), by=cast.citizen, at=TUESDAY)
    on = actions.continue_dossier(asked, by=cast.citizen, at=TUESDAY)

    page = html_of(ended(cast, on).papers.get(kind="stop_notice"))

    assert "Gia đình, người thừa kế của" in page
    assert "Trích lục khai tử số 12/TLKT, UBND xã Mẫu" in page
    assert "yêu cầu rút hồ sơ" not in page
    assert "Người thừa kế có thể nộp hồ sơ mới" in " ".join(page.split())


def test_form_05_of_a_later_withdrawal_is_one_again(cast: Cast) -> None:
    right = actions.undo_stop(ended(cast), "Người nộp còn sống", by=cast.leader, at=THURSDAY)
    asked = actions.request_withdrawal(right, by=cast.citizen, at=THURSDAY)
    done = actions.stop(asked, "Theo đơn", by=cast.clerk, at=THURSDAY)

    page = html_of(done.papers.filter(kind="stop_notice").latest("id"))

    assert "yêu cầu rút hồ sơ" in page
    assert "thừa kế" not in page


def test_the_page_of_the_account_says_who_may_file_anew_until_it_is_undone(
    client: Client, cast: Cast, clock_at: Callable[..., None]
) -> None:
    done = ended(cast)
    clock_at(THURSDAY)
    client.force_login(cast.citizen)
    words = "Người thừa kế hoặc người kế thừa quyền, nghĩa vụ có thể nộp hồ sơ mới"
    assert words in " ".join(client.get(f"/ho-so/{done.code}/").content.decode().split())

    actions.undo_stop(done, "Nhầm", by=cast.leader, at=THURSDAY)

    assert words not in " ".join(client.get(f"/ho-so/{done.code}/").content.decode().split())


def test_the_page_offers_it_to_the_head_and_carries_it_out(
    client: Client, cast: Cast, clock_at: Callable[..., None]
) -> None:
    dossier = cast.appraised()
    clock_at(THURSDAY)

    wrong = act(client, cast.head, dossier, "nguoi-nop-khong-con", **PROOF | {"day": "31/02/2026"})
    assert wrong.status_code == 422
    assert "UBND xã Mẫu" in wrong.content.decode()
    assert act(client, cast.head, dossier, "nguoi-nop-khong-con", **PROOF | {"day": "1/3/2026"}).status_code == 302
    assert again(dossier).state == State.STOPPED


def test_the_api_carries_it_out_and_refuses_in_words(cast: Cast, caller: Callable[..., Caller], clock_at: Any) -> None:
    dossier = cast.appraised()
    clock_at(at("2026-03-05 09:00"))

    assert caller(cast.clerk).act(dossier, "cessation", PROOF).status_code == 403
    assert caller(cast.head).act(dossier, "cessation", PROOF | {"ground": "x"}).status_code == 400
    assert "ground" in caller(cast.head).act(dossier, "cessation", PROOF | {"ground": "dissolution"}).json()
    assert caller(cast.head).act(dossier, "cessation", PROOF).json()["state"] == "stopped"
    assert caller(cast.head).act(dossier, "cessation", PROOF).status_code == 409
