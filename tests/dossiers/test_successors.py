"""A company's clerk leaves: whoever stands for it today goes on, hears of it and reads it; who left does neither."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.deadlines.reminders import remind_of_drafts
from dossiers.models import Dossier
from dossiers.views.citizen.calendar_feed import SALT, mark_of
from notifications.models import Notice
from notifications.verification import verify
from people.actions import end_representation, register_checked_party, represent
from people.models import Party, Representation, User
from tests.conftest import SINCE
from tests.support import factories
from tests.support.calling import Caller
from tests.support.stories import Cast
from toolbox.refusal import Forbidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(db: None) -> Party:
    """A company whose papers were seen, with an address of its own."""
    verify("vanthu@congty.example", timezone.now())
    return register_checked_party(
        name="Công ty TNHH Mẫu",
        kind="organisation",
        tax_code="0100109106",
        email="vanthu@congty.example",
        by=None,
        at=timezone.now(),
    )


@pytest.fixture
def old_clerk(person: Callable[..., User], company: Party) -> User:
    """Who files for the company, until they leave."""
    return clerk_of(company, person("thuky"))


@pytest.fixture
def new_clerk(person: Callable[..., User], company: Party) -> User:
    """Who stands for it after them."""
    return clerk_of(company, person("kenhiem"))


def clerk_of(company: Party, user: User) -> User:
    """*user* stands for the company on a proof."""
    represent(user=user, party=company, scope="employee", since=SINCE, proof="Giấy giới thiệu", at=timezone.now())
    return user


def leave(clerk: User, by: User) -> None:
    """The desk ends what the company wrote about."""
    row = clerk.representations.get()
    end_representation(row, ground="Công văn số 12 của công ty", by=by, at=timezone.now())


@pytest.fixture
def draft(cast: Cast, old_clerk: User, new_clerk: User) -> Dossier:
    """Begun by the old clerk, with every paper; then they leave."""
    begun = factories.draft(cast.edition, old_clerk)
    leave(old_clerk, cast.clerk)
    return begun


PAGES = (
    "/ho-so/{ref}/",
    "/ho-so/{ref}/kiem-tra/",
    "/ho-so/{ref}/phan/1/",
    "/ho-so/{ref}/giay-to/",
    "/ho-so/{ref}/tep/{file}/",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_or_file_of_the_company_s_draft_opens_to_the_new_clerk_alone(
    client: Client, draft: Dossier, old_clerk: User, new_clerk: User, address: str
) -> None:
    file = draft.attachments.first()
    assert file is not None
    answers = {}
    for user in (old_clerk, new_clerk):
        client.force_login(user)
        answers[user.username] = client.get(address.format(ref=draft.ref, file=file.pk)).status_code

    assert answers == {"thuky": 404, "kenhiem": 200}


def test_lists_and_the_api_show_it_to_the_new_clerk_alone(
    client: Client, caller: Callable[..., Caller], draft: Dossier, old_clerk: User, new_clerk: User
) -> None:
    for user, seen in ((old_clerk, False), (new_clerk, True)):
        client.force_login(user)
        assert (draft.ref in client.get("/ho-so/").content.decode()) is seen
        me = caller(user)
        assert (me.get(f"/dossiers/{draft.ref}/").status_code == 200) is seen
        assert [row["ref"] for row in me.get("/dossiers/").json()["results"]] == [draft.ref] * seen


def test_the_new_clerk_changes_and_files_it_and_is_who_filed(draft: Dossier, new_clerk: User) -> None:
    at = timezone.now()
    actions.save_answers(draft, {}, by=new_clerk, at=at)
    factories.attach(draft, new_clerk, at, factories.photo("blue"))

    filed = actions.submit(draft, by=new_clerk, at=at)

    assert filed.submitted_by == new_clerk
    assert filed.events.get().by == new_clerk


@pytest.mark.parametrize(
    "act",
    [
        lambda d, u: actions.save_answers(d, {}, by=u, at=timezone.now()),
        lambda d, u: actions.submit(d, by=u, at=timezone.now()),
        lambda d, u: actions.discard(d, by=u),
        lambda d, u: factories.attach(d, u, timezone.now(), factories.photo("blue")),
    ],
)
def test_who_left_does_nothing_with_it_any_more(draft: Dossier, old_clerk: User, act: Callable[..., Any]) -> None:
    with pytest.raises(Forbidden):
        act(draft, old_clerk)


def test_acts_are_told_to_who_stands_for_it_today_and_to_its_own_address(
    cast: Cast, old_clerk: User, new_clerk: User
) -> None:
    filed = actions.submit(factories.draft(cast.edition, old_clerk), by=old_clerk, at=timezone.now())
    leave(old_clerk, cast.clerk)
    Notice.objects.all().delete()

    actions.accept(filed, by=cast.clerk, at=timezone.now())

    assert set(Notice.objects.values_list("channel", "address")) == {
        ("inbox", "kenhiem"),
        ("email", "vanthu@congty.example"),
    }


def test_no_mail_goes_to_the_address_of_who_left(cast: Cast, company: Party, old_clerk: User, new_clerk: User) -> None:
    Party.objects.filter(pk=company.pk).update(email=old_clerk.email)
    filed = actions.submit(factories.draft(cast.edition, old_clerk), by=old_clerk, at=timezone.now())
    leave(old_clerk, cast.clerk)
    Notice.objects.all().delete()

    actions.accept(filed, by=cast.clerk, at=timezone.now())

    assert set(Notice.objects.values_list("address", flat=True)) == {"kenhiem", "kenhiem@example.vn"}


def test_the_inbox_and_the_calendar_of_who_left_lead_nowhere(client: Client, cast: Cast, old_clerk: User) -> None:
    from django.core import signing  # noqa: PLC0415 - the link as it was copied

    filed = actions.submit(factories.draft(cast.edition, old_clerk), by=old_clerk, at=timezone.now())
    token = signing.dumps({"user": old_clerk.pk, "mark": mark_of(old_clerk)}, salt=SALT)
    leave(old_clerk, cast.clerk)
    client.force_login(old_clerk)
    told = Notice.objects.inbox_of(old_clerk).filter(kind="dossier_moved").latest("id")

    assert client.post(f"/thong-bao/{told.pk}/doc/", follow=True).status_code == 404
    assert filed.code not in client.get(f"/lich/{token}.ics").content.decode()


def test_both_are_told_of_the_end_and_a_stale_draft_is_the_new_clerk_s(draft: Dossier, new_clerk: User) -> None:
    ended = Notice.objects.filter(kind="representation_ended", channel="inbox")
    assert set(ended.values_list("address", flat=True)) == {"thuky", "kenhiem"}

    Dossier.objects.filter(pk=draft.pk).update(sort_at=timezone.now() - timedelta(days=31))
    remind_of_drafts(timezone.now())

    stale = Notice.objects.filter(kind="dossier_stale_draft", channel="inbox")
    assert list(stale.values_list("address", flat=True)) == ["kenhiem"]


def test_a_colleague_who_is_still_there_keeps_what_they_begin(cast: Cast, old_clerk: User, new_clerk: User) -> None:
    mine = factories.draft(cast.edition, old_clerk)

    assert Dossier.objects.visible_to(old_clerk).filter(pk=mine.pk).exists()
    assert Dossier.objects.visible_to(new_clerk).filter(pk=mine.pk).exists()
    assert not Dossier.objects.visible_to(cast.neighbour).filter(pk=mine.pk).exists()


def test_a_guardian_whose_right_ended_reads_no_draft_about_the_child(cast: Cast, person: Callable[..., User]) -> None:
    child = register_checked_party(name="Cháu Bé", citizen_id="001220012345", by=None, at=timezone.now())
    mother = person("me")
    represent(user=mother, party=child, scope="guardian", since=SINCE, at=timezone.now())
    mine = factories.draft(cast.edition, mother)

    Representation.objects.filter(user=mother).update(valid_to=timezone.localdate() - timedelta(days=1))

    assert not Dossier.objects.visible_to(mother).filter(pk=mine.pk).exists()
    assert not Dossier.objects.all_own_of(mother).filter(pk=mine.pk).exists()


def test_a_file_of_a_supplement_that_the_old_clerk_added_is_the_new_clerk_s_to_see(
    client: Client, cast: Cast, old_clerk: User, new_clerk: User
) -> None:
    filed = actions.submit(factories.draft(cast.edition, old_clerk), by=old_clerk, at=timezone.now())
    actions.request_supplement(
        filed, [{"component": filed.components[0]["key"], "todo": "Chụp lại"}], "Mờ", by=cast.clerk, at=timezone.now()
    )
    leave(old_clerk, cast.clerk)
    client.force_login(new_clerk)
    file = SimpleUploadedFile("a.jpg", factories.photo("red"), "image/jpeg")

    added = client.post(f"/ho-so/{filed.code}/giay-to/{filed.components[0]['key']}/", {"pages": file})

    assert added.status_code == 302
    assert client.post(f"/ho-so/{filed.code}/bo-sung/").status_code == 302
