"""A supplement on rails of its own: from the list to one paper and back, and nothing goes unsent unnoticed."""

import re

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier
from tests.support.factories import photo
from tests.support.posting import begin, upload
from tests.support.stories import MONDAY, TUESDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast: Cast, client: Client) -> Dossier:
    """Two components are asked for again, neither the first nor neighbours; the applicant is signed in."""
    dossier = cast.appraised()
    keys = [row["key"] for row in dossier.components]
    items = [{"component": keys[n], "todo": f"Chụp lại bản {n}"} for n in (1, 3)]
    client.force_login(cast.citizen)
    return actions.request_supplement(dossier, items, "Ảnh mờ", by=cast.officer, at=TUESDAY)


def links(page: str) -> set[str]:
    """The papers that a page leads to."""
    return set(re.findall(r'href="[^"]*/giay-to/([^/"]+)/', page))


def test_a_paper_of_a_supplement_says_why_and_leads_to_no_other_paper(client: Client, asked: Dossier) -> None:
    key = asked.open_supplement.components[0]  # type: ignore[union-attr]

    page = client.get(f"/ho-so/{asked.code}/giay-to/{key}/").content.decode()

    assert "Chụp lại bản 1" in page
    assert "Ảnh mờ" in page
    assert links(page) <= {key}  # itself, in English
    assert "Giấy tờ tiếp theo" not in page
    assert page.count(f'href="/ho-so/{asked.code}/bo-sung/"') == 2  # above and below
    assert "anh.jpg" in page.partition("cần thay hoặc bổ sung")[2]  # what was filed, named as what it is


def test_an_upload_leads_back_to_the_list_which_says_that_nothing_is_sent(client: Client, asked: Dossier) -> None:
    key = asked.open_supplement.components[0]  # type: ignore[union-attr]

    answer = upload(client, asked, key)

    assert answer["Location"] == f"/ho-so/{asked.code}/bo-sung/"
    page = client.get(answer["Location"]).content.decode()
    assert "Chưa gửi: 1 tệp" in page
    assert links(page) == set(asked.open_supplement.components)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "address", ["/ho-so/", "/ho-so/{code}/", "/ho-so/{code}/bo-sung/", "/ho-so/{code}/giay-to/{key}/"]
)
def test_what_was_not_sent_is_said_until_it_is_sent(client: Client, asked: Dossier, address: str) -> None:
    address = address.format(code=asked.code, key=asked.open_supplement.components[0])  # type: ignore[union-attr]
    assert "Chưa gửi" not in client.get(address).content.decode()
    for key in asked.open_supplement.components:  # type: ignore[union-attr]
        upload(client, asked, key)
    client.get("/ho-so/")  # the message of the upload is seen

    assert "Chưa gửi" in client.get(address).content.decode()
    client.post(f"/ho-so/{asked.code}/bo-sung/")
    client.get("/ho-so/")
    assert "Chưa gửi" not in client.get(address, follow=True).content.decode()


def test_the_last_paper_of_a_draft_leads_to_the_check(client: Client, cast: Cast) -> None:
    draft = begin(client, cast.edition, cast.citizen)
    keys = [row["key"] for row in draft.components]

    pages = [client.get(f"/ho-so/{draft.ref}/giay-to/{key}/").content.decode() for key in keys]

    ways = [re.findall(r'<a class="govuk-button[^"]*"\s+href="([^"]+)"', page) for page in pages]
    assert ways == [[f"/ho-so/{draft.ref}/giay-to/{key}/"] for key in keys[1:]] + [[f"/ho-so/{draft.ref}/kiem-tra/"]]


def test_a_file_filed_before_is_not_among_the_new_ones(client: Client, cast: Cast) -> None:
    dossier = cast.ask(cast.appraised(), cast.officer, MONDAY)
    client.force_login(cast.citizen)
    key = dossier.components[0]["key"]

    page = client.get(f"/ho-so/{dossier.code}/giay-to/{key}/").content.decode()

    before, _, new = page.partition("Tệp mới, chưa gửi")
    assert "anh.jpg" in before
    assert "a.jpg</span>" in new
    assert photo("gold")
