"""Files of the applicant: taken in for a component, once; taken out again; open only while papers are wanted."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from dossiers import actions
from dossiers.journal.verification import verify
from dossiers.models import Attachment, Dossier
from tests.support import factories
from tests.support.factories import photo
from tests.support.stories import TUESDAY, WEDNESDAY, Cast, traces
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db


def attach(dossier: Dossier, by: Any, content: bytes = b"", key: str = "", name: str = "a.jpg") -> Attachment:
    """One photograph for the first component."""
    return factories.attach(dossier, by, WEDNESDAY, content, key, name)


def test_the_same_file_sent_again_changes_nothing(cast: Cast) -> None:
    draft = cast.draft()

    first, second = attach(draft, cast.citizen), attach(draft, cast.citizen)

    assert first.pk == second.pk
    assert default_storage.exists(first.path)


def test_a_component_the_procedure_does_not_list_is_an_error_at_its_field(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        attach(cast.draft(), cast.citizen, key="khong-co")

    assert set(refusal.value.errors) == {"component"}


def test_there_are_only_so_many_files_but_one_more_click_is_no_file(cast: Cast, settings: Any) -> None:
    draft = cast.draft()
    held = attach(draft, cast.citizen)
    settings.ATTACHMENT_MAX_COUNT = draft.attachments.count()

    with pytest.raises(actions.Refused, match="đủ"):
        attach(draft, cast.citizen, photo("blue"))

    assert attach(draft, cast.citizen).pk == held.pk


def test_a_long_name_keeps_its_ending(cast: Cast) -> None:
    row = attach(cast.draft(), cast.citizen, name="ả" * 300 + ".jpg")

    assert len(row.name) == 200
    assert row.name.endswith(".jpg")


def test_only_the_author_adds_to_a_draft(cast: Cast) -> None:
    draft = cast.draft()

    for by in (cast.neighbour, cast.clerk):
        with pytest.raises(actions.Forbidden):
            attach(draft, by)


def test_during_a_supplement_the_applicant_and_the_receiving_desk_add(cast: Cast) -> None:
    asked = cast.awaiting_supplement()

    assert attach(asked, cast.citizen, photo("red")).added_by == cast.citizen
    assert attach(asked, cast.clerk, photo("blue")).added_by == cast.clerk
    for by in (cast.neighbour, cast.officer):
        with pytest.raises(actions.Forbidden):
            attach(asked, by)


def test_a_dossier_that_waits_for_nothing_takes_no_files(cast: Cast) -> None:
    with pytest.raises(actions.Refused, match="không ở bước"):
        attach(cast.appraised(), cast.citizen)


def test_a_file_is_taken_out_of_a_draft_and_forgotten(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    draft = cast.draft()
    row = attach(draft, cast.citizen)

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_attachment(row, by=cast.citizen, at=TUESDAY)

    assert not default_storage.exists(row.path)


def test_a_file_another_dossier_shares_stays(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    draft, other = cast.draft(), cast.draft()
    path = draft.attachments.all()[0].path

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(draft, by=cast.citizen)

    assert other.attachments.filter(path=path).exists()
    assert default_storage.exists(path)


def test_what_was_filed_is_not_taken_out_but_what_was_just_added_is(cast: Cast) -> None:
    asked = cast.awaiting_supplement()
    added = attach(asked, cast.citizen)

    with pytest.raises(actions.Refused, match="đã nộp"):
        actions.remove_attachment(asked.attachments.all()[0], by=cast.citizen, at=WEDNESDAY)
    actions.remove_attachment(added, by=cast.citizen, at=WEDNESDAY)

    assert not asked.attachments.filter(pk=added.pk).exists()


def unsent(cast: Cast) -> Attachment:
    """What the citizen added for the supplement, and has not sent."""
    asked = cast.awaiting_supplement()
    return Attachment.objects.get(dossier=asked, supplement__isnull=False)


def test_each_file_added_and_taken_out_after_filing_is_an_event(cast: Cast) -> None:
    row = unsent(cast)
    dossier = row.dossier

    actions.remove_attachment(row, by=cast.citizen, at=WEDNESDAY)

    added, removed = dossier.events.order_by("seq").filter(verb__in=["attached", "detached"])
    assert added.particulars == removed.particulars == {"component": row.component, "file": row.sha256}
    assert (added.by, removed.by, removed.at) == (cast.citizen, cast.citizen, WEDNESDAY)
    assert verify(Dossier.objects.get(pk=dossier.pk)) == []


def test_sending_the_same_file_again_leaves_no_event(cast: Cast) -> None:
    row = unsent(cast)
    before = traces(row.dossier)

    again_sent = attach(row.dossier, cast.citizen, photo("gold"))

    assert again_sent.pk == row.pk
    assert traces(row.dossier) == before


def test_the_desk_takes_out_nothing_of_the_applicants(cast: Cast) -> None:
    row = unsent(cast)
    before = traces(row.dossier)

    with pytest.raises(actions.Forbidden, match="Chỉ người đã thêm"):
        actions.remove_attachment(row, by=cast.clerk, at=WEDNESDAY)

    assert traces(row.dossier) == before
    taken_in = attach(row.dossier, cast.clerk, photo("blue"))
    with pytest.raises(actions.Forbidden, match="Chỉ người đã thêm"):
        actions.remove_attachment(taken_in, by=cast.citizen, at=WEDNESDAY)


def test_what_the_desk_takes_in_is_recorded_with_its_post_and_told(cast: Cast) -> None:
    asked = cast.awaiting_supplement()
    before = cast.citizen.notices.count()

    row = attach(asked, cast.clerk, photo("blue"))

    event = asked.events.latest("seq")
    assert (row.taken_in, event.verb, event.unit_name) == (True, "attached", "Cán bộ Một cửa, Bộ phận Một cửa")
    assert cast.citizen.notices.count() > before
    supplied = actions.supply(asked, by=cast.clerk, at=WEDNESDAY)  # its own scan is something
    assert supplied.attachments.sent().filter(pk=row.pk).exists()


@pytest.mark.parametrize("part", ["citizen", "clerk"])
def test_only_what_was_asked_for_is_taken(cast: Cast, part: str) -> None:
    asked = cast.awaiting_supplement()
    other = asked.edition.components.all()[1].key
    before = traces(asked)

    with pytest.raises(InvalidInput) as refusal:
        attach(asked, getattr(cast, part), photo("green"), key=other)

    assert set(refusal.value.errors) == {"component"}
    assert traces(asked) == before


@pytest.mark.parametrize("part", ["clerk", "officer", "head", "leader", "auditor"])
def test_officers_see_no_file_of_a_supplement_before_it_is_sent(
    client: Client, cast: Cast, caller: Any, part: str
) -> None:
    row, user = unsent(cast), getattr(cast, part)
    file, page = f"/ho-so/{row.dossier.code}/tep/{row.pk}/", f"/can-bo/ho-so/{row.dossier.code}/"
    client.force_login(user)

    def shown() -> tuple[int, bool, bool]:
        listed = caller(user).get(f"/dossiers/{row.dossier.code}/").json()["attachments"]
        return client.get(file).status_code, file in client.get(page).content.decode(), row.pk in ids(listed)

    assert shown() == (404, False, False)
    actions.supply(row.dossier, by=cast.citizen, at=WEDNESDAY)
    assert shown() == (200, True, True)


def test_the_applicant_sees_what_is_not_sent_yet(client: Client, cast: Cast) -> None:
    row = unsent(cast)
    client.force_login(cast.citizen)

    assert client.get(f"/ho-so/{row.dossier.code}/tep/{row.pk}/").status_code == 200


def test_a_wait_that_ends_without_an_answer_shows_nothing(cast: Cast) -> None:
    row = unsent(cast)

    stopped = actions.request_withdrawal(row.dossier, by=cast.citizen, at=WEDNESDAY)
    actions.stop(stopped, "Theo đơn", by=cast.clerk, at=WEDNESDAY)

    assert not row.dossier.attachments.sent().filter(pk=row.pk).exists()


def test_page_and_api_take_no_paper_that_was_not_asked_for(client: Client, cast: Cast, caller: Any) -> None:
    asked = cast.awaiting_supplement()
    first, second = (row.key for row in asked.edition.components.all()[:2])
    client.force_login(cast.citizen)

    listed = client.get(f"/ho-so/{asked.code}/giay-to/").content.decode()
    answer = caller(cast.citizen).upload(f"/dossiers/{asked.code}/attachments/", second, photo("green"))

    assert (f"/giay-to/{first}/" in listed, f"/giay-to/{second}/" in listed) == (True, False)
    assert client.get(f"/ho-so/{asked.code}/giay-to/{second}/").status_code == 409
    assert (answer.status_code, set(answer.json())) == (400, {"component"})


def test_the_desk_supplies_by_api_what_it_counted_and_nothing_else(cast: Cast, caller: Any, clock_at: Any) -> None:
    asked, desk = cast.awaiting_supplement(), caller(cast.clerk)
    clock_at(WEDNESDAY)
    paper = {"component": asked.edition.components.all()[0].key, "copy": 1}

    for papers in ([], [{**paper, "copy": 0}], [{**paper, "component": "khong-co"}], [{**paper, "copy": -1}]):
        answer = desk.act(asked, "supplement", {"papers": papers})
        assert (answer.status_code, "papers" in answer.json()) == (400, True)
    assert caller(cast.citizen).act(asked, "supplement", {"papers": [paper]}).status_code == 400
    assert desk.act(asked, "supplement", {"papers": [paper]}).status_code == 200


def ids(rows: list[dict[str, Any]]) -> set[int]:
    """Their keys."""
    return {row["id"] for row in rows}
