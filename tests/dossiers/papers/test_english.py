"""Who files in English is told in English, and gets receipts with a page in English behind the official one."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from dossiers import actions
from notifications.models import Notice
from procedures import localized
from procedures.editions import files
from procedures.questions import bind_questions, display, sections
from tests.support.papers import made, one_line, read
from tests.support.stories import MONDAY, TUESDAY, Cast

FIVE = (
    "bao-cao-giai-trinh-nhu-cau-su-dung-lao-dong-nuoc-ngoai",
    "cap-giay-phep-lao-dong",
    "cap-lai-giay-phep-lao-dong",
    "gia-han-giay-phep-lao-dong",
    "xac-nhan-khong-thuoc-dien-cap-giay-phep-lao-dong",
)
CONTENTS = {content["slug"]: content for content in files.read_all()}
NOT_SHOWN = ("aliases_vi", "confirmed", "local_time_limit")


def left(value: Any, where: str = "") -> list[str]:
    """Texts of a procedure that an English page has to show in Vietnamese."""
    texts: list[str] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.endswith("_vi") and isinstance(inner, str) and inner:
                texts += [f"{where}/{key}: {inner}"] if localized.text_of(value, key[:-3]) == inner else []
            elif key not in NOT_SHOWN:
                texts += left(inner, f"{where}/{key}")
    elif isinstance(value, list):
        for inner in value:
            texts += left(inner, where)
    return texts


@pytest.mark.parametrize("slug", FIVE)
def test_a_work_permit_procedure_says_everything_in_english(slug: str) -> None:
    with translation.override("en"):
        assert left(CONTENTS[slug]) == []


def test_a_form_is_asked_and_shown_in_english() -> None:
    form = CONTENTS[FIVE[1]]["form"]
    with translation.override("en"):
        titles = [section.title for section in sections(form)]
        asked = bind_questions(form, {})
        shown = display(form, {"employer_type": "nha_nuoc"})

    assert titles[0] == "The employer"
    assert all(one.label.isascii() or one.label[0].isascii() for one in asked)
    assert shown[0]["title"] == "The employer"


@pytest.mark.django_db
def test_the_public_page_is_english_and_marks_what_is_left_in_vietnamese(client: Client, edition: Any) -> None:
    page = client.get(f"/en/thu-tuc/{edition.procedure.slug}/").content.decode()

    for words in ("Valid passport", "Reception", "Labour Code", "At least 18 years old", "One-stop desk"):
        assert words in page
    assert "Hộ chiếu còn giá trị" not in page


@pytest.mark.django_db
def test_notices_and_receipts_follow_the_language_it_was_filed_in(cast: Cast) -> None:
    draft = cast.draft()
    with translation.override("en"):
        filed = actions.submit(draft, by=cast.citizen, at=MONDAY)
    accepted = actions.accept(filed, by=cast.clerk, at=TUESDAY)
    receipt = one_line(read(made(accepted.papers.get(kind="receipt"))))

    notice = Notice.objects.filter(user=cast.citizen).latest("id")
    assert (filed.language, notice.link) == ("en", f"/en/ho-so/{filed.code}/")
    assert notice.subject == f"Dossier {filed.code}: In progress"
    assert "Giấy tiếp nhận hồ sơ".upper() in receipt
    for words in (
        "TRANSLATION FOR INFORMATION",
        "Result promised by",
        "17:00 on 10/03/2026",
        "600.000 dong",
        "Valid passport",
    ):
        assert words in receipt


@pytest.mark.django_db
def test_who_files_in_vietnamese_gets_neither(cast: Cast) -> None:
    accepted = cast.appraised()

    assert accepted.language == "vi"
    assert "english" not in accepted.papers.get(kind="receipt").context
