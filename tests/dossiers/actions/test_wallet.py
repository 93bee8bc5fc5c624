"""Papers once: what was given in an accepted dossier is given again without a byte copied, by the same side only."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from dossiers import actions
from dossiers.journal.verification import verify
from dossiers.models import Attachment, Dossier
from people.actions import register_party, represent
from tests.support.factories import attach, photo
from tests.support.stories import MONDAY, TUESDAY, WEDNESDAY, Cast
from toolbox.refusal import Forbidden, Refused

pytestmark = pytest.mark.django_db
KEY = "ho-chieu-con-gia-tri"


@pytest.fixture
def accepted(cast: Cast) -> Dossier:
    """An earlier dossier, accepted and handed over."""
    return cast.appraised()


def empty(cast: Cast, edition: Any = None) -> Dossier:
    """A draft with nothing in it."""
    return actions.start(edition=edition or cast.edition, applicant=cast.party, by=cast.citizen, at=WEDNESDAY)


def passport(dossier: Dossier) -> Attachment:
    """Its passport."""
    return dossier.attachments.get(component=KEY)


def test_each_paper_of_an_accepted_dossier_is_offered_at_its_component(cast: Cast, accepted: Dossier) -> None:
    draft = empty(cast)

    offers = actions.earlier_attachments(draft, cast.citizen)

    wanted = {row.component for row in accepted.attachments.all()} - draft.edition.forms_as_papers
    assert {key: [row.pk for row in rows] for key, rows in offers.items()} == {
        key: [accepted.attachments.get(component=key).pk] for key in wanted
    }


def test_what_is_given_again_is_the_same_content_under_the_first_code(cast: Cast, accepted: Dossier) -> None:
    draft, row = empty(cast), passport(accepted)

    kept = actions.reuse_attachment(draft, KEY, row, by=cast.citizen, at=WEDNESDAY)
    again = actions.reuse_attachment(draft, KEY, row, by=cast.citizen, at=WEDNESDAY)

    assert (kept.pk, kept.path, kept.sha256) == (again.pk, row.path, row.sha256)
    assert (kept.first_given_in, kept.warnings) == (accepted.code, row.warnings)
    assert KEY not in actions.earlier_attachments(draft, cast.citizen)
    actions.remove_attachment(kept, by=cast.citizen, at=WEDNESDAY)
    assert default_storage.exists(row.path)


def test_a_third_dossier_still_names_the_first_and_all_are_whole(cast: Cast, accepted: Dossier) -> None:
    draft = cast.draft()
    passport(draft).delete()
    actions.reuse_attachment(draft, KEY, passport(accepted), by=cast.citizen, at=MONDAY)
    second = actions.accept(actions.submit(draft, by=cast.citizen, at=MONDAY), by=cast.clerk, at=TUESDAY)

    kept = actions.reuse_attachment(empty(cast), KEY, passport(second), by=cast.citizen, at=WEDNESDAY)

    assert kept.first_given_in == accepted.code
    assert verify(Dossier.objects.get(pk=second.pk)) == []


def test_the_newest_accepted_dossier_is_offered_and_one_of_another_procedure_too(
    cast: Cast, accepted: Dossier, three_step_edition: Any
) -> None:
    newer = cast.draft()
    passport(newer).delete()
    row = attach(newer, cast.citizen, MONDAY, photo("green"), KEY)
    actions.accept(actions.submit(newer, by=cast.citizen, at=TUESDAY), by=cast.clerk, at=TUESDAY)

    assert [file.pk for file in actions.earlier_attachments(empty(cast), cast.citizen)[KEY]] == [row.pk]
    with pytest.raises(Refused, match="mới hơn"):
        actions.reuse_attachment(empty(cast), KEY, passport(accepted), by=cast.citizen, at=WEDNESDAY)
    other = actions.earlier_attachments(empty(cast, three_step_edition), cast.citizen)
    assert set(other) <= {component["key"] for component in three_step_edition.required_components}


def refused_once(cast: Cast) -> Attachment:
    """Of a dossier that was filed, and refused at the desk."""
    return passport(actions.refuse_reception(cast.submitted(), "Không thuộc thẩm quyền", by=cast.clerk, at=MONDAY))


def only_filed(cast: Cast) -> Attachment:
    """Of one that waits for the desk."""
    return passport(cast.submitted())


def only_begun(cast: Cast) -> Attachment:
    """Of another draft."""
    return passport(cast.draft())


@pytest.mark.parametrize(
    ("source", "error", "words"),
    [
        (refused_once, Refused, "chưa được tiếp nhận"),
        (only_filed, Refused, "chưa được tiếp nhận"),
        (only_begun, Forbidden, "không phải của người nộp"),
    ],
)
def test_what_was_not_accepted_is_neither_offered_nor_taken(
    cast: Cast, source: Any, error: type[Exception], words: str
) -> None:
    row, draft = source(cast), empty(cast)

    assert actions.earlier_attachments(draft, cast.citizen) == {}
    with pytest.raises(error, match=words):
        actions.reuse_attachment(draft, KEY, row, by=cast.citizen, at=WEDNESDAY)
    assert draft.attachments.count() == 0


def test_anothers_paper_and_anothers_draft_are_refused(cast: Cast, accepted: Dossier, neighbour: Any) -> None:
    party = register_party(name="Hàng Xóm", citizen_id="001150054321")
    represent(user=neighbour, party=party, scope="own", since=MONDAY.date(), proof="Căn cước", at=MONDAY)
    theirs = actions.start(edition=cast.edition, applicant=party, by=neighbour, at=WEDNESDAY)

    assert actions.earlier_attachments(theirs, neighbour) == {}
    with pytest.raises(Forbidden):
        actions.reuse_attachment(theirs, KEY, passport(accepted), by=neighbour, at=WEDNESDAY)
    with pytest.raises(Forbidden):
        actions.reuse_attachment(empty(cast), KEY, passport(accepted), by=neighbour, at=WEDNESDAY)


def test_for_another_component_it_is_refused(cast: Cast, accepted: Dossier) -> None:
    draft = empty(cast)
    other = next(row["key"] for row in draft.components if row["key"] != KEY and not row.get("from_form"))
    with pytest.raises(Refused, match="loại khác"):
        actions.reuse_attachment(draft, other, passport(accepted), by=cast.citizen, at=WEDNESDAY)


def test_a_file_that_is_lost_or_changed_is_not_given_again(cast: Cast, accepted: Dossier) -> None:
    row = passport(accepted)
    default_storage.delete(row.path)

    with pytest.raises(Refused, match="Tải lên lại"):
        actions.reuse_attachment(empty(cast), KEY, row, by=cast.citizen, at=WEDNESDAY)


def test_on_the_page_it_is_one_button_with_and_without_scripts(client: Client, cast: Cast, accepted: Dossier) -> None:
    draft, row = empty(cast), passport(accepted)
    client.force_login(cast.citizen)
    address = f"/ho-so/{draft.ref}/giay-to/{KEY}/dung-lai/"
    page = client.get(f"/ho-so/{draft.ref}/giay-to/").content.decode()
    assert f"đã nộp trong hồ sơ {accepted.code}" in page

    odd = [client.post(address, {"tep": pk, "row": KEY}).status_code for pk in ("", "x", "9" * 30, "999999")]
    plain = client.post(address, {"tep": row.pk, "ve": "danh-sach"})
    by_script = client.post(address, {"tep": row.pk, "row": KEY})

    assert odd == [409] * 4
    assert plain["Location"].endswith(f"/giay-to/#giay-{KEY}")
    assert f"dùng lại từ hồ sơ {accepted.code}" in by_script.content.decode()
    assert draft.attachments.count() == 1


def test_the_officer_reads_where_it_was_first_given(client: Client, cast: Cast, accepted: Dossier) -> None:
    draft = cast.draft()
    passport(draft).delete()
    actions.reuse_attachment(draft, KEY, passport(accepted), by=cast.citizen, at=MONDAY)
    filed = actions.submit(draft, by=cast.citizen, at=MONDAY)
    client.force_login(cast.clerk)

    page = client.get(f"/can-bo/ho-so/{filed.code}/").content.decode()

    assert f"đã nhận lần đầu trong hồ sơ {accepted.code}" in page
