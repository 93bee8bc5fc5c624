"""The officers' page of a dossier: which acts it offers to whom, and what happens when one cannot be done."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.models import Dossier, State
from tests.support.factories import in_appraisal, submitted
from tests.support.posting import act

pytestmark = pytest.mark.django_db


def offered(client: Client, user: Any, dossier: Dossier) -> set[str]:
    """The words of the acts the page offers to *user*."""
    client.force_login(user)
    response = client.get(f"/can-bo/ho-so/{dossier.code}/")
    assert response.status_code == 200
    return {offer.form.slug for offer in response.context["offers"]} - {"co-lien-quan"}


def test_the_desk_is_offered_reception_and_nobody_else_is(
    client: Client, edition: Any, citizen: Any, clerk: Any, leader: Any, auditor: Any
) -> None:
    dossier = submitted(edition, citizen)

    assert offered(client, clerk, dossier) == {"tiep-nhan", "yeu-cau-bo-sung", "khong-tiep-nhan"}
    assert offered(client, auditor, dossier) == set()


def test_the_officer_proposes_the_head_assigns_and_the_leader_waits(
    client: Client, edition: Any, citizen: Any, clerk: Any, officer: Any, head: Any, leader: Any
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)

    working, above = {"trinh-ky", "yeu-cau-bo-sung", "yeu-cau-nop-phi"}, {"phan-cong", "nguoi-nop-khong-con"}
    asking = {"lay-y-kien"}
    assert offered(client, officer, dossier) == working | asking | {"nhan-xu-ly"}
    assert offered(client, head, dossier) == working | asking | above
    assert offered(client, leader, dossier) == asking | above
    assert offered(client, clerk, dossier) == set()


def test_whoever_might_act_may_say_that_they_have_an_interest(
    client: Client, edition: Any, citizen: Any, clerk: Any, officer: Any, auditor: Any
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)

    for user, offered_to in ((officer, True), (clerk, True), (auditor, False)):
        client.force_login(user)
        slugs = {offer.form.slug for offer in client.get(f"/can-bo/ho-so/{dossier.code}/").context["offers"]}
        assert ("co-lien-quan" in slugs) is offered_to


def test_three_steps_offer_a_signature_instead_of_a_proposal(
    client: Client, three_step_edition: Any, citizen: Any, clerk: Any, officer: Any, leader: Any
) -> None:
    dossier = in_appraisal(three_step_edition, citizen, clerk)

    assert "trinh-ky" not in offered(client, officer, dossier)
    assert "ky-ket-qua" in offered(client, leader, dossier)


def test_every_act_that_is_offered_can_be_begun(
    client: Client, edition: Any, citizen: Any, clerk: Any, officer: Any
) -> None:
    """An empty form is answered at its fields, never with a fault of ours."""
    dossier = in_appraisal(edition, citizen, clerk)

    for word in offered(client, officer, dossier) - {"nhan-xu-ly"}:
        assert act(client, officer, dossier, word).status_code == 422, word


def test_a_form_with_faults_keeps_what_was_typed(
    client: Client, edition: Any, citizen: Any, clerk: Any, officer: Any
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)

    response = act(client, officer, dossier, "yeu-cau-nop-phi", amount="sáu trăm", reason="Lệ phí")

    page = response.content.decode()
    assert response.status_code == 422
    assert "Số tiền phải là số nguyên" in page
    assert 'value="sáu trăm"' in page
    assert ">\nLệ phí</textarea>" in page


def test_a_refusal_of_the_act_is_said_on_the_page_and_loses_nothing(
    client: Client, edition: Any, citizen: Any, clerk: Any, officer: Any
) -> None:
    long_ago = timezone.now() - timedelta(days=12)
    dossier = in_appraisal(edition, citizen, clerk, long_ago)

    response = act(client, officer, dossier, "yeu-cau-bo-sung", reason="Lý do dài", tick_0="1", todo_0="Chụp lại")

    page = response.content.decode()
    assert response.status_code == 409
    assert "Đã quá 3 ngày làm việc" in page
    assert "Lý do dài" in page
    assert 'value="Chụp lại"' in page


def test_a_page_opened_before_somebody_else_acted_is_stale(
    client: Client, edition: Any, citizen: Any, clerk: Any, officer: Any, head: Any
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)
    seen = Dossier.objects.get(pk=dossier.pk).head_seq
    actions.assign(dossier, officer, by=head, at=timezone.now())
    client.force_login(officer)

    response = client.post(
        f"/can-bo/ho-so/{dossier.code}/trinh-ky/", {"seq": seen, "outcome": "granted", "text": "Đủ điều kiện"}
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "vừa được Người truongphong cập nhật" in page
    assert "Đủ điều kiện" in page
    dossier.refresh_from_db()
    assert dossier.state == State.APPRAISAL


def test_the_same_act_sent_twice_is_carried_out_once(client: Client, edition: Any, citizen: Any, clerk: Any) -> None:
    dossier = submitted(edition, citizen)
    client.force_login(clerk)
    address = f"/can-bo/ho-so/{dossier.code}/tiep-nhan/"

    first = client.post(address, {"seq": "1"})
    second = client.post(address, {"seq": "1"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert dossier.events.filter(verb="accepted").count() == 1
    assert dossier.papers.count() == 1


@pytest.mark.parametrize("who", ["neighbour", "officer_elsewhere", "administrator"])
def test_who_may_not_see_it_finds_nothing_there(
    client: Client, request: Any, edition: Any, citizen: Any, clerk: Any, who: str
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)
    user = request.getfixturevalue(who)
    client.force_login(user)

    page = client.get(f"/can-bo/ho-so/{dossier.code}/").status_code
    posted = act(client, user, dossier, "trinh-ky", outcome="granted").status_code

    assert page in (403, 404)
    assert posted in (403, 404)


def test_an_act_by_the_wrong_person_is_forbidden_in_words(
    client: Client, edition: Any, citizen: Any, clerk: Any, leader: Any
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)

    response = act(client, leader, dossier, "trinh-ky", outcome="granted", text="x")

    assert response.status_code == 403
    assert "không được làm việc" in response.content.decode()


def test_acceptance_without_a_published_term_asks_for_a_day_and_its_ground(
    client: Client, edition: Any, citizen: Any, clerk: Any
) -> None:
    edition.stages = []
    edition.save(update_fields=["stages"])
    dossier = submitted(edition, citizen)
    day = timezone.localdate() + timedelta(days=7)

    empty = act(client, clerk, dossier, "tiep-nhan")
    whole = act(client, clerk, dossier, "tiep-nhan", due_day=f"{day:%d/%m/%Y}", due_ground="QĐ 12/QĐ-SLĐ")

    assert empty.status_code == 422
    assert whole.status_code == 302
    dossier.refresh_from_db()
    assert dossier.due_at is not None
    assert timezone.localdate(dossier.due_at) == day


def test_an_officer_takes_a_dossier_and_a_head_gives_it_to_another(
    client: Client, edition: Any, citizen: Any, clerk: Any, officer: Any, head: Any
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)

    act(client, officer, dossier, "nhan-xu-ly")
    taken = Dossier.objects.get(pk=dossier.pk).holder
    act(client, head, dossier, "phan-cong", to=head.pk)

    assert taken == officer
    assert Dossier.objects.get(pk=dossier.pk).holder == head


def test_what_officers_write_to_each_other_is_not_told_to_the_applicant(
    client: Client, edition: Any, citizen: Any, clerk: Any, officer: Any, leader: Any
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)
    act(client, officer, dossier, "trinh-ky", outcome="refused", text="Nội bộ: nghi giấy tờ giả")
    act(client, leader, dossier, "tra-lai", reason="Nội bộ: xác minh thêm")

    client.force_login(citizen)
    page = client.get(f"/ho-so/{dossier.code}/").content.decode()

    assert "Nội bộ" not in page
