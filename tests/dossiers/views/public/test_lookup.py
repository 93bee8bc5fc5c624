"""The look-up without signing in: code and progress, and nothing else whatever one types."""

from typing import Any

import pytest
from django.test import Client

from tests.support.factories import draft, in_appraisal, submitted

pytestmark = pytest.mark.django_db


def test_it_tells_how_far_and_nothing_about_whom(
    client: Client, edition: Any, citizen: Any, clerk: Any, party: Any
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)

    response = client.get("/tra-cuu/", {"code": f" {str(dossier.code).lower()} "})

    page = response.content.decode()
    assert response.status_code == 200
    assert "Đang xử lý" in page
    assert "Bước 2 trong 4" in page
    for secret in (party.name, party.citizen_id, party.phone, edition.procedure.name_vi, dossier.lookup_code):
        assert secret not in page
    assert response["Cache-Control"] == "no-store"


def test_a_pasted_address_is_understood(client: Client, edition: Any, citizen: Any, clerk: Any) -> None:
    dossier = in_appraisal(edition, citizen, clerk)

    response = client.get("/tra-cuu/", {"code": f"https://mot.cua/ho-so/{dossier.code}/"})

    assert response.status_code == 200


def test_a_draft_is_not_found_by_its_reference(client: Client, edition: Any, citizen: Any) -> None:
    begun = draft(edition, citizen)

    response = client.get("/tra-cuu/", {"code": begun.ref})

    assert response.status_code == 404
    assert "Không tìm thấy hồ sơ" in response.content.decode()


@pytest.mark.parametrize("typed", ["", "😀", "' OR 1=1 --", "x" * 5000, "<b>a</b>"])
def test_nothing_typed_is_a_fault_of_ours(client: Client, typed: str) -> None:
    response = client.get("/tra-cuu/", {"code": typed})

    assert response.status_code in (200, 404)
    assert "<b>a</b>" not in response.content.decode()


def test_codes_are_consecutive_and_trying_them_in_turn_ends_at_the_rate(
    client: Client, settings: Any, edition: Any, citizen: Any
) -> None:
    settings.RATE_LIMITS["look_up"] = 6
    codes = [str(submitted(edition, citizen).code) for _time in range(2)]
    start, number = codes[0].rsplit("-", 1)
    assert codes[1] == f"{start}-{int(number) + 1:04}"

    tried = [f"{start}-{n:04}" for n in range(1, 9)]
    statuses = [client.get("/tra-cuu/", {"code": code}).status_code for code in tried]
    by_api = client.get(f"/api/v1/lookup/{codes[0]}/")
    settings.RATE_LIMITS["look_up"] = 0

    assert statuses[:2] == [200, 200]
    assert set(statuses[2:6]) == {404}
    assert set(statuses[6:]) == {by_api.status_code} == {429}
