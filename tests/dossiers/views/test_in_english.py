"""The same pages in English: every word of ours is translated, the law's own words stay Vietnamese."""

from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from tests.support.factories import draft, in_appraisal
from tests.support.markup import unmarked_vietnamese
from tests.support.stories import TUESDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "address", "english", "vietnamese"),
    [
        ("", "/en/", "Submit and track an application", "Nộp và theo dõi"),
        ("", "/en/tra-cuu/?code={late}", "In progress", "Đang xử lý"),
        ("citizen", "/en/ho-so/", "My applications", "Hồ sơ của tôi"),
        ("citizen", "/en/ho-so/{late}/", "There is nothing for you to do now", "Diễn biến"),
        ("citizen", "/en/ho-so/{draft}/", "Check and submit", "Đã xong"),
        ("citizen", "/en/ho-so/{draft}/phan/1/", "Employer name", "Tiếp tục"),
        ("citizen", "/en/ho-so/{draft}/kiem-tra/", "Check before you submit", "Kiểm tra thông tin"),
        ("officer", "/en/can-bo/", "Held by my unit", "Đơn vị đang giữ"),
        ("officer", "/en/can-bo/ho-so/{late}/", "Submit for approval", "Trình phê duyệt"),
        ("clerk", "/en/can-bo/quay/", "Reception counter", "Quầy tiếp nhận"),
        ("leader", "/en/lanh-dao/", "Overdue and due soon", "Sắp đến hạn"),
    ],
)
def test_a_page_speaks_english(
    client: Client,
    request: Any,
    edition: Any,
    citizen: Any,
    clerk: Any,
    who: str,
    address: str,
    english: str,
    vietnamese: str,
) -> None:
    names = {"late": in_appraisal(edition, citizen, clerk).code, "draft": draft(edition, citizen).ref}
    if who:
        client.force_login(request.getfixturevalue(who))

    page = client.get(address.format(**names)).content.decode()

    assert '<html lang="en"' in page
    assert english in page
    assert vietnamese not in page


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("citizen", "/en/ho-so/{code}/"),
        ("citizen", "/en/ho-so/{code}/bo-sung/"),
        ("citizen", "/en/thong-bao/"),
        ("officer", "/en/can-bo/ho-so/{code}/"),
    ],
)
def test_what_officers_wrote_is_marked_as_vietnamese(client: Client, cast: Cast, who: str, address: str) -> None:
    dossier, words = cast.appraised(), "Ảnh chụp mờ, không đọc được số"
    items = [{"component": dossier.components[0]["key"], "todo": "Chụp lại cho rõ bốn góc"}]
    actions.request_supplement(dossier, items, words, by=cast.officer, at=TUESDAY)
    client.force_login(getattr(cast, who))

    page = client.get(address.format(code=dossier.code)).content.decode()

    assert words in page or "Chụp lại cho rõ bốn góc" in page
    assert [row for row in unmarked_vietnamese(page) if words in row or "Chụp lại" in row] == []
