"""Pages of staff as a clerk of the personnel office goes through them, and what they answer to nonsense."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dossiers.models import Dossier
from people import grants
from people.models import Agency, Invitation, Post, PostGrant, StaffSheet, User
from people.staff.directory import entries
from tests.dossiers.conftest import cast
from tests.support.stories import Cast
from tests.support.workbooks import GOOD, line, sheet_of

__all__ = ["cast"]
pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def admin(client: Client, administrator: User) -> Client:
    """The browser of the administrator."""
    client.force_login(administrator)
    return client


def words_of(answer: Any) -> str:
    """A page, with single spaces."""
    return " ".join(answer.content.decode().split())


def test_the_list_is_by_given_name_and_found_by_words_unit_role_and_standing(
    admin: Client, officer: User, clerk: User, leader: User, agencies: dict[str, Agency]
) -> None:
    User.objects.filter(pk=officer.pk).update(full_name="Đỗ Văn Ánh")
    User.objects.filter(pk=clerk.pk).update(full_name="Nguyễn Thị Bình", is_active=False)
    names = [str(entry.user) for entry in entries(TODAY)]

    assert names.index("Đỗ Văn Ánh") < names.index("Nguyễn Thị Bình") < names.index("Người lanhdao")
    for query, seen, hidden in (
        ("q=anh", "chuyenvien", "motcua<"),
        (f"unit={agencies['SLD-MC'].pk}", "motcua<", "chuyenvien"),
        ("role=leader", "lanhdao", "chuyenvien"),
        ("standing=closed", "motcua<", "chuyenvien"),
    ):
        page = words_of(admin.get(f"/can-bo/nhan-su/?{query}"))
        assert (f">{seen}" in page, hidden in page) == (True, False), query


def test_a_list_of_more_than_a_page_turns_and_comes_back(admin: Client, person: Any, agencies: Any) -> None:
    for number in range(60):
        person(f"nguoi{number:02d}", agencies["SLD-NCC"], "officer")
    first = admin.get("/can-bo/nhan-su/").context["page"]

    second = admin.get(f"/can-bo/nhan-su/?cursor={first.next}").context["page"]

    assert len(first.rows) == 50
    assert not {row.user for row in first.rows} & {row.user for row in second.rows}
    assert admin.get(f"/can-bo/nhan-su/?cursor={second.previous}").context["page"].rows == first.rows
    for nonsense in ("x", "ZXwx", "w6k", "a" * 2000):
        assert admin.get(f"/can-bo/nhan-su/?cursor={nonsense}").status_code in (200, 302)


@pytest.mark.parametrize("query", ["unit=x", "role=king", "standing=gone", f"unit={10**30}"])
def test_a_filter_that_is_none_is_told(admin: Client, query: str) -> None:
    assert admin.get(f"/can-bo/nhan-su/?{query}").status_code == 422


def test_citizens_are_nobody_of_the_office(admin: Client, citizen: User) -> None:
    assert "congdan" not in words_of(admin.get("/can-bo/nhan-su/"))
    assert admin.get(f"/can-bo/nhan-su/{citizen.pk}/").status_code == 404


def test_one_persons_page_says_what_they_hold_and_where_it_goes(admin: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    Dossier.objects.filter(pk=dossier.pk).update(holder=cast.officer)

    page = words_of(admin.get(f"/can-bo/nhan-su/{cast.officer.pk}/"))

    assert "1 hồ sơ đang giữ, về Người truongphong" in page
    assert "Chuyên viên, Phòng Việc làm - An toàn lao động" in page


def test_an_account_is_opened_proposed_and_its_slip_printed_once(admin: Client, second: User, agencies: Any) -> None:
    data = {"full_name": "Lê Văn Nam", "username": "lvnam", "email": "", "phone": ""}
    opened = admin.post("/can-bo/nhan-su/moi/", data, follow=True)
    user = User.objects.get(username="lvnam")
    assert "In phiếu" in words_of(opened)

    slip = admin.post(f"/can-bo/nhan-su/phieu/{Invitation.objects.get(user=user).pk}/")

    assert "/dat-mat-khau/" in words_of(slip)
    assert slip["Cache-Control"] == "private, no-store"
    assert 'value="lvnam"' in words_of(admin.get("/can-bo/bo-nhiem/de-nghi/?user=lvnam"))
    other = Client()
    other.force_login(second)
    assert other.post(f"/can-bo/nhan-su/phieu/{Invitation.objects.get(user=user).pk}/").status_code == 403


def test_what_is_wrong_with_an_account_stands_beside_its_field(admin: Client, officer: User) -> None:
    data = {"full_name": "7", "username": "chuyenvien", "email": "x", "phone": "1"}

    answer = admin.post("/can-bo/nhan-su/moi/", data)

    assert answer.status_code == 422
    assert 'value="chuyenvien"' in words_of(answer)
    assert answer.context["form"].errors


ACTS = {
    "sua": {"full_name": "Lê Thị Minh", "email": "", "reason": "Đổi tên"},
    "dat-lai": {"reason": "Quên"},
    "dang-xuat": {"reason": "Mất máy"},
    "thoi-viec": {"reason": "Nghỉ hưu", "last_day": "31/12/2026"},
}


@pytest.mark.parametrize("act", ACTS)
def test_each_act_has_its_page_and_never_fits_oneself(
    act: str, admin: Client, administrator: User, officer: User
) -> None:
    assert admin.get(f"/can-bo/nhan-su/{officer.pk}/{act}/").status_code == 200
    assert admin.post(f"/can-bo/nhan-su/{officer.pk}/{act}/", {}).status_code == 422
    assert admin.post(f"/can-bo/nhan-su/{administrator.pk}/{act}/", ACTS[act]).status_code == 403

    assert admin.post(f"/can-bo/nhan-su/{officer.pk}/{act}/", ACTS[act])["Location"] == f"/can-bo/nhan-su/{officer.pk}/"


def test_a_move_is_proposed_on_its_page_and_decided_by_the_second(
    admin: Client, second: User, officer: User, agencies: dict[str, Agency]
) -> None:
    address = f"/can-bo/nhan-su/vi-tri/{officer.posts.get().pk}/chuyen/"
    data = {"unit": agencies["SLD-NCC"].pk, "role": "head", "since": f"{timezone.localdate() + timedelta(9):%d/%m/%Y}"}
    assert admin.post(address, data | {"unit": 10**9}).status_code == 422

    assert admin.post(address, data).status_code == 302

    grant = PostGrant.objects.get(what="move")
    other = Client()
    other.force_login(second)
    assert "Rời vị trí" in words_of(other.get(f"/can-bo/bo-nhiem/{grant.pk}/"))
    other.post(f"/can-bo/bo-nhiem/{grant.pk}/", {"decision": "confirm"})
    assert officer.posts.count() == 2


def test_a_new_name_is_shown_beside_the_old_to_who_decides(
    admin: Client, administrator: User, second: User, officer: User
) -> None:
    at = timezone.now()
    grant = grants.propose_change(officer, "Lê Thị Minh", "", "Đổi tên", by=administrator, at=at)
    admin.force_login(second)

    page = words_of(admin.get(f"/can-bo/bo-nhiem/{grant.pk}/"))

    assert "Lê Thị Minh" in page
    assert "nay là Người chuyenvien" in page


def upload(content: bytes, name: str = "ds.xlsx") -> dict[str, Any]:
    """The form with a file."""
    return {"file": SimpleUploadedFile(name, content)}


def test_a_sheet_goes_from_upload_to_its_slips(admin: Client, second: User, agencies: Any) -> None:
    content = sheet_of(GOOD, line(c0="ttxuan", c1="Trần Thị Xuân", c2=""))
    draft = admin.post("/can-bo/nhan-su/bang/", upload(content))["Location"]
    assert "Trần Thị Xuân" in words_of(admin.get(draft))
    other = Client()
    other.force_login(second)
    assert other.get(draft).status_code == 404  # a draft is its maker's
    admin.post(draft, {"decision": "propose"})
    assert admin.post(draft, {"decision": "confirm"}).status_code == 403
    assert other.post(draft, {"decision": "refuse", "reason": ""}).status_code == 422
    assert Post.objects.filter(user__username="ttxuan").count() == 0

    assert other.post(draft, {"decision": "confirm"}).status_code == 302

    page = words_of(admin.get(draft))
    assert "In 1 phiếu" in page
    assert words_of(admin.post(f"{draft}phieu/")).count("mc-slip") == 1
    assert other.post(draft, {"decision": "confirm"}).status_code == 409


def test_faults_stand_in_a_table_and_no_file_is_an_error_of_the_site(admin: Client, agencies: Any) -> None:
    page = admin.post("/can-bo/nhan-su/bang/", upload(sheet_of(line(c4="X"))))

    assert page.status_code == 422
    assert "Không có đơn vị mã “X”" in words_of(page)
    for content in (b"", b"a,b", b"PK\x03\x04"):
        assert admin.post("/can-bo/nhan-su/bang/", upload(content)).status_code == 422
    for data in ({}, {"file": "chữ"}):
        assert admin.post("/can-bo/nhan-su/bang/", data).status_code == 422
    assert StaffSheet.objects.count() == 0
    assert admin.get("/can-bo/nhan-su/bang/mau.xlsx").content.startswith(b"PK")


def test_the_tree_of_units_leads_to_its_people_and_a_new_unit(admin: Client, officer: User, agencies: Any) -> None:
    assert "Phòng Người có công" in words_of(admin.get("/can-bo/don-vi/"))
    data = {
        "name": "Phòng Mới",
        "code": "SLD-MOI",
        "kind": "division",
        "parent": agencies["SLD"].pk,
        "since": "1/12/2026",
    }

    assert admin.post("/can-bo/don-vi/moi/", data).status_code == 302
    assert admin.post("/can-bo/don-vi/moi/", data).status_code == 422

    unit = Agency.objects.get(code="SLD-MOI")
    assert admin.post(f"/can-bo/don-vi/{unit.pk}/", {"place": "Mẫu"}).status_code == 302
    assert Agency.objects.get(pk=unit.pk).place == "Mẫu"
