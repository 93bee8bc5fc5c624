"""A message says once where something was done."""

import pytest

from dossiers.notices.contexts import place_of
from notifications.models import Notice
from tests.support.stories import Cast

DEPARTMENT = "Sở Lao động - Thương binh và Xã hội"


@pytest.mark.parametrize(
    ("actor", "agency", "place"),
    [
        (f"Lãnh đạo Sở, {DEPARTMENT}", DEPARTMENT, f"Lãnh đạo Sở, {DEPARTMENT}"),
        ("Cán bộ Một cửa, Bộ phận Một cửa", DEPARTMENT, f"Cán bộ Một cửa, Bộ phận Một cửa, {DEPARTMENT}"),
        ("Người congdan", "", "Người congdan"),
    ],
)
def test_the_agency_is_named_once(actor: str, agency: str, place: str) -> None:
    assert place_of(actor, agency) == place


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["resolved", "approval", "awaiting_supplement", "returned"])
def test_no_mail_of_any_act_names_the_department_twice(cast: Cast, state: str) -> None:
    cast.in_state(state)

    bodies = Notice.objects.filter(kind="dossier_moved", channel="email").values_list("body", flat=True)
    assert bodies
    assert [body for body in bodies if body.count(DEPARTMENT) > 1] == []
