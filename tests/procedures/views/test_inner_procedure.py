"""The inner procedure on its page: read, changed as a table into a draft, faults named with nothing lost."""

from typing import Any

import pytest
from django.test import Client

from procedures.models import Edition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def address(edition: Edition) -> str:
    """Of the page."""
    return f"/can-bo/thu-tuc/{edition.procedure.slug}/ban/{edition.number}/quy-trinh/"


@pytest.fixture
def page(client: Client, person: Any, agencies: Any) -> Client:
    """Signed in as the administrator."""
    client.force_login(person("quantri", agencies["SLD"], "administrator"))
    return client


@pytest.fixture
def edition() -> Edition:
    """Of the work permit, as it is published."""
    return Edition.objects.select_related("procedure").get(procedure__slug="cap-giay-phep-lao-dong")


def typed(page: Client, edition: Edition, **changes: str) -> dict[str, Any]:
    """The form as the page fills it in, with *changes*."""
    context = page.get(address(edition)).context
    data: dict[str, Any] = {"levels": "open"}
    for form in [context["steps"].management_form, *context["steps"].forms]:
        for field in form:
            value = field.value()
            if value not in (None, False, ""):
                data[field.html_name] = "on" if value is True else value
    return data | changes


def test_the_page_shows_the_chain_and_is_reached_from_the_edition(page: Client, edition: Edition) -> None:
    assert address(edition) in page.get(f"/can-bo/thu-tuc/{edition.procedure.slug}/ban/1/").content.decode()

    words = page.get(address(edition)).content.decode()

    for step in edition.internal_steps:
        assert step["name_vi"] in words
    assert "4 ngày làm việc" in words


def test_a_changed_table_becomes_a_draft_and_what_is_published_stays(page: Client, edition: Edition) -> None:
    head = {"form-4-name": "Trưởng phòng cho ý kiến", "form-4-phase": "approval", "form-4-post": "head"}
    changes = {"form-1-days": "3", **head, "form-4-place": "2", "form-4-days": "1", "levels": "strict"}

    answer = page.post(address(edition), typed(page, edition, **changes))

    draft = Edition.objects.get(procedure=edition.procedure, number=2)
    assert answer.headers["Location"].endswith(f"/{edition.procedure.slug}/ban/2/")
    keys = ["tiep-nhan", "tham-dinh", "truong-phong-cho-y-kien", "phe-duyet", "tra-ket-qua"]
    assert [step["key"] for step in draft.internal_steps] == keys
    assert [step.get("working_days") for step in draft.internal_steps] == [None, 3, 1, 1, None]
    assert (draft.is_draft, draft.is_strict) == (True, True)
    assert Edition.objects.get(pk=edition.pk).internal_steps == edition.internal_steps


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"form-1-days": "40"}, "quá thời hạn"),
        ({"form-1-days": "ba"}, "phải là số"),
        ({"form-1-days": "-1"}, "Bước 2"),
        ({"form-1-phase": "nowhere"}, "Bước 2"),
        ({"form-2-post": "officer"}, "không làm bước này"),
        ({"form-0-name": ""}, "thiếu bước"),
        ({"levels": ""}, "Chọn một trong hai cách"),
        ({"form-TOTAL_FORMS": "99"}, ""),
        ({"form-TOTAL_FORMS": "nhiều"}, ""),
        ({}, "không khác bản mới nhất"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(
    page: Client, edition: Edition, changes: dict[str, str], words: str
) -> None:
    needs = {"form-1-needs": "Biên bản kiểm tra"} if changes else {}
    answer = page.post(address(edition), typed(page, edition, **needs, **changes))

    assert answer.status_code == 422
    page_words = answer.content.decode()
    assert words in page_words
    assert "Biên bản kiểm tra" in page_words or not needs or "form-TOTAL_FORMS" in changes
    assert Edition.objects.filter(procedure=edition.procedure).count() == 1


def test_nobody_else_sees_it(client: Client, person: Any, agencies: Any, edition: Edition) -> None:
    for role in ("officer", "leader", "auditor"):
        client.force_login(person(role, agencies["SLD"], role))
        assert client.get(address(edition)).status_code == 403
