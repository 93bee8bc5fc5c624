"""Two procedures from the search box to the handed-out result, in a real browser, with a real worker."""

import email
import io
import os
import random
import re
import signal
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser

from portal.demo.attachments import sample_scan
from procedures import questions
from procedures.editions import files
from procedures.questions.conditions import asked_now
from tests.conftest import FOUR_STEPS, THREE_STEPS
from tests.support.browsing import NEEDS_CHROMIUM
from tests.support.factories import answers
from tests.support.site import Site, start
from tests.support.walking import PATIENCE, Person

# One site for all: the tests of this file stay on one worker of pytest-xdist.
pytestmark = [*NEEDS_CHROMIUM, pytest.mark.journey]
AWKWARD = "Công ty Ẵng Ệch Ợt Ữ Ỹ đỗ quyên"
DECOMPOSED = "Co\u0302\u0301ng ty Ẫ\u0323m"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site, started once for this file."""
    running = start(tmp_path_factory.mktemp("site"))
    yield running
    running.stop()


@pytest.fixture
def person(chromium: Browser, site: Site) -> Iterator[Any]:
    """Makes somebody with a browser of their own."""
    made: list[Person] = []

    def make(name: str, **how: Any) -> Person:
        made.append(Person(chromium, site.address, name, **how))
        return made[-1]

    yield make
    for one in made:
        one.context.close()


def phone_photo() -> bytes:
    """A photograph as a phone takes it: more than three megabytes."""
    noise = random.Random(7).randbytes(1600 * 1200 * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (1600, 1200), noise).save(out, "JPEG", quality=95)
    return out.getvalue()


def content_of(slug: str) -> dict[str, Any]:
    """The reviewed file of a procedure."""
    return next(row for row in files.read_all() if row["slug"] == slug)


def file_online(applicant: Person, slug: str, words: str) -> str:
    """From the search box to the confirmation; returns the code."""
    content = content_of(slug)
    given = answers(SimpleNamespace(form_definition=content["form"]))  # type: ignore[arg-type]
    given["employer_name"] = AWKWARD
    asked = asked_now(content["form"], given)
    applicant.page.goto("/")
    applicant.look()
    applicant.page.fill("#q", words)
    applicant.press("Tìm thủ tục")
    applicant.go(applicant.page.locator(f"main a[href$='/thu-tuc/{slug}/']").first)
    applicant.look()
    applicant.follow("Bắt đầu nộp hồ sơ")
    for row in content["eligibility"]:
        applicant.page.check(f"[name=answer][value={'co' if row['fits'] else 'khong'}]")
        applicant.press("Tiếp tục")
    applicant.follow("Bắt đầu nộp hồ sơ")
    applicant.sign_in()
    applicant.look()
    applicant.press("Bắt đầu nộp hồ sơ")
    applicant.go(applicant.page.locator(".govuk-task-list__link").first)
    for section in questions.sections(content["form"]):
        applicant.look()
        for question in section.questions:
            if question in asked:
                applicant.answer(question, given[question["key"]])
        applicant.go(applicant.page.locator("main button.govuk-button", has_text="Tiếp tục"))
    hand_in(applicant, content)
    applicant.page.goto(applicant.page.url.partition("/giay-to/")[0] + "/kiem-tra/")
    applicant.look()
    assert AWKWARD in applicant.page.content()
    applicant.press("Nộp hồ sơ")
    return applicant.page.locator(".govuk-panel strong").first.inner_text()


def hand_in(applicant: Person, content: dict[str, Any]) -> None:
    """Every required paper: a phone photograph first, then scans of three pages."""
    draft = applicant.page.url.partition("/giay-to/")[0]
    needed = [row for row in content["components"] if row["required"]]
    for number, row in enumerate(needed):
        applicant.page.goto(f"{draft}/giay-to/{row['key']}/")
        photo = number == 0
        applicant.page.set_input_files(
            "[name=pages]",
            {
                "name": "ảnh chụp.jpg" if photo else "quét 3 trang.pdf",
                "mimeType": "image/jpeg" if photo else "application/pdf",
                "buffer": phone_photo() if photo else sample_scan(row["name_vi"], AWKWARD),
            },
        )
        applicant.press("Tải lên")
        assert applicant.page.locator(".mc-files li").count() == 1


def decide(person: Any, code: str) -> None:
    """The officer proposes, the leader approves, the cashier takes the fee."""
    officer, leader, cashier = person("chuyenvien"), person("lanhdao"), person("ketoan")
    officer.arrive(f"/can-bo/ho-so/{code}/")
    officer.page.check("[name=outcome][value=granted]")
    officer.page.fill("[name=text]", f"Đủ điều kiện: {DECOMPOSED}")
    officer.press("Trình phê duyệt")
    leader.arrive("/can-bo/")
    leader.follow(code)
    leader.press("Phê duyệt kết quả")
    cashier.arrive(f"/can-bo/ho-so/{code}/")
    cashier.follow("Thu phí, lệ phí")
    cashier.press("Thu tiền và in biên lai")


def test_a_work_permit_goes_its_four_steps(person: Any) -> None:
    company, desk = person("doanhnghiep"), person("motcua")
    code = file_online(company, FOUR_STEPS, "giay phep lao dong")

    desk.arrive("/can-bo/?view=new")
    desk.follow(code)
    desk.press("Tiếp nhận và in giấy hẹn")
    receipt = desk.paper("Giấy tiếp nhận")
    decide(person, code)
    desk.arrive(f"/can-bo/ho-so/{code}/")
    desk.paper("Thông báo kết quả")
    desk.page.reload()
    desk.press("Trả kết quả")

    company.arrive(f"/ho-so/{code}/")
    result = company.paper("Thông báo kết quả")
    assert "Đã trả kết quả" in company.page.content()
    assert code in receipt
    assert "Công ty TNHH Mẫu Việt" in receipt
    assert code in result
    assert unicodedata.normalize("NFC", DECOMPOSED) in result


def test_a_permit_is_issued_again_in_three_steps_without_scripts_on_a_phone(person: Any) -> None:
    company = person("doanhnghiep", scripts=False, width=360)
    desk = person("motcua", scripts=False)
    code = file_online(company, THREE_STEPS, "cap lai giay phep lao dong")

    desk.arrive(f"/can-bo/ho-so/{code}/")
    desk.press("Tiếp nhận và in giấy hẹn")
    leader = person("lanhdao", scripts=False)
    leader.arrive(f"/can-bo/ho-so/{code}/")
    leader.page.check("[name=outcome][value=granted]")
    leader.press("Ký kết quả")
    cashier = person("ketoan", scripts=False)
    cashier.arrive(f"/can-bo/ho-so/{code}/")
    cashier.follow("Thu phí, lệ phí")
    cashier.press("Thu tiền và in biên lai")
    desk.arrive(f"/can-bo/ho-so/{code}/")
    desk.paper("Thông báo kết quả")
    desk.page.reload()
    desk.press("Trả kết quả")

    company.arrive(f"/ho-so/{code}/")
    assert "Trả kết quả" in company.page.inner_text(".mc-timeline")


def test_a_proposal_is_signed_on_a_phone_sealed_by_the_clerk_and_checked_by_a_stranger(person: Any) -> None:
    officer, stranger = person("chuyenvien"), person("")
    officer.arrive("/can-bo/?view=mine&procedure=gia-han-giay-phep-lao-dong")
    code = officer.page.locator("tbody a").first.inner_text()
    officer.follow(code)
    officer.page.check("[name=outcome][value=granted]")
    officer.press("Trình phê duyệt")
    head = person("truongphong")
    head.arrive(f"/can-bo/ho-so/{code}/")
    head.press("Đồng ý, trình cấp trên")

    sign_on_a_phone(person("lanhdao", width=390), code)
    paper = seal_from_the_list(person("vanthu"), code)

    check_code = re.search(r"Mã kiểm tra: (\S+),", paper)
    assert check_code
    stranger.page.goto(f"/xac-minh/?ma={check_code[1]}")
    stranger.look()
    assert "Chưa có giá trị: có giá trị từ ngày" in stranger.page.inner_text("main")  # of the term it extends to
    assert "Chưa đóng dấu" not in stranger.page.inner_text("main")


def sign_on_a_phone(leader: Person, code: str) -> None:
    """From the list through the summary to the batch that is done."""
    leader.arrive("/can-bo/cho-ky/")
    leader.page.check(f"[name=chon][value^='{code}|']")
    leader.go(leader.page.locator("main button[data-key-f8]"))
    leader.look()
    leader.press("Ký 1 hồ sơ")
    leader.page.wait_for_selector("#progress:not([data-under-way])", timeout=1000 * PATIENCE)
    assert "Xong 1 trên 1 hồ sơ" in leader.page.inner_text("#progress")


def seal_from_the_list(clerk: Person, code: str) -> str:
    """On the page where the clerk arrives; the text of the sealed paper."""
    clerk.page.goto("/dang-nhap/")
    clerk.sign_in()
    assert clerk.page.url.endswith("/can-bo/dong-dau/")
    button = clerk.page.locator(f"button[name=mot][value^='{code}|']")
    await_on(clerk, button)
    clerk.look()
    clerk.go(button)
    clerk.arrive(f"/can-bo/ho-so/{code}/")
    return clerk.paper("Thông báo kết quả")


def await_on(somebody: Person, place: Any) -> None:
    """Open the page again until the worker has done what is waited for."""
    for _turn in range(2 * PATIENCE):
        if place.count():
            return
        time.sleep(0.5)
        somebody.page.reload()
    raise AssertionError(somebody.page.url)


def test_a_killed_worker_loses_no_paper_and_makes_none_twice(person: Any, site: Site) -> None:
    desk = person("motcua")
    desk.arrive("/can-bo/?view=new")
    codes = desk.page.locator("tbody a").all_inner_texts()
    assert codes

    for code in codes:
        desk.arrive(f"/can-bo/ho-so/{code}/")
        desk.press("Tiếp nhận và in giấy hẹn")
        for worker in site.workers():
            os.kill(worker, signal.SIGKILL)

    for code in codes:
        desk.arrive(f"/can-bo/ho-so/{code}/")
        assert code in desk.paper("Giấy tiếp nhận")
        assert desk.page.get_by_role("link", name="Giấy tiếp nhận").count() == 1
    assert mails_about(site.data / "mail", codes) == dict.fromkeys(codes, 1)


def mails_about(folder: Path, codes: list[str]) -> dict[str, int]:
    """How many letters tell of the acceptance of each dossier, once they have all been written."""
    counted = dict.fromkeys(codes, 0)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not all(counted.values()):
        time.sleep(1)
        letters = [message for file in folder.iterdir() for message in _messages(file)]
        counted = {code: sum(code in one and "Tiếp nhận hồ sơ" in one for one in letters) for code in codes}
    return counted


def _messages(file: Path) -> list[str]:
    """The letters of one file of the mail folder, decoded."""
    parts = file.read_bytes().split(b"-" * 79)
    texts = [email.message_from_bytes(part.strip()).get_payload(decode=True) for part in parts]
    return [text.decode() for text in texts if isinstance(text, bytes)]
