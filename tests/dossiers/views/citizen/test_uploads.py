"""Files on the pages: what is refused and how, and who may download them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from dossiers import actions
from dossiers.models import Dossier
from dossiers.papers.render import render_batch
from tests.conftest import at
from tests.support.factories import in_appraisal, photo, submitted
from tests.support.posting import begin, upload

pytestmark = pytest.mark.django_db


def paper_page(draft: Dossier) -> str:
    """The address of the first wanted paper."""
    return f"/ho-so/{draft.name}/giay-to/{draft.edition.components.all()[0].key}/"


def test_a_photograph_is_kept_and_shown_again(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)
    key = edition.components.all()[0].key

    upload(client, draft, key)
    upload(client, draft, key)  # the same again, as a double click sends it

    page = client.get(paper_page(draft)).content.decode()
    assert draft.attachments.count() == 1
    assert "anh.jpg" in page
    row = draft.attachments.get()
    download = client.get(f"/ho-so/{draft.ref}/tep/{row.pk}/")
    assert download["Content-Type"] == "image/jpeg"
    assert download["Cache-Control"] == "private, no-store"
    assert download["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("trong.pdf", b"", "0 byte"),
        ("don.docx", b"PK\x03\x04 not a picture", "không dùng được"),
        ("gia.jpg", b"<html>hello</html>", "không dùng được"),
        ("hong.pdf", b"%PDF-1.4 broken", "bị hỏng"),
        ("hong.jpg", b"\xff\xd8\xff\xe0 broken", "bị hỏng"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_at_its_field(
    client: Client, edition: Any, citizen: Any, name: str, content: bytes, words: str
) -> None:
    draft = begin(client, edition, citizen)

    response = client.post(paper_page(draft), {"pages": SimpleUploadedFile(name, content)})

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert page.count(words) >= 2  # in the summary and at the field
    assert draft.attachments.count() == 0


@override_settings(ATTACHMENT_MAX_BYTES=1000)
def test_a_file_that_is_too_big_says_how_big_it_may_be(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)

    response = client.post(paper_page(draft), {"pages": SimpleUploadedFile("to.jpg", b"\xff\xd8\xff" + b"0" * 2000)})

    assert response.status_code == 422
    assert "quá lớn" in response.content.decode()


@override_settings(ATTACHMENT_MAX_COUNT=1)
def test_the_count_of_files_is_limited_and_the_limit_is_said(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)
    keys = [row.key for row in edition.components.all()[:2]]
    upload(client, draft, keys[0])

    response = upload(client, draft, keys[1])

    assert response.status_code == 422
    assert "đủ 1 tệp" in response.content.decode()


def test_of_several_files_the_good_ones_are_kept_and_the_bad_one_is_named(
    client: Client, edition: Any, citizen: Any
) -> None:
    draft = begin(client, edition, citizen)
    files = [SimpleUploadedFile("tot.jpg", photo()), SimpleUploadedFile("xau.txt", b"van ban")]

    response = client.post(paper_page(draft), {"pages": files})

    page = response.content.decode()
    assert response.status_code == 422
    assert "xau.txt" in page
    assert draft.attachments.get().name == "tot.jpg"


def test_no_file_and_an_unknown_paper(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)

    assert client.post(paper_page(draft)).status_code == 422
    assert client.get(f"/ho-so/{draft.ref}/giay-to/khong-co/").status_code == 404


def test_a_file_is_taken_out_of_a_draft_again(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)
    upload(client, draft, edition.components.all()[0].key)
    row = draft.attachments.get()

    client.post(f"/ho-so/{draft.ref}/tep/{row.pk}/xoa/")

    assert draft.attachments.count() == 0


def test_papers_of_a_filed_dossier_are_closed_to_the_applicant(client: Client, edition: Any, citizen: Any) -> None:
    filed = submitted(edition, citizen)
    client.force_login(citizen)

    response = client.post(paper_page(filed), {"pages": SimpleUploadedFile("a.jpg", photo())})

    assert response.status_code == 409
    assert "không ở bước nhận giấy tờ" in response.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("citizen", 200),
        ("neighbour", 404),
        ("clerk", 200),
        ("officer", 200),
        ("officer_elsewhere", 404),
        ("leader", 200),
        ("auditor", 200),
        ("administrator", 404),
    ],
)
def test_who_may_download_a_file(
    client: Client, request: Any, edition: Any, citizen: Any, clerk: Any, who: str, status: int
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)
    row = dossier.attachments.all()[0]

    client.force_login(request.getfixturevalue(who))

    assert client.get(f"/ho-so/{dossier.code}/tep/{row.pk}/").status_code == status


def test_a_paper_without_its_file_yet_says_so(
    client: Client, three_step_edition: Any, citizen: Any, clerk: Any
) -> None:
    dossier = in_appraisal(three_step_edition, citizen, clerk, at("2026-03-02 09:00"))
    paper = dossier.papers.get()
    client.force_login(citizen)
    address = f"/ho-so/{dossier.code}/van-ban/{paper.pk}/"

    before = client.get(address)
    render_batch(at("2026-03-02 10:00"))
    after = client.get(address)

    assert before.status_code == 202
    assert "đang được tạo" in before.content.decode()
    assert after.status_code == 200
    assert after["Content-Type"] == "application/pdf"


def test_a_file_of_another_dossier_is_not_reached_through_ones_own(
    client: Client, edition: Any, citizen: Any, clerk: Any
) -> None:
    one, other = in_appraisal(edition, citizen, clerk), submitted(edition, citizen)
    row = other.attachments.all()[0]
    client.force_login(citizen)

    assert client.get(f"/ho-so/{one.code}/tep/{row.pk}/").status_code == 404


def test_supplied_papers_may_be_taken_out_until_they_are_sent(
    client: Client, edition: Any, citizen: Any, clerk: Any
) -> None:
    dossier = submitted(edition, citizen, at("2026-11-20 09:00"))
    component = edition.components.all()[0]
    items = [{"component": component.key, "todo": "Chụp lại"}]
    actions.request_supplement(dossier, items, "Mờ", by=clerk, at=at("2026-11-20 10:00"))
    client.force_login(citizen)
    old = dossier.attachments.filter(component=component.key).get()
    upload(client, dossier, component.key, "moi.jpg")
    client.post(paper_page(dossier), {"pages": SimpleUploadedFile("moi2.jpg", photo(colour="red"))})
    added = dossier.attachments.get(name="moi2.jpg")

    client.post(f"/ho-so/{dossier.code}/tep/{added.pk}/xoa/")
    kept = client.post(f"/ho-so/{dossier.code}/tep/{old.pk}/xoa/", follow=True)

    assert not dossier.attachments.filter(pk=added.pk).exists()
    assert dossier.attachments.filter(pk=old.pk).exists()
    assert "không xóa được" in kept.content.decode()
