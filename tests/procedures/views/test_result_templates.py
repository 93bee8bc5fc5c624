"""The administrator's pages of result templates: a file out, a changed one in, compared, looked at, published."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from people.models import Agency, User
from procedures.actions import load_result_templates
from procedures.models import ResultTemplate
from procedures.results import files
from tests.support.papers import bare, read

pytestmark = pytest.mark.django_db
HOME = "/can-bo/mau-ket-qua/"
KIND = "giay-phep-lao-dong"
WORK_FROM = 'type = "{}"\nrequired = true\nfact = "answers.work_from"'
KINDS = [content["kind"] for content in files.read_all()]


@pytest.fixture
def admin(client: Client, person: Any, agencies: dict[str, Agency]) -> Client:
    """An administrator, signed in; the templates are loaded."""
    load_result_templates(at=timezone.now())
    client.force_login(person("quantri", agencies["SLD"], "administrator"))
    return client


@pytest.fixture
def other(admin: Client, person: Any, agencies: dict[str, Agency]) -> Client:
    """A second administrator."""
    client = Client()
    client.force_login(person("quantrihai", agencies["SLD"], "administrator"))
    return client


def changed(admin: Client, before: str = "Giấy phép lao động", after: str = "Giấy phép lao động mới") -> str:
    """The file in force with other words in it."""
    return str(admin.get(f"{HOME}{KIND}/1/tep/").content.decode()).replace(before, after)


def upload(admin: Client, content: str | bytes) -> Any:
    """What comes of a file."""
    raw = content.encode() if isinstance(content, str) else content
    return admin.post(HOME, {"file": SimpleUploadedFile("mau.toml", raw)})


def test_every_kind_stands_in_the_list_and_its_file_reads_back_to_itself(admin: Client) -> None:
    page = admin.get(HOME).content.decode()

    for kind in KINDS:
        text = admin.get(f"{HOME}{kind}/1/tep/").content.decode()
        assert f"{HOME}{kind}/1/" in page
        assert files.read_text(text, "x.toml") == ResultTemplate.objects.get(kind=kind).content
    assert HOME in admin.get("/can-bo/thu-tuc/").content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_looked_at_with_its_sample(admin: Client, kind: str) -> None:
    answer = admin.get(f"{HOME}{kind}/1/xem-truoc/")
    content = ResultTemplate.objects.get(kind=kind).content

    text = bare(read(answer.content)).upper()
    assert bare(content["name_vi"]).upper() in text
    for value in content["sample"].values():
        if isinstance(value, str) and not value[:4].isdigit():
            assert bare(value).upper() in text, value
    assert "□" not in text


def test_a_changed_file_is_compared_and_published_by_a_second_person(admin: Client, other: Client) -> None:
    answer = upload(admin, changed(admin))
    page = admin.get(answer["Location"]).content.decode()
    today = f"{timezone.localdate():%d/%m/%Y}"
    own = admin.post(f"{answer['Location']}cong-bo/", {"since": today})
    done = other.post(f"{answer['Location']}cong-bo/", {"since": today})

    assert answer["Location"] == f"{HOME}{KIND}/2/"
    assert "<ins>Giấy phép lao động mới</ins>" in page
    assert own.status_code == 422
    assert "không tự công bố" in own.content.decode()
    assert done.status_code == 302
    assert ResultTemplate.kept("cap-giay-phep-lao-dong", timezone.localdate()).number == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("{{worker_name}}", "{{worker_nam}}", "worker_nam"),
        ('layout = "certificate"', 'layout = "poster"', "layout"),
        ('symbol = "GPLĐ"', 'symbol = "G/P"', "symbol"),
        ("remind_days = 45", "remind_days = 99999999999", "remind_days"),
        ('birth_date = "1985-03-05"', "birth_date = 1985-03-05", "sample/birth_date"),
        ('birth_date = "1985-03-05"', 'birth_date = "hôm qua"', "sample/birth_date"),
        ("starts = true", "starts = true\nmax_length = -1", "max_length"),
        (WORK_FROM.format("date"), WORK_FROM.format("text"), "/type"),
        ('"Nữ",', "7,", "options"),
    ],
)
def test_a_wrong_file_is_refused_in_words_and_comes_back(admin: Client, before: str, after: str, fault: str) -> None:
    text = changed(admin, before, after)
    answer = upload(admin, text)

    page = answer.content.decode()
    assert after in text
    assert answer.status_code == 422
    assert fault in page
    assert "KIM MIN SU" in page  # what was sent stands in the field beside
    assert ResultTemplate.objects.filter(kind=KIND).count() == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a = [", b"x" * 600_000])
def test_what_is_no_template_is_refused(admin: Client, content: bytes) -> None:
    assert upload(admin, content).status_code == 422
    assert admin.post(HOME, {}).status_code == 422


def test_the_words_are_mended_on_the_page_and_a_draft_is_thrown_away(admin: Client) -> None:
    answer = admin.post(HOME, {"text": changed(admin)})
    gone = admin.post(f"{answer['Location']}xoa/")
    kept = admin.post(f"{HOME}{KIND}/1/xoa/", follow=True)

    assert (answer.status_code, gone.status_code) == (302, 302)
    assert ResultTemplate.objects.filter(kind=KIND).count() == 1
    assert "Chỉ xóa được bản thảo" in kept.content.decode()


def test_nobody_else_reads_them(admin: Client, officer: User) -> None:
    client = Client()
    client.force_login(officer)
    pages = ["", f"{KIND}/1/", f"{KIND}/1/tep/", f"{KIND}/1/xem-truoc/"]

    assert {client.get(f"{HOME}{page}").status_code for page in pages} == {403}
