"""The electronic form is the form: who files online uploads no second one, and all read it among the papers."""

import pytest
from django.test import Client

from dossiers import actions
from dossiers.completeness import missing_components
from dossiers.models import Attachment, Dossier
from dossiers.papers.received import lines_of
from procedures.editions import files
from tests.support.factories import attach, photo
from tests.support.stories import MONDAY, TUESDAY, Cast
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db
FORMS = {row["slug"]: row for row in files.read_all() if row.get("form") and row.get("components")}


def form_key(dossier: Dossier) -> str:
    """The component that the form is."""
    (key,) = dossier.edition.forms_as_papers
    return str(key)


@pytest.fixture
def without(cast: Cast) -> Dossier:
    """A draft with everything but a file of the form."""
    draft = cast.draft()
    for row in draft.attachments.filter(component=form_key(draft)):
        actions.remove_attachment(row, by=cast.citizen, at=MONDAY)
    return draft


def test_it_is_filed_without_a_file_of_the_form_and_no_other_may_lack(cast: Cast, without: Dossier) -> None:
    other = next(row["key"] for row in without.components if row["required"] and not row.get("from_form"))
    kept = without.attachments.get(component=other)
    actions.remove_attachment(kept, by=cast.citizen, at=MONDAY)
    with pytest.raises(InvalidInput) as refused:
        actions.submit(without, by=cast.citizen, at=MONDAY)
    attach(without, cast.citizen, MONDAY, photo("blue"), other)

    filed = actions.submit(without, by=cast.citizen, at=MONDAY)

    assert set(refused.value.errors) == {other}
    assert not Attachment.objects.filter(dossier=filed, component=form_key(filed)).exists()
    assert next(line for line in lines_of(filed) if "Văn bản đề nghị" in line["name"])["kind"] == "Bản điện tử"


def test_pages_say_that_nothing_is_to_be_uploaded_and_lead_to_the_form(
    client: Client, cast: Cast, without: Dossier
) -> None:
    client.force_login(cast.citizen)
    pages = {page: client.get(f"/ho-so/{without.ref}/{page}/").content.decode() for page in ("giay-to", "kiem-tra")}
    upload = client.get(f"/ho-so/{without.ref}/giay-to/{form_key(without)}/").content.decode()
    filed = actions.submit(without, by=cast.citizen, at=MONDAY)
    client.force_login(cast.clerk)
    desk = client.get(f"/can-bo/ho-so/{filed.code}/").content.decode()

    assert all("Lập từ tờ khai" in page for page in pages.values())
    assert "Còn thiếu" not in pages["giay-to"] + pages["kiem-tra"]
    assert "Không phải tải lên" in upload
    assert f"/ho-so/{filed.code}/to-khai/" in desk
    assert "đã xác nhận nội dung khai" in client.get(f"/ho-so/{filed.code}/to-khai/").content.decode()


def test_on_paper_the_form_is_handed_in_like_the_others(cast: Cast) -> None:
    taken = cast.on_paper()
    taken.declared_papers.pop(form_key(taken))

    assert set(missing_components(taken)) == {form_key(taken)}


def test_officers_may_ask_for_a_signed_one_and_it_is_then_owed(client: Client, cast: Cast, without: Dossier) -> None:
    filed = actions.submit(without, by=cast.citizen, at=MONDAY)
    items = [{"component": form_key(filed), "todo": "Gửi bản có chữ ký, đóng dấu"}]
    asked = actions.request_supplement(filed, items, "Cần bản ký", by=cast.clerk, at=TUESDAY)
    client.force_login(cast.citizen)

    page = client.get(f"/ho-so/{asked.code}/giay-to/").content.decode()

    assert "Còn thiếu" in page
    assert "Lập từ tờ khai" not in page


def test_only_a_form_that_is_confirmed_and_needs_nobody_else_stands_for_its_paper() -> None:
    standing = 0
    for slug, content in FORMS.items():
        forms = [row for row in content["components"] if row.get("from_form")]
        assert len(forms) <= 1, slug
        assert all(row["required"] and "xác nhận của" not in row["name_vi"] for row in forms), slug
        if forms:
            assert content.get("own_form", True), slug
            assert any(question.get("validation", {}).get("must_be") for question in content["form"]), slug
            standing += 1
    assert standing >= 17
