"""Files of the applicant: taken in for a component, once; taken out again; open only while papers are wanted."""

from typing import Any

import pytest
from django.core.files.storage import default_storage

from dossiers import actions
from dossiers.models import Attachment, Dossier
from tests.support import factories
from tests.support.factories import photo
from tests.support.stories import TUESDAY, WEDNESDAY, Cast
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
