"""The API of the catalogue: stable shapes, and bad filters named by their field."""

from typing import Any

import pytest
from django.test import Client

from procedures.models import Edition
from tests.procedures.conftest import answer, refusal

PERMIT, ALTAR, RULES = ("cap-giay-phep-lao-dong", "tro-cap-tho-cung-liet-si", "dang-ky-noi-quy-lao-dong")
pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("address", ["/api/v1/procedures/khong-co/", "/api/v1/procedures/khong-co/deadline/"])
def test_an_unknown_procedure_is_not_found(client: Client, address: str) -> None:
    assert client.get(address, {"accepted_at": "2026-03-02"}).status_code == 404


@pytest.mark.usefixtures("loaded")
def test_nobody_needs_an_account_and_nobody_may_write(client: Client) -> None:
    for address in ("/api/v1/procedures/", f"/api/v1/procedures/{PERMIT}/"):
        assert client.get(address, headers={"Authorization": "Token hết hạn"}).status_code == 200
        assert client.post(address).status_code == 405


@pytest.mark.usefixtures("loaded")
def test_a_partner_reads_a_procedure_whole(client: Client) -> None:
    edition = Edition.objects.get(procedure__slug=PERMIT)

    body = answer(client, f"/api/v1/procedures/{PERMIT}/")

    assert (body["slug"], body["code"], body["online"]) == (PERMIT, "2.000205", True)
    assert body["stages"] == [{"value": 5, "unit": "working_day"}]
    assert body["fee"] == {"free": False, "amount_vnd": 600000, "timing": "before_result"}
    assert body["demonstration"] is True
    assert body["edition"] == {
        "number": 1,
        "valid_from": "2024-01-01",
        "valid_to": None,
        "decision_no": edition.decision_no,
    }
    assert body["confirmed"]["code"] == "knowledge"
    assert body["local_time_limit"] is None
    assert [row["key"] for row in body["components"]] == [row.key for row in edition.components.all()]
    assert len(body["form"]["properties"]) == 36
    assert "employer_tax_code" in body["form"]["required"]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"q": "tho cung liet sy"}, [ALTAR]),
        ({"q": "1.010803"}, [ALTAR]),
        ({"applicant": "foreigner"}, [PERMIT]),
        ({"field": "nguoi-co-cong"}, [ALTAR]),
        ({"mode": "desk"}, []),
        ({"field": "khong-co"}, []),
        ({"q": "", "field": "", "mode": "", "applicant": "", "cursor": ""}, [PERMIT, RULES, ALTAR]),
    ],
)
def test_procedures_are_found_as_on_the_page(client: Client, query: dict[str, str], slugs: list[str]) -> None:
    page = answer(client, "/api/v1/procedures/", **query)

    assert set(page) == {"next", "previous", "results"}
    assert [row["slug"] for row in page["results"]] == slugs


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("query", [{"applicant": "nobody"}, {"mode": "fax"}, {"cursor": "x"}, {"field": "a b"}])
def test_a_filter_that_says_nothing_is_named(client: Client, query: dict[str, str]) -> None:
    assert list(refusal(client, "/api/v1/procedures/", **query)) == list(query)


@pytest.mark.usefixtures("catalogue")
def test_the_catalogue_is_walked_by_cursor_in_few_statements(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    seen: list[str] = []
    page = {"next": ""}
    while not seen or page["next"]:
        with django_assert_max_num_queries(2):
            page = answer(client, "/api/v1/procedures/", cursor=page["next"])
        seen += [row["slug"] for row in page["results"]]

    assert len(seen) == len(set(seen)) == 106
    with django_assert_max_num_queries(4):  # of the first reader: the version, and the times in practice
        answer(client, f"/api/v1/procedures/{PERMIT}/")


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("q", ["x" * 10_000, "🦄", "'; DROP TABLE x; --", "%_\\", "<xyz>", "ﷺ" * 300])
def test_absurd_words_are_only_words(client: Client, q: str) -> None:
    assert answer(client, "/api/v1/procedures/", q=q)["results"] == []
