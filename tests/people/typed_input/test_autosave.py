"""What a page's script keeps of a form not sent yet: encrypted, bounded, of its account alone, for a day."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from dossiers.models import Dossier
from people.models import TypedInput, User
from people.tasks import forget_typed_input
from people.typed_input.rows import MOST
from people.typed_input.words import BYTES_MAX
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db
KEEP, NEW_PARTY = "/dang-nhap/noi-dung/", "/can-bo/quay/nguoi-nop/"


def keep(client: Client, address: str = NEW_PARTY, **words: str) -> Any:
    """Ask to keep a form, as the script does."""
    return client.post(KEEP, {"address": address, "words": urlencode(words)})


def test_it_is_shown_again_in_both_languages_until_it_is_discarded(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert keep(client, name="Nguyễn Văn Dở", password="bi-mat").status_code == 204

    pages = [client.get(address).content.decode() for address in (NEW_PARTY, "/en" + NEW_PARTY)]
    left = client.post(KEEP + "bo/", {"address": NEW_PARTY, "page": NEW_PARTY})

    assert all('value="Nguyễn Văn Dở"' in page and "bi-mat" not in page for page in pages)
    assert "is not sent yet" in pages[1]
    assert "Nguyễn Văn Dở" not in client.get(left["Location"]).content.decode()


def test_nobody_else_sees_it_and_the_row_tells_nothing(client: Client, clerk: User, person: Any) -> None:
    client.force_login(clerk)
    keep(client, name="Nguyễn Văn Dở")
    other = person("motcua2", clerk.posts.get().unit, "desk")

    client.force_login(other)

    assert "Nguyễn Văn Dở" not in client.get(NEW_PARTY).content.decode()
    assert "Nguyễn" not in TypedInput.objects.get().words


def test_after_a_day_it_is_not_shown_and_swept(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    keep(client, name="Nguyễn Văn Dở")
    TypedInput.objects.update(saved_at=timezone.now() - timedelta(hours=24, seconds=1))

    assert "Nguyễn Văn Dở" not in client.get(NEW_PARTY).content.decode()
    forget_typed_input()

    assert not TypedInput.objects.exists()


@pytest.mark.parametrize("address", ["https://xau.example/", "", "/a\0b/", "/" + "x" * 300])
def test_an_address_that_is_none_is_refused(client: Client, clerk: User, address: str) -> None:
    client.force_login(clerk)

    assert keep(client, address, name="x").status_code in (400, 413)


def test_of_an_account_so_many_forms_are_kept_of_so_many_bytes(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    for number in range(MOST + 3):
        keep(client, f"/can-bo/{number}/", name="x")
    too_long = keep(client, name="x" * (BYTES_MAX + 1))

    assert TypedInput.objects.count() == MOST
    assert too_long.status_code == 413


def test_a_form_that_is_no_longer_on_its_page_is_shown_to_be_copied(client: Client, cast: Cast) -> None:
    page = f"/can-bo/ho-so/{cast.submitted().code}/"
    client.force_login(cast.clerk)
    client.post(
        KEEP, {"address": page + "khong-con/", "words": "opinion=Ý kiến dài"}, HTTP_REFERER=f"http://testserver{page}"
    )

    html = client.get(page).content.decode()

    assert '<li class="mc-lines">Ý kiến dài</li>' in html


def test_a_citizens_section_is_saved_in_the_draft_while_it_is_typed(client: Client, cast: Cast) -> None:
    draft = Dossier.objects.get(pk=cast.draft().pk)
    address, key = f"/ho-so/{draft.ref}/phan/1/", draft.edition.form_definition[0]["key"]
    client.force_login(cast.citizen)

    first = client.post(address, {key: "Đang gõ", "autosave": "1"}).json()
    second = client.post(address, {key: "Đang gõ tiếp", "seen": first["seen"], "save": "1"})

    assert second["Location"] == "/ho-so/"
    draft.refresh_from_db()
    assert draft.answers[key] == "Đang gõ tiếp"


def test_who_stays_has_a_session_that_begins_anew(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    idle, unused = 60 * settings.IDLE_MINUTES["staff"], timedelta(seconds=200)
    used = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE) - unused
    Session.objects.update(expire_date=used)
    left = re.search(r'data-session-seconds="(\d+)"', client.get(NEW_PARTY).content.decode())
    assert left
    assert idle - 210 <= int(left[1]) <= idle - 200

    answer = client.post("/dang-nhap/o-lai/").json()

    assert answer["seconds"] == idle
    assert Session.objects.get().expire_date >= used + unused
