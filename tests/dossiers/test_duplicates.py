"""The same matter filed twice is shown, to who files it, to the counter, to officers and by the API; never refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.duplicates import are_alike
from dossiers.models import Dossier
from people.actions import register_checked_party
from tests.support import factories
from tests.support.calling import Caller
from tests.support.posting import whole_form
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db
WORKER = {"worker_full_name": "NGUYEN VAN BE", "passport_no": "B7654321"}


def file(cast: Cast, **more: Any) -> Dossier:
    """One more, filed now."""
    draft = factories.draft(cast.edition, cast.citizen, None, **more)
    return actions.submit(draft, by=cast.citizen, at=timezone.now())


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({"a": "x"}, {"a": "x"}, True),
        ({"a": "Nguyễn  Văn A "}, {"a": "nguyen van a"}, True),
        ({"a": "x", "b": ""}, {"a": "x"}, True),
        ({}, {}, True),
        ({str(n): n for n in range(10)}, {str(n): n for n in range(9)}, True),
        ({str(n): n for n in range(10)}, {str(n): n for n in range(7)}, False),
        ({"worker_full_name": "A", **{str(n): n for n in range(20)}}, {str(n): n for n in range(20)}, False),
        ({"passport_no": "B1", **{str(n): n for n in range(20)}}, {"passport_no": "B2"}, False),
        ({"contact_name": "A", **{str(n): n for n in range(20)}}, {str(n): n for n in range(20)}, True),
    ],
)
def test_what_makes_two_filings_one_matter(one: dict[str, Any], other: dict[str, Any], alike: bool) -> None:
    assert are_alike(one, other) is alike


def test_the_start_and_check_pages_name_what_was_filed_today(client: Client, cast: Cast) -> None:
    filed, draft = file(cast), factories.draft(cast.edition, cast.citizen)
    client.force_login(cast.citizen)

    start = client.get(f"/nop-ho-so/{cast.edition.procedure.slug}/").content.decode()
    check = client.get(f"/ho-so/{draft.ref}/kiem-tra/").content.decode()

    for page in (start, check):
        assert f"/ho-so/{filed.code}/" in page
        assert "nộp hôm nay" in page
    assert client.post(f"/ho-so/{draft.ref}/nop/").status_code == 302
    assert Dossier.objects.get(pk=draft.pk).code


@pytest.mark.parametrize(("more", "named"), [({}, True), (WORKER, False)])
def test_an_officer_reads_a_line_with_the_link(client: Client, cast: Cast, more: dict[str, Any], named: bool) -> None:
    first, second = file(cast), file(cast, **more)
    client.force_login(cast.clerk)

    page = client.get(f"/can-bo/ho-so/{second.code}/?list=counter").content.decode()  # no queue names its neighbours

    assert (f"/can-bo/ho-so/{first.code}/" in page) is named


def test_nothing_is_named_that_the_reader_does_not_see(client: Client, cast: Cast) -> None:
    first = file(cast)
    second = actions.accept(file(cast), by=cast.clerk, at=timezone.now())
    client.force_login(cast.officer)  # sees what was handed over alone

    page = client.get(f"/can-bo/ho-so/{second.code}/").content.decode()

    assert first.code not in page


def test_the_counter_names_it_before_and_after(client: Client, cast: Cast) -> None:
    filed = file(cast)
    client.force_login(cast.clerk)
    address = f"/can-bo/quay/{cast.party.pk}/{cast.edition.procedure.slug}/"
    counted = {f"paper-{row.key}-original": "1" for row in cast.edition.components.filter(required=True)}

    before = client.get(address).content.decode()
    after = client.post(
        address, {**whole_form(cast.edition), **counted, "channel": "direct", "token": "x"}, follow=True
    )

    assert filed.code in before
    assert filed.code in after.content.decode()


def test_the_api_has_a_field_and_a_warning(cast: Cast, caller: Callable[..., Caller]) -> None:
    filed, me = file(cast), caller(cast.citizen)
    draft = factories.draft(cast.edition, cast.citizen)

    assert me.get(f"/dossiers/{draft.ref}/").json()["similar"] == [filed.code]
    answer = me.act(draft, "submission")

    assert answer.status_code == 200
    assert filed.code in answer["Warning"]
    assert me.get(f"/dossiers/{filed.code}/").json()["similar"] == [answer.json()["code"]]


@pytest.mark.parametrize("change", ["applicant", "long ago"])
def test_another_matter_is_no_double(cast: Cast, caller: Callable[..., Caller], change: str) -> None:
    filed = file(cast)
    if change == "long ago":
        actions.refuse_reception(filed, "Sai nơi", by=cast.clerk, at=timezone.now())
        Dossier.objects.filter(pk=filed.pk).update(submitted_at=timezone.now() - timedelta(days=31))
    other = register_checked_party(name="Người khác", citizen_id="001150099999", by=None, at=timezone.now())
    if change == "applicant":
        Dossier.objects.filter(pk=filed.pk).update(applicant=other)
    draft = factories.draft(cast.edition, cast.citizen)

    assert caller(cast.citizen).get(f"/dossiers/{draft.ref}/").json()["similar"] == []


def test_the_start_page_says_that_more_was_filed(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossiers.views.citizen.start.FILED_SHOWN", 1)
    client.force_login(cast.citizen)
    address = f"/nop-ho-so/{cast.edition.procedure.slug}/"
    cast.submitted()
    one = client.get(address).content.decode()
    cast.submitted()

    assert "Còn hồ sơ khác" not in one
    assert "Còn hồ sơ khác" in client.get(address).content.decode()
