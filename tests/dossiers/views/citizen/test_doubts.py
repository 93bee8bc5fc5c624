"""Before filing one is asked about numbers that are not the applicant's; a company is offered no ground of a person."""

from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier
from people.models import Party
from tests.dossiers.conftest import changed
from tests.support.calling import Caller
from tests.support.posting import begin
from tests.support.stories import MONDAY, Cast
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db
GROUNDS = [{"group": group, "percent": 50, "ground_vi": "Luật"} for group in ("merit", "poor_household")]


@pytest.fixture
def reducing(edition: Any) -> Any:
    """The work permit with grounds of persons."""
    content = {**edition.content, "fee": {**edition.content["fee"], "reductions": GROUNDS}}
    return changed(edition, content=content)


def as_company(draft: Dossier) -> Dossier:
    """The same draft, filed for an organisation with this tax code."""
    party = {"kind": Party.Kind.ORGANISATION, "tax_code": "0100109106", "citizen_id": ""}
    Party.objects.filter(pk=draft.applicant_id).update(**party)
    return Dossier.objects.get(pk=draft.pk)


@pytest.mark.parametrize(("typed", "asked"), [("0100109107", True), ("0100109106", False), ("", False)])
def test_another_number_than_the_applicants_is_asked_about(client: Client, cast: Cast, typed: str, asked: bool) -> None:
    draft = as_company(begin(client, cast.edition, cast.citizen))
    Dossier.objects.filter(pk=draft.pk).update(answers={"employer_tax_code": typed})

    page = client.get(f"/ho-so/{draft.ref}/kiem-tra/").content.decode()

    assert ("khác số giấy tờ của người nộp" in page) == asked
    assert ("#id_employer_tax_code" in page) == asked


def test_a_company_is_offered_no_ground_of_a_person_on_any_way(
    client: Client, cast: Cast, reducing: Any, caller: Any
) -> None:
    draft = as_company(begin(client, reducing, cast.citizen))

    assert "miễn, giảm phí" not in client.get(f"/ho-so/{draft.ref}/kiem-tra/").content.decode()
    assert "Người có công" not in client.get(f"/ho-so/{draft.ref}/phi/", follow=True).content.decode()
    with pytest.raises(InvalidInput):
        actions.claim_ground(draft, "merit", by=cast.citizen, at=MONDAY)
    api: Caller = caller(cast.citizen)
    assert api.patch(f"/dossiers/{draft.ref}/", {"fee_ground": "merit"}).status_code >= 400
    client.force_login(cast.clerk)
    counter = client.get(f"/can-bo/quay/{draft.applicant_id}/{reducing.procedure.slug}/").content.decode()
    assert "Người có công" not in counter


def test_a_person_is_offered_them(client: Client, cast: Cast, reducing: Any) -> None:
    draft = begin(client, reducing, cast.citizen)

    assert "Người có công" in client.get(f"/ho-so/{draft.ref}/phi/").content.decode()
