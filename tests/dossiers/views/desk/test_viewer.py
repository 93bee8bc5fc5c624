"""The applicant's papers beside the form: which file the page shows, which it names, and what is recorded as read."""

import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from dossiers import actions
from dossiers.models import Attachment, Dossier
from people.models import Read
from tests.support import factories
from tests.support.statements import counted
from tests.support.stories import TUESDAY, WEDNESDAY, Cast
from tests.support.uploads import scan

pytestmark = pytest.mark.django_db


def page_of(client: Client, dossier: Dossier, query: str = "") -> str:
    """The page as the browser gets it."""
    answer = client.get(f"/can-bo/ho-so/{dossier.code}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def files_of(dossier: Dossier) -> list[Attachment]:
    """What was sent with it, in the order of the list."""
    return list(dossier.attachments.sent())


def address(dossier: Dossier, file: Attachment) -> str:
    """Where the bytes are."""
    return f"/ho-so/{dossier.code}/tep/{file.pk}/"


def stage_of(page: str) -> str:
    """What the viewer shows."""
    sheet = re.search(r"<div[^>]* data-viewer-sheet>(.*?)</div>", page, re.S)
    return sheet[1].strip() if sheet else ""


@pytest.fixture
def supplied(cast: Cast) -> Dossier:
    """The first component was asked for again, and sent on Wednesday."""
    return actions.supply(cast.awaiting_supplement(), by=cast.citizen, at=WEDNESDAY)


def test_a_page_with_no_paper_chosen_names_them_and_loads_none(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    client.force_login(cast.officer)

    page = page_of(client, dossier)

    assert page.count("data-choice=") == len(files_of(dossier))
    assert stage_of(page) == ""
    assert re.search(r"<section[^>]* data-viewer hidden>", page)
    assert "mc-case--open" not in page


def test_a_chosen_paper_stands_beside_the_form_with_all_answers_unfolded(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    file = files_of(dossier)[1]
    client.force_login(cast.officer)

    page = page_of(client, dossier, f"?list=queue%3Fview%3Dall&giay-to={file.pk}")

    assert f'src="{address(dossier, file)}"' in stage_of(page)
    assert "mc-case--open" in page
    assert page.count("data-section>") == page.count(" open data-section>") > 1
    beside = [files_of(dossier)[place].pk for place in (0, 2)]
    for pk in beside:
        assert f"?list=queue%3Fview%3Dall&amp;giay-to={pk}#xem-giay-to" in page


def test_a_pdf_is_shown_in_a_frame_that_its_policy_allows(client: Client, cast: Cast) -> None:
    asked = cast.awaiting_supplement()
    file = factories.attach(asked, cast.citizen, TUESDAY, scan(), name="giay.pdf")
    actions.supply(asked, by=cast.citizen, at=WEDNESDAY)
    client.force_login(cast.officer)

    page = page_of(client, asked, f"?giay-to={file.pk}")

    assert f'<iframe src="{address(asked, file)}#' in stage_of(page)
    answer = client.get(address(asked, file))
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("key", ["0", "x", "-1", "9" * 30, ""])
def test_a_key_that_is_no_file_shows_the_page_as_it_is(client: Client, cast: Cast, key: str) -> None:
    dossier = cast.appraised()
    client.force_login(cast.officer)

    assert stage_of(page_of(client, dossier, f"?giay-to={key}")) == ""


def test_a_file_of_another_dossier_or_of_a_supplement_not_sent_is_not_shown(client: Client, cast: Cast) -> None:
    dossier, other = cast.awaiting_supplement(), cast.appraised()
    unsent = dossier.attachments.get(supplement__isnull=False)
    client.force_login(cast.officer)

    for file in (unsent, files_of(other)[0]):
        page = page_of(client, dossier, f"?giay-to={file.pk}")
        assert stage_of(page) == ""
        assert f"/tep/{file.pk}/" not in page


def test_a_post_without_sight_of_attachments_has_no_viewer(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    client.force_login(cast.cashier)

    page = page_of(client, dossier, f"?giay-to={files_of(dossier)[0].pk}")

    assert "data-viewer" not in page
    assert "/tep/" not in page
    assert "nguoi-nop" not in page


def test_the_version_before_is_marked_and_each_leads_to_the_other(
    client: Client, cast: Cast, supplied: Dossier
) -> None:
    new = supplied.attachments.get(supplement__isnull=False)
    old = next(file for file in files_of(supplied) if file.component == new.component and file != new)
    client.force_login(cast.officer)

    shown, before = (page_of(client, supplied, f"?giay-to={file.pk}") for file in (new, old))

    assert shown.count("data-earlier") == before.count("data-earlier") == 1
    assert re.search(rf'data-viewer-before\s+href="[^"]*giay-to={old.pk}#', shown)
    assert re.search(rf'data-viewer-after\s+href="[^"]*giay-to={new.pk}#', before)
    assert f"/tep/{old.pk}/" in stage_of(before)
    filed = f"Bản trước, nộp ngày {old.added_at:%d/%m/%Y}"
    assert re.search(rf'data-viewer-mark class="mc-tag mc-tag--warning">\s*{filed}', before)


def test_going_on_from_a_version_before_leads_to_the_next_component(
    client: Client, cast: Cast, supplied: Dossier
) -> None:
    new = supplied.attachments.get(supplement__isnull=False)
    old, following = [file for file in files_of(supplied) if file != new][:2]
    client.force_login(cast.officer)

    for file in (new, old):
        page = page_of(client, supplied, f"?giay-to={file.pk}")
        assert re.search(rf'data-key-f4\s+href="[^"]*giay-to={following.pk}#', page)


def test_a_missing_or_unknown_file_has_a_sentence_and_the_link(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    lost, odd, *_rest = files_of(dossier)
    default_storage.delete(lost.path)
    Attachment.objects.filter(pk=odd.pk).update(content_type="application/xml")
    client.force_login(cast.officer)

    for file, kind in ((lost, "missing"), (odd, "other")):
        page = page_of(client, dossier, f"?giay-to={file.pk}")
        assert stage_of(page) == ""
        assert f'data-viewer-words="{kind}">' in page
        assert re.search(rf'data-viewer-alone\s+href="{address(dossier, file)}"', page)


def test_only_the_bytes_that_are_sent_are_recorded_as_read(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    file = files_of(dossier)[0]
    client.force_login(cast.officer)

    page_of(client, dossier, f"?giay-to={file.pk}")
    assert [read.what for read in Read.objects.all()] == ["dossier"]

    client.get(address(dossier, file))
    reads = Read.objects.order_by("id")
    assert [read.what for read in reads] == ["dossier", "attachment"]


def test_a_chosen_paper_and_versions_before_cost_no_statement(client: Client, cast: Cast, supplied: Dossier) -> None:
    new = supplied.attachments.get(supplement__isnull=False)
    client.force_login(cast.officer)
    page_of(client, supplied)  # what a process remembers is remembered

    with counted(20) as plain:
        page_of(client, supplied)
    with counted(20) as with_paper:
        page_of(client, supplied, f"?giay-to={new.pk}")

    assert len(with_paper) == len(plain)


def test_the_applicants_other_dossiers_are_those_the_officer_may_see(client: Client, cast: Cast) -> None:
    first, second, unfinished = cast.appraised(), cast.appraised(), cast.draft()
    hidden = cast.submitted()  # at the desk, which the officer's unit does not see
    client.force_login(cast.officer)

    page: Any = client.get(f"/can-bo/ho-so/{first.code}/nguoi-nop/")

    listed = page.content.decode()
    assert f"/can-bo/ho-so/{second.code}/" in listed
    for row in (hidden, unfinished):
        assert row.name not in listed
    assert [read.what for read in Read.objects.all()] == ["party"]
    client.force_login(cast.cashier)
    assert client.get(f"/can-bo/ho-so/{first.code}/nguoi-nop/").status_code == 403
