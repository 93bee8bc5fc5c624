"""The inbox: one's own notices, newest first, and a number in the header that costs one statement."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notice
from tests.notifications.conftest import NOW
from tests.support.statements import counted

pytestmark = pytest.mark.django_db
INBOX = "/thong-bao/"


@pytest.fixture
def reader(client: Client, person: Any) -> Any:
    """Somebody signed in, without an e-mail address."""
    user = person("an")
    user.email = ""
    user.save()
    client.force_login(user)
    return user


def notices(user: Any, count: int, **more: Any) -> list[Notice]:
    """That many notices in the inbox of *user*, in order."""
    return [
        Notice.objects.create(
            kind="x",
            user=user,
            channel="inbox",
            address=user.username,
            subject=f"Tin {number:02d}",
            body=f"Nội dung {number:02d}",
            created_at=NOW + timedelta(minutes=number),
            not_before=NOW,
            state="sent",
            **{"link": "/ho-so/X/", **more},
        )
        for number in range(count)
    ]


def shown(html: str, count: int = 60) -> list[int]:
    """The numbers of the notices on the page, in its order."""
    places = {html.find(f"Nội dung {number:02d}"): number for number in range(count)}
    return [places[place] for place in sorted(places) if place >= 0]


def test_the_newest_stands_first_and_older_ones_are_a_page_away(client: Client, reader: Any) -> None:
    notices(reader, 45)

    first = client.get(INBOX)
    second = client.get(f"{INBOX}?cursor={first.context['page'].next}")
    third = client.get(f"{INBOX}?cursor={second.context['page'].next}")

    pages = [shown(page.content.decode()) for page in (first, second, third)]
    assert pages == [list(range(44, 24, -1)), list(range(24, 4, -1)), list(range(4, -1, -1))]
    assert not third.context["page"].next


def test_nobody_sees_what_another_was_told(client: Client, reader: Any, neighbour: Any) -> None:
    theirs = notices(neighbour, 1)[0]

    page = client.get(INBOX)
    answer = client.post(f"{INBOX}{theirs.pk}/doc/")

    theirs.refresh_from_db()
    assert "Chưa có thông báo nào" in page.content.decode()
    assert (answer.status_code, theirs.read_at) == (404, None)


def test_what_went_out_by_mail_is_not_in_the_inbox(client: Client, reader: Any) -> None:
    notice = notices(reader, 1)[0]
    Notice.objects.filter(pk=notice.pk).update(channel="email")

    assert client.get(INBOX).context["page"].rows == []
    assert client.post(f"{INBOX}{notice.pk}/doc/").status_code == 404


@pytest.mark.parametrize("path", [INBOX, f"{INBOX}doc-het/", f"{INBOX}1/doc/"])
def test_a_stranger_is_asked_to_sign_in(client: Client, path: str) -> None:
    answer = client.post(path) if "doc" in path else client.get(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_opening_a_notice_marks_it_read_and_leads_to_its_dossier(client: Client, reader: Any) -> None:
    notice, other = notices(reader, 2)

    answer = client.post(f"{INBOX}{notice.pk}/doc/")

    notice.refresh_from_db()
    other.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, "/ho-so/X/")
    assert notice.read_at
    assert other.read_at is None


def test_the_first_reading_is_the_one_that_counts(client: Client, reader: Any) -> None:
    notice = notices(reader, 1, read_at=NOW)[0]

    client.post(f"{INBOX}{notice.pk}/doc/")

    notice.refresh_from_db()
    assert notice.read_at == NOW


def test_an_english_reader_is_led_to_the_english_page(client: Client, reader: Any) -> None:
    notice = notices(reader, 1)[0]

    answer = client.post(f"/en{INBOX}{notice.pk}/doc/")

    assert answer["Location"] == "/en/ho-so/X/"


@pytest.mark.parametrize(
    "link",
    ["", "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "ho-so/X/", "///e.vn"],
)
def test_a_link_that_leaves_the_site_is_not_followed(client: Client, reader: Any, link: str) -> None:
    notice = notices(reader, 1, link=link)[0]

    page = client.get(INBOX)
    answer = client.post(f"{INBOX}{notice.pk}/doc/")

    assert answer["Location"] == INBOX
    assert "Xem hồ sơ" not in page.content.decode()


def test_marking_all_read_leaves_other_inboxes_alone(client: Client, reader: Any, neighbour: Any) -> None:
    notices(reader, 3)
    notices(neighbour, 2)

    answer = client.post(f"{INBOX}doc-het/")

    assert answer["Location"] == INBOX
    assert Notice.objects.inbox_of(reader).unread().count() == 0
    assert Notice.objects.inbox_of(neighbour).unread().count() == 2


@pytest.mark.parametrize("path", [f"{INBOX}doc-het/", f"{INBOX}1/doc/"])
def test_nothing_is_marked_by_following_a_link(client: Client, reader: Any, path: str) -> None:
    notices(reader, 1)

    assert client.get(path).status_code == 405
    assert Notice.objects.inbox_of(reader).unread().count() == 1


@pytest.mark.parametrize(("unread", "number"), [(0, ""), (1, "1"), (9, "9"), (10, "9+"), (40, "9+")])
def test_the_header_says_how_many_are_unread(
    client: Client, reader: Any, neighbour: Any, unread: int, number: str
) -> None:
    notices(reader, unread)
    notices(reader, 2, read_at=NOW)
    notices(neighbour, 5)

    page = client.get(INBOX)

    assert str(page.context["unread_notices"]) == number
    assert (f'<span class="mc-count">{number}<' in page.content.decode()) is bool(number)


def test_the_page_costs_the_same_however_many_there_are(client: Client, reader: Any) -> None:
    notices(reader, 60)

    with counted(7):
        client.get(INBOX)


@pytest.mark.parametrize("cursor", ["x", "YXx4", "YXw5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_page_that_is_none_leads_back_to_the_first(client: Client, reader: Any, cursor: str) -> None:
    answer = client.get(f"{INBOX}?cursor={cursor}")

    assert (answer.status_code, answer["Location"]) == (302, INBOX)


def test_what_was_said_is_shown_and_never_run(client: Client, reader: Any) -> None:
    notices(reader, 1)
    Notice.objects.update(subject="<b>Ẫm</b> 😀", body="<script>alert(1)</script>\nDòng hai")

    html = client.get(INBOX).content.decode()

    assert "&lt;b&gt;Ẫm&lt;/b&gt; 😀" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Dòng hai" in html


def test_an_officer_reads_in_the_frame_of_the_desk(client: Client, officer: Any) -> None:
    client.force_login(officer)
    notices(officer, 1, link="/can-bo/ho-so/X/")

    page = client.get(INBOX)

    assert "base_desk.html" in [template.name for template in page.templates]
    assert "mc-header--desk" in page.content.decode()


def test_the_administration_shows_notices_and_changes_none(client: Client, person: Any) -> None:
    chief = person("quantri")
    chief.is_staff = chief.is_superuser = True
    chief.save()
    notice = notices(chief, 1)[0]
    client.force_login(chief)
    place = "/quan-tri/notifications/notice/"

    codes = [client.get(place).status_code, client.get(f"{place}{notice.pk}/change/").status_code]
    changed = client.post(f"{place}{notice.pk}/change/", {"subject": "Khác"})
    added, deleted = (client.get(f"{place}add/"), client.post(f"{place}{notice.pk}/delete/", {"post": "yes"}))

    assert codes == [200, 200]
    assert [changed.status_code, added.status_code, deleted.status_code] == [403, 403, 403]
    notice.refresh_from_db()
    assert notice.subject == "Tin 00"
