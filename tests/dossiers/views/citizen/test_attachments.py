"""The page of all papers of a draft: several components at once, each file judged by itself, and what is refused."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from pypdf import PdfWriter

from dossiers.models import Dossier
from tests.support.factories import photo, submitted
from tests.support.markup import faults_of
from tests.support.posting import begin
from toolbox.files import EICAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client: Client, edition: Any, citizen: Any) -> Dossier:
    """Begun, with no file; its author is signed in."""
    return begin(client, edition, citizen)


def address(draft: Dossier) -> str:
    """The page of all papers."""
    return f"/ho-so/{draft.name}/giay-to/"


def keys(draft: Dossier) -> list[str]:
    """Components that are uploaded."""
    return [row["key"] for row in draft.components if not row.get("from_form")]


def jpeg(name: str = "a.jpg", width: int = 40) -> SimpleUploadedFile:
    """A photograph; each width is another file."""
    return SimpleUploadedFile(name, photo(size=(width, 60)))


def thick(pages: int) -> bytes:
    """A PDF of so many pages, small enough to be sent."""
    writer, out = PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def test_every_component_stands_on_the_page_with_its_own_input(client: Client, draft: Dossier) -> None:
    page = client.get(address(draft)).content.decode()

    assert faults_of(page) == []
    for row in draft.components:
        assert page.count(f'id="tep-{row["key"]}"') == 1
        assert page.count(f'id="giay-{row["key"]}"') == 1
    assert page.count("Còn thiếu") == sum(row["required"] and not row.get("from_form") for row in draft.components)


def test_files_of_several_components_are_taken_at_once(client: Client, draft: Dossier) -> None:
    one, two = keys(draft)[:2]

    response = client.post(address(draft), {f"tep-{one}": [jpeg("1.jpg", 41), jpeg("2.jpg", 42)], f"tep-{two}": jpeg()})

    assert (response.status_code, response["Location"]) == (302, address(draft))
    assert list(draft.attachments.filter(component=one).values_list("name", flat=True)) == ["1.jpg", "2.jpg"]
    page = client.get(address(draft)).content.decode()
    assert "Đã nhận 3 tệp" in page
    assert "Đủ, 2 tệp" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "0 byte"),
        (EICAR, "không dùng được"),
        (b"%PDF-1.4\n" + EICAR + b"\n%%EOF", "mã độc"),
        (b"PK\x03\x04 word", "không dùng được"),
        (b"\xff\xd8\xff\xe0 broken", "bị hỏng"),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 90, "HEIC"),
    ],
)
def test_a_bad_file_is_named_at_its_row_and_the_good_ones_are_kept(
    client: Client, draft: Dossier, content: bytes, words: str
) -> None:
    one, two = keys(draft)[:2]
    bad = SimpleUploadedFile("xấu.pdf", content)

    response = client.post(address(draft), {f"tep-{one}": [bad, jpeg()], f"tep-{two}": jpeg("b.jpg", 50)})

    page = response.content.decode()
    row = page.partition(f'id="giay-{one}"')[2].partition("</li>\n<li class")[0]
    assert response.status_code == 422
    assert words in row
    assert f'href="#tep-{one}"' in page
    assert "Lỗi:" in page.partition("</title>")[0]
    assert sorted(draft.attachments.values_list("name", flat=True)) == ["a.jpg", "b.jpg"]


def test_two_hundred_pages_are_taken_and_nothing_chosen_is_told(client: Client, draft: Dossier) -> None:
    key = keys(draft)[0]
    response = client.post(address(draft), {f"tep-{key}": SimpleUploadedFile("dày.pdf", thick(200))})
    assert response.status_code == 302
    assert draft.attachments.get().pages == 200

    nothing = client.post(address(draft))

    assert nothing.status_code == 422
    assert "Chọn hoặc chụp ảnh ít nhất một giấy tờ" in nothing.content.decode()


def test_more_files_than_a_dossier_may_have_are_refused_by_name(client: Client, draft: Dossier) -> None:
    one, two = keys(draft)[:2]
    with override_settings(ATTACHMENT_MAX_COUNT=2):
        files = {f"tep-{one}": [jpeg(f"{n}.jpg", 40 + n) for n in range(3)], f"tep-{two}": jpeg("sau.jpg", 70)}

        response = client.post(address(draft), files)

    page = response.content.decode()
    assert response.status_code == 422
    assert "đủ 2 tệp" in page
    assert draft.attachments.count() == 2


@override_settings(FILES_A_DAY=2)
def test_the_quota_of_the_day_is_told_before_and_at_the_row(client: Client, draft: Dossier) -> None:
    key = keys(draft)[0]
    client.post(address(draft), {f"tep-{key}": [jpeg("1.jpg", 41), jpeg("2.jpg", 42)]})
    assert "còn tải lên được 0 tệp" in client.get(address(draft)).content.decode()

    response = client.post(address(draft), {f"tep-{key}": jpeg("3.jpg", 43)})

    assert response.status_code == 422
    assert "Ngày mai tải tiếp" in response.content.decode()


def test_what_scripts_send_is_answered_by_the_row_alone(client: Client, draft: Dossier) -> None:
    key = keys(draft)[0]
    kept = client.post(address(draft), {"row": key, f"tep-{key}": jpeg("x.jpg")})
    again = client.post(address(draft), {"row": key, f"tep-{key}": jpeg("x.jpg")})
    bad = client.post(address(draft), {"row": key, f"tep-{key}": SimpleUploadedFile("a.txt", b"chu")})
    unknown = client.post(address(draft), {"row": "khong-co", f"tep-{key}": jpeg("x.jpg")})

    assert [answer.status_code for answer in (kept, again, bad, unknown)] == [200, 200, 422, 409]
    assert all(answer.content.decode().strip().startswith("<li") for answer in (kept, again, bad))
    assert "a.txt" in bad.content.decode()
    assert draft.attachments.count() == 1


ACTS: list[tuple[str, dict[str, str]]] = [("xoay", {}), ("thu-tu", {"huong": "xuong"}), ("xoa", {})]


@pytest.mark.parametrize(("act", "data"), ACTS)
def test_a_change_leads_back_to_the_row_or_answers_it(
    client: Client, draft: Dossier, act: str, data: dict[str, str]
) -> None:
    key = keys(draft)[0]
    client.post(address(draft), {f"tep-{key}": [jpeg("1.jpg", 41), jpeg("2.jpg", 42)]})
    first, second = draft.attachments.all()

    plain = client.post(f"/ho-so/{draft.ref}/tep/{first.pk}/{act}/", {**data, "ve": "danh-sach"})
    row = client.post(f"/ho-so/{draft.ref}/tep/{second.pk}/{act}/", {**data, "row": key})

    assert plain["Location"] == f"{address(draft)}#giay-{key}"
    assert row.status_code == 200
    assert f'id="giay-{key}"' in row.content.decode()
    assert client.post(f"/ho-so/{draft.ref}/tep/999999/{act}/", data).status_code == 404


@pytest.mark.parametrize("huong", ["", "ngang", "len\0"])
def test_an_odd_direction_harms_nothing(client: Client, draft: Dossier, huong: str) -> None:
    client.post(address(draft), {f"tep-{keys(draft)[0]}": jpeg()})
    row = draft.attachments.get()

    answer = client.post(f"/ho-so/{draft.ref}/tep/{row.pk}/thu-tu/", {"huong": huong, "ve": "danh-sach"})

    assert answer.status_code in (302, 400)


def test_another_tab_took_the_file_out(client: Client, draft: Dossier) -> None:
    key = keys(draft)[0]
    client.post(address(draft), {f"tep-{key}": jpeg()})
    row = draft.attachments.get()
    client.post(f"/ho-so/{draft.ref}/tep/{row.pk}/xoa/")

    for act, data in ACTS:
        answer = client.post(f"/ho-so/{draft.ref}/tep/{row.pk}/{act}/", {**data, "row": key})
        assert answer.status_code == 404


@pytest.mark.parametrize("who", ["neighbour", "clerk", "officer", "administrator"])
def test_somebody_elses_draft_is_not_there(client: Client, request: Any, draft: Dossier, who: str) -> None:
    key = keys(draft)[0]
    client.post(address(draft), {f"tep-{key}": jpeg()})
    row = draft.attachments.get()
    client.force_login(request.getfixturevalue(who))

    assert client.get(address(draft)).status_code == 404
    assert client.post(address(draft), {f"tep-{key}": jpeg("b.jpg", 55)}).status_code == 404
    for act, data in ACTS:
        assert client.post(f"/ho-so/{draft.ref}/tep/{row.pk}/{act}/", data).status_code == 404
    assert draft.attachments.count() == 1


def test_a_filed_dossier_takes_nothing_here(client: Client, edition: Any, citizen: Any) -> None:
    filed = submitted(edition, citizen)
    client.force_login(citizen)

    answer = client.post(address(filed), {f"tep-{keys(filed)[0]}": jpeg("b.jpg", 55)})

    assert answer.status_code == 409
    assert "không ở bước nhận giấy tờ" in answer.content.decode()


def test_warnings_stand_at_the_row_on_the_check_page_and_before_the_officer(
    client: Client, draft: Dossier, edition: Any, citizen: Any, clerk: Any, caller: Callable[..., Any]
) -> None:
    key = keys(draft)[0]
    client.post(address(draft), {f"tep-{key}": jpeg()})  # of one colour

    for page in (address(draft), f"{address(draft)}{key}/", f"/ho-so/{draft.ref}/kiem-tra/"):
        shown = client.get(page).content.decode()
        assert "trông như trang trắng" in shown
        assert "Vẫn gửi được" in shown
    body = caller(citizen).get(f"/dossiers/{draft.ref}/").json()["attachments"][0]
    assert [row["kind"] for row in body["warnings"]] == ["blank"]
    filed = submitted(edition, citizen)
    client.force_login(clerk)
    shown = client.get(f"/can-bo/ho-so/{filed.code}/").content.decode()
    assert "trông như trang trắng" in shown
    assert "Vẫn gửi được" not in shown
