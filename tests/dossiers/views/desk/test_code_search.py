"""What the search boxes of the desk find: a code by its end alone, and the dossiers of all people of one name."""

from typing import Any

import pytest
from django.test import Client

from dossiers.models import Dossier
from people.models import Agency, Party, User
from tests.support.factories import in_appraisal, submitted
from tests.support.statements import counted
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db
BOXES = ["/can-bo/", "/can-bo/quay/"]
WRITTEN = ["{day}-{number:04d}", "{day} {number}", "{day}.{number:03d}", "“{day} - {number}”"]
NAME = "Nguyễn Văn Trùng"


@pytest.fixture
def of_one_name(party: Party) -> list[Party]:
    """Fifty-five people of one name, born one in a year, the papers of each seen."""
    return [
        Party.objects.create(
            name=NAME,
            name_folded="nguyen van trung",
            citizen_id=f"00108{number:07d}",
            birth_date=f"{1930 + number}-05-01",
            checked_at=party.checked_at,
            checked_by=party.checked_by,
        )
        for number in range(55)
    ]


def filed_by(party: Party, edition: Any, citizen: User, clerk: User) -> Dossier:
    """A dossier at work whose applicant is this one."""
    dossier = in_appraisal(edition, citizen, clerk)
    Dossier.objects.filter(pk=dossier.pk).update(applicant=party)
    return dossier


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize(
    "written", ["{day}-{number:04d}", "{day} {number}", "{day}.{number:03d}", "“{day} - {number}”"]
)
def test_a_dossier_is_found_by_the_day_and_number_of_its_code(
    client: Client, edition: Any, citizen: User, clerk: User, box: str, written: str
) -> None:
    dossier = submitted(edition, citizen)
    _unit, day, number = str(dossier.code).split("-")
    client.force_login(clerk)

    answer = client.post(box, {"q": written.format(day=day, number=int(number))})

    assert answer["Location"].partition("?")[0] == f"/can-bo/ho-so/{dossier.code}/"


@pytest.mark.parametrize("box", BOXES)
def test_what_two_agencies_numbered_alike_is_listed(
    client: Client, edition: Any, citizen: User, clerk: User, box: str
) -> None:
    first, second = submitted(edition, citizen), submitted(edition, citizen)
    _unit, day, number = str(first.code).split("-")
    other = Agency.objects.exclude(national_code="").exclude(national_code=str(first.code).split("-")[0]).first()
    code = f"{other.code_prefix if other else 'SLD'}-{day}-{number}"
    Dossier.objects.filter(pk=second.pk).update(code=code)
    client.force_login(clerk)

    page = client.post(box, {"q": f"{day} {int(number)}"}, follow=True)

    assert {row.code for row, _ in page.context["rows"]} == {first.code, code}


def test_an_end_that_no_code_has_is_looked_for_as_words(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    Party.objects.filter(pk=dossier.applicant_id).update(phone="0912123456")
    client.force_login(cast.officer)

    page = client.post("/can-bo/", {"q": "091212 3456"}, follow=True)  # a day, too

    assert [row.code for row, _ in page.context["rows"]] == [dossier.code]


@pytest.mark.parametrize("number", [0, 54])
def test_the_queue_finds_the_dossiers_of_every_person_of_a_name_and_says_that_they_are_many(
    client: Client, edition: Any, citizen: User, clerk: User, officer: User, of_one_name: list[Party], number: int
) -> None:
    dossier = filed_by(of_one_name[number], edition, citizen, clerk)
    client.force_login(officer)

    page = client.post("/can-bo/", {"q": "nguyen van trung"}, follow=True)

    assert [row.code for row, _ in page.context["rows"]] == [dossier.code]
    assert "Hơn 50 người khớp" in page.content.decode()
    with counted(11):
        client.get(f"/can-bo/?{page.request['QUERY_STRING']}")


@pytest.mark.parametrize("more", ["1984", "001080000054", "001 080 000 054"])
def test_a_name_is_narrowed_by_a_year_of_birth_or_a_number(
    client: Client, edition: Any, citizen: User, clerk: User, of_one_name: list[Party], more: str
) -> None:
    filed_by(of_one_name[0], edition, citizen, clerk)
    dossier = filed_by(of_one_name[54], edition, citizen, clerk)
    client.force_login(clerk)

    page = client.post("/can-bo/", {"q": f"nguyen van trung {more}"}, follow=True)
    people = client.post("/can-bo/quay/", {"q": f"nguyen van trung {more}"}, follow=True)

    assert [row.code for row, _ in page.context["rows"]] == [dossier.code]
    assert [party for party, _exact in people.context["people"]] == [of_one_name[54]]
    assert "Hơn" not in page.content.decode()


def test_the_counter_says_that_there_are_more_people_and_goes_on_to_them(
    client: Client, clerk: User, of_one_name: list[Party]
) -> None:
    client.force_login(clerk)
    page = client.post("/can-bo/quay/", {"q": "nguyen van trung"}, follow=True)
    assert "Hơn 20 người khớp" in page.content.decode()
    seen: list[Party] = []

    for _number in range(3):
        seen += [party for party, _exact in page.context["people"]]
        page = client.get(f"/can-bo/quay/?{page.request['QUERY_STRING']}&cursor={page.context['page'].next}")

    assert [party.pk for party in seen] == sorted((party.pk for party in of_one_name), reverse=True)
