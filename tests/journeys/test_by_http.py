"""Whole lives by HTTP: from the start page to the handed-out result, as browsers send them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dossiers.journal.verification import verify
from dossiers.models import Dossier, State
from dossiers.papers.render import render_batch
from people.models import Party
from tests.support.factories import photo
from tests.support.posting import act, begin, fill, pay, whole_form

pytestmark = pytest.mark.django_db
WALK_IN = {
    "kind": "person",
    "name": "Hồ Thị Ợt",
    "citizen_id": "001 150 000 009",
    "address": "Xã Mẫu",
    "phone": "0912.345.678",
}


def made() -> None:
    """The worker's part: every issued paper gets its file."""
    while render_batch(timezone.now()):
        pass


def filed(client: Client, edition: Any, citizen: Any) -> Dossier:
    """Filed by the pages."""
    draft = begin(client, edition, citizen)
    fill(client, draft)
    response = client.post(f"/ho-so/{draft.ref}/nop/")
    assert response.status_code == 302
    dossier = Dossier.objects.get(pk=draft.pk)
    assert response["Location"] == f"/ho-so/{dossier.code}/da-nop/"
    return dossier


def test_four_steps_from_the_start_page_to_the_handed_out_result(
    client: Client, edition: Any, citizen: Any, clerk: Any, officer: Any, leader: Any, cashier: Any
) -> None:
    dossier = filed(client, edition, citizen)

    act(client, clerk, dossier, "tiep-nhan")
    act(client, officer, dossier, "trinh-ky", outcome="granted", text="Đủ điều kiện")
    act(client, leader, dossier, "phe-duyet", outcome="granted", text="Đồng ý")
    pay(client, cashier, dossier)
    made()
    act(client, clerk, dossier, "tra-ket-qua", received_by="Nguyễn Văn A")

    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    assert verify(dossier) == []
    client.force_login(citizen)
    page = client.get(f"/ho-so/{dossier.code}/").content.decode()
    for words in ("Tiếp nhận hồ sơ", "Trình phê duyệt", "Phê duyệt kết quả", "Trả kết quả"):
        assert words in page
    paper = dossier.papers.get(kind="result")
    download = client.get(f"/ho-so/{dossier.code}/van-ban/{paper.pk}/")
    assert b"".join(download.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]


def test_three_steps_are_signed_without_an_approval(
    client: Client, three_step_edition: Any, citizen: Any, clerk: Any, leader: Any, cashier: Any
) -> None:
    dossier = filed(client, three_step_edition, citizen)

    act(client, clerk, dossier, "tiep-nhan")
    act(client, leader, dossier, "ky-ket-qua", outcome="granted", text="")
    pay(client, cashier, dossier)
    made()
    act(client, clerk, dossier, "tra-ket-qua")

    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    assert not dossier.events.filter(verb="approved").exists()


def test_what_is_asked_for_is_supplied_and_the_term_begins_again(
    client: Client, edition: Any, citizen: Any, clerk: Any, officer: Any
) -> None:
    dossier = filed(client, edition, citizen)
    act(client, clerk, dossier, "tiep-nhan")
    asked = act(client, officer, dossier, "yeu-cau-bo-sung", reason="Ảnh mờ", tick_0="1", todo_0="Chụp lại trang 2")
    key = edition.components.all()[0].key

    client.force_login(citizen)
    page = client.get(f"/ho-so/{dossier.code}/bo-sung/").content.decode()
    nothing = client.post(f"/ho-so/{dossier.code}/bo-sung/")
    again = SimpleUploadedFile("chup-lai.jpg", photo(colour="blue"), "image/jpeg")
    client.post(f"/ho-so/{dossier.code}/giay-to/{key}/", {"pages": again})
    sent = client.post(f"/ho-so/{dossier.code}/bo-sung/")

    assert (asked.status_code, nothing.status_code) == (302, 422)
    assert "Chụp lại trang 2" in page
    assert "Ảnh mờ" in page
    assert sent.status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == State.APPRAISAL
    assert dossier.due_at is not None


def test_a_walk_in_leaves_the_counter_with_a_receipt(
    client: Client, three_step_edition: Any, clerk: Any, agencies: Any
) -> None:
    client.force_login(clerk)
    made_party = client.post("/can-bo/quay/nguoi-nop/", WALK_IN)
    party = Party.objects.get(citizen_id="001150000009")
    counted = {f"paper-{row.key}-original": 1 for row in three_step_edition.components.filter(required=True)}
    slug = three_step_edition.procedure.slug
    form = {**whole_form(three_step_edition), **counted, "channel": "direct", "token": "quay-1"}

    first = client.post(f"/can-bo/quay/{party.pk}/{slug}/", form)
    again = client.post(f"/can-bo/quay/{party.pk}/{slug}/", form)

    dossier = Dossier.objects.get(applicant=party)
    assert made_party["Location"] == f"/can-bo/quay/{party.pk}/"
    assert first["Location"] == again["Location"] == f"/can-bo/ho-so/{dossier.code}/"
    assert dossier.state == State.ACCEPTED
    assert list(dossier.events.values_list("verb", flat=True)) == ["submitted", "accepted"]
    assert dossier.papers.filter(kind="receipt").count() == 1


def test_a_withdrawal_is_asked_for_taken_back_and_asked_again(
    client: Client, edition: Any, citizen: Any, clerk: Any
) -> None:
    dossier = filed(client, edition, citizen)
    client.post(f"/ho-so/{dossier.code}/rut/", {"reason": "Nhầm thủ tục"})
    client.post(f"/ho-so/{dossier.code}/tiep-tuc/")
    client.post(f"/ho-so/{dossier.code}/rut/", {"reason": "Nhầm thật"})

    stopped = act(client, clerk, dossier, "dung", reason="Theo đề nghị của người nộp")

    dossier.refresh_from_db()
    assert stopped.status_code == 302
    assert dossier.state == State.STOPPED
    assert dossier.papers.filter(kind="stop_notice").exists()
