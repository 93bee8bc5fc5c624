"""The administrator's pages of the catalogue: a file out, a changed one in, compared, published, ended."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from people.models import User
from procedures import actions, tasks
from procedures.models import Edition, Procedure
from tests.conftest import at
from tests.procedures.conftest import replace, text
from toolbox.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
PERMIT = "cap-giay-phep-lao-dong"
HOME, KEPT = "/can-bo/thu-tuc/", f"/can-bo/thu-tuc/{PERMIT}/"
TODAY = at("2026-11-23 10:00")


@pytest.fixture
def admin(client: Client, person: Any, agencies: Any) -> Client:
    """An administrator, signed in."""
    client.force_login(person("quantri", agencies["SLD"], "administrator"))
    return client


def download(admin: Client, number: int = 1) -> str:
    """The file of an edition."""
    response = admin.get(f"{KEPT}ban/{number}/tep/")
    assert response["Content-Disposition"] == f'attachment; filename="{PERMIT}.toml"'
    return str(response.content.decode())


def upload(admin: Client, content: str | bytes, name: str = f"{PERMIT}.toml") -> Any:
    """What comes of a file."""
    raw = content.encode() if isinstance(content, str) else content
    return admin.post(HOME, {"file": SimpleUploadedFile(name, raw)})


def published(since: str, decision_no: str = "Quyết định số 12/QĐ-UBND") -> dict[str, str]:
    """What is typed to publish."""
    return {"since": since, "decision_no": decision_no}


def changed(admin: Client, old: str = "value = 5", new: str = "value = 4") -> Edition:
    """A draft of the downloaded file with one change."""
    file = download(admin)
    assert old in file
    response = upload(admin, file.replace(old, new, 1))
    assert response.status_code == 302, response.content.decode()
    return Edition.objects.get(procedure__slug=PERMIT, number=2)


def test_a_changed_file_becomes_a_draft_that_nobody_files_under(admin: Client) -> None:
    draft = changed(admin)

    assert (draft.state, draft.origin, str(draft.made_by)) == ("draft", "page", "Người quantri")
    assert Edition.objects.in_force(date(2026, 11, 23)).get(procedure__slug=PERMIT).number == 1
    seen = text(admin, f"{KEPT}ban/2/")
    assert "time_limit/stages" in seen
    assert "Khác bản số 1" in seen
    assert str(draft.procedure) in text(admin, HOME)


def test_a_draft_is_published_from_a_day_and_described_from_that_day(admin: Client) -> None:
    changed(admin, "Cấp giấy phép lao động cho", "Cấp thí điểm giấy phép lao động cho")

    response = admin.post(f"{KEPT}ban/2/cong-bo/", published("1/12/2026"))

    assert response.status_code == 302
    new = Edition.objects.get(procedure__slug=PERMIT, number=2)
    assert (new.state, new.valid_from, str(new.published_by)) == ("published", date(2026, 12, 1), "Người quantri")
    assert not Procedure.objects.search("thi diem").exists()
    assert actions.refresh_descriptions(day=date(2026, 11, 30)) == 0
    assert actions.refresh_descriptions(day=date(2026, 12, 1)) == 1
    assert Procedure.objects.search("thi diem").get().slug == PERMIT


def test_the_round_describes_what_began_today(admin: Client) -> None:
    changed(admin, "Cấp giấy phép lao động cho", "Cấp thí điểm giấy phép lao động cho")
    admin.post(f"{KEPT}ban/2/cong-bo/", published("23/11/2026"))

    assert Procedure.objects.get(slug=PERMIT).described_by == 2
    assert tasks.describe_procedures() == 0


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ("", "Nhập ngày có hiệu lực"),
        ("31/02/2027", "phải là một ngày có trong lịch"),
        ("22/11/2026", "phải là hôm nay hoặc sau hôm nay"),
        ("mai", "phải là một ngày có trong lịch"),
    ],
)
def test_a_day_that_does_not_do_is_said_beside_its_field_and_kept(admin: Client, since: str, words: str) -> None:
    changed(admin)

    response = admin.post(f"{KEPT}ban/2/cong-bo/", published(since))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert f'value="{since}"' in response.content.decode() or not since
    assert Edition.objects.get(procedure__slug=PERMIT, number=2).state == "draft"


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ("", "Nhập số và ngày của quyết định công bố"),
        ("Bản trình diễn, chưa có quyết định công bố", "đã nêu quyết định đó"),
    ],
)
def test_a_new_edition_names_a_decision_of_its_own(admin: Client, decision: str, words: str) -> None:
    changed(admin)

    response = admin.post(f"{KEPT}ban/2/cong-bo/", published("1/12/2026", decision))

    assert response.status_code == 422
    assert words in response.content.decode()


def test_an_edition_is_ended_by_a_decision_and_its_page_says_so(admin: Client) -> None:
    until = {"until": "23/11/2026", "ground": "Quyết định số 9/QĐ-UBND"}

    assert admin.post(f"{KEPT}ban/1/bai-bo/", {"until": "1/12/2026"}).status_code == 422
    assert admin.post(f"{KEPT}ban/1/bai-bo/", until).status_code == 302
    assert "Quyết định số 9/QĐ-UBND" in text(admin, f"/thu-tuc/{PERMIT}/cac-ban/")
    Edition.objects.update(valid_to=date(2026, 11, 22))
    ended = admin.get(f"/thu-tuc/{PERMIT}/")
    assert ended.status_code == 410
    assert "nay không nhận hồ sơ mới" in ended.content.decode()
    assert admin.post(f"{KEPT}ban/1/bai-bo/", until).status_code == 422


def test_every_edition_is_kept_and_shown_with_what_changed(admin: Client) -> None:
    changed(admin)
    admin.post(f"{KEPT}ban/2/cong-bo/", published("23/11/2026"))

    assert "Có thay đổi từ ngày 23/11/2026" in text(admin, f"/thu-tuc/{PERMIT}/")
    history = text(admin, f"/thu-tuc/{PERMIT}/cac-ban/")
    assert "Thay đổi: thời hạn theo luật" in history
    assert "đến hết 22/11/2026" in history
    assert "5 ngày làm việc" in text(admin, f"/thu-tuc/{PERMIT}/cac-ban/1/")
    assert "4 ngày làm việc" in text(admin, f"/thu-tuc/{PERMIT}/cac-ban/2/")


def test_a_draft_is_thrown_away_and_what_was_published_is_not(admin: Client) -> None:
    changed(admin)

    assert admin.post(f"{KEPT}ban/2/xoa/").status_code == 302
    admin.post(f"{KEPT}ban/1/xoa/")

    assert list(Edition.objects.filter(procedure__slug=PERMIT).values_list("number", flat=True)) == [1]


def test_a_new_procedure_begins_as_a_draft_and_goes_with_it(admin: Client) -> None:
    file = download(admin).replace(f'slug = "{PERMIT}"', 'slug = "thu-tuc-moi"')

    upload(admin, file)

    draft = Edition.objects.get(procedure__slug="thu-tuc-moi")
    assert admin.get("/thu-tuc/thu-tuc-moi/").status_code == 404
    actions.discard_draft(draft)
    assert not Procedure.objects.filter(slug="thu-tuc-moi").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "trống (0 byte)"),
        (b"\xff\xfe", "bảng mã UTF-8"),
        (b"a = [", "không phải TOML"),
        (b"slug = 1", "thiếu mục bắt buộc"),
        (b"a = " + b"[" * 5000, "không phải TOML"),
        (b"#" * 600_000, "nhỏ hơn 512 KB"),
        (None, "không khác bản mới nhất"),
    ],
)
def test_a_file_that_does_not_do_is_refused_in_words(admin: Client, content: bytes | None, words: str) -> None:
    response = upload(admin, download(admin) if content is None else content)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Edition.objects.count() == 3


def test_every_fault_of_a_file_is_named(admin: Client) -> None:
    file = download(admin).replace('tier = "core"', 'tier = "best"').replace('level = "tinh"', 'level = "phuong"', 1)

    page = upload(admin, file).content.decode()

    assert "tier: phải là một trong các giá trị" in page
    assert "level: phải là một trong các giá trị" in page


def test_what_was_published_on_the_page_is_never_replaced_by_a_file(admin: Client, loaded: Path) -> None:
    changed(admin)
    admin.post(f"{KEPT}ban/2/cong-bo/", published("23/11/2026"))
    replace(loaded / f"{PERMIT}.toml", "popular = true", "popular = false")

    lines = actions.differences(folder=loaded)
    done = actions.load_catalogue(at=TODAY, folder=loaded)

    assert done["kept"] == [PERMIT]
    assert f"! {PERMIT}: edition 2 was published on the page and is kept" in lines
    assert any(line.startswith(f"! {PERMIT}: time_limit/stages") for line in lines)
    assert Edition.objects.filter(procedure__slug=PERMIT).count() == 2


def test_a_draft_on_the_page_does_not_stop_a_file(admin: Client, loaded: Path) -> None:
    changed(admin)
    replace(loaded / f"{PERMIT}.toml", "popular = true", "popular = false")

    assert actions.load_catalogue(at=TODAY, folder=loaded)["changed"] == [PERMIT]
    assert Edition.objects.get(procedure__slug=PERMIT, number=3).state == "published"


def test_two_administrators_do_not_publish_two_editions_from_one_day(admin: Client) -> None:
    first = changed(admin)
    upload(admin, download(admin).replace("value = 5", "value = 3", 1))
    second = Edition.objects.get(procedure__slug=PERMIT, number=3)
    by = User.objects.get(username="quantri")
    given: dict[str, Any] = {"since": date(2026, 12, 1), "by": by, "at": TODAY}
    actions.publish(first, decision_no="QĐ 1", **given)

    with pytest.raises(Refused, match="hiệu lực sau"):
        actions.publish(second, decision_no="QĐ 2", **given)
    with pytest.raises(Refused, match="bản thảo"):
        actions.publish(first, decision_no="QĐ 3", **given)


@pytest.mark.parametrize("role", ["desk", "officer", "leader", ""])
def test_others_may_not(client: Client, person: Any, agencies: Any, role: str) -> None:
    client.force_login(person("ai-do", agencies["SLD"] if role else None, role))

    for address in (HOME, KEPT, f"{KEPT}ban/1/", f"{KEPT}ban/1/tep/"):
        assert client.get(address).status_code == 403
    assert client.post(f"{KEPT}ban/1/bai-bo/").status_code == 403


def test_what_replaced_a_procedure_is_linked_when_it_is_here(admin: Client, loaded: Path) -> None:
    code = Edition.objects.get(procedure__slug=PERMIT).content["successor"]["code"]
    Procedure.objects.filter(slug="dang-ky-noi-quy-lao-dong").update(code=code)

    page = admin.get(f"/thu-tuc/{PERMIT}/").content.decode()

    assert 'href="/thu-tuc/dang-ky-noi-quy-lao-dong/"' in page
