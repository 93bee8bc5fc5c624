"""The units that the catalogue names: listed while they are missing, opened in one step, once."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from people.models import Agency
from portal.units import BY_CODE, procedures_by_unit
from tests.conftest import at

pytestmark = pytest.mark.django_db
TODAY = at("2026-11-02 09:00").date()


@pytest.fixture
def empty(catalogue: Any) -> None:
    """A catalogue, and no unit that would serve it."""
    Agency.objects.all().delete()


def test_the_usual_structure_knows_every_unit_that_the_catalogue_names(catalogue: Any) -> None:
    needed = procedures_by_unit(TODAY)

    assert needed
    assert set(needed) <= set(BY_CODE)


def test_a_fresh_site_names_each_missing_unit_and_how_many_procedures_wait_for_it(empty: None) -> None:
    with pytest.raises(CommandError, match="Thiếu") as refusal:
        call_command("open_units")

    assert all(f"{code}: " in str(refusal.value) for code in procedures_by_unit(TODAY))
    assert "--open" in str(refusal.value)


def test_all_of_them_are_opened_in_one_step_below_a_department_that_is_opened_too(empty: None, capsys: Any) -> None:
    facts = {"department": "Sở Nội vụ tỉnh Thử", "national_code": "H98.16", "tax_code": "0100000001", "place": "Thử"}

    call_command("open_units", open=True, **facts)

    department = Agency.objects.get(kind=Agency.Kind.DEPARTMENT)
    assert (department.name, department.tax_code, department.place) == ("Sở Nội vụ tỉnh Thử", "0100000001", "Thử")
    assert set(department.units.values_list("code", flat=True)) == set(procedures_by_unit(TODAY))
    assert Agency.objects.get(code="SLD-MC").code_prefix == "H98.16"
    assert "Đủ đơn vị" in capsys.readouterr().out


def test_to_open_them_again_changes_nothing(empty: None) -> None:
    call_command("open_units", open=True, department="Sở Thử")
    before = list(Agency.objects.order_by("pk").values())

    call_command("open_units", open=True, department="Sở Khác")

    assert list(Agency.objects.order_by("pk").values()) == before


def test_without_a_department_its_name_is_asked_for_and_nothing_is_opened(empty: None) -> None:
    with pytest.raises(CommandError, match="Chưa có Sở"):
        call_command("open_units", open=True)

    assert not Agency.objects.exists()
