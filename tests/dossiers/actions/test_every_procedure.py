"""All 106 procedures can be filed: on the page, at the desk, and by the API, whatever their form asks."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from dossiers.models import Dossier
from people.actions import open_agency
from people.models import Agency, Party, User
from procedures.actions import load_catalogue
from procedures.editions import files
from procedures.models import Edition
from procedures.questions.conditions import asked_now
from tests.conftest import SINCE, at
from tests.support.factories import answers, photo
from tests.support.posting import begin, fill, whole_form

pytestmark = pytest.mark.django_db
CONTENTS = files.read_all()
FIELDS = sorted({content["field"] for content in CONTENTS})
OWN_FORMS = [
    content["slug"] for content in CONTENTS if content["own_form"] and files.edition_columns(content)["online"]
]
PROMISE = {"due_day": "30/11/2026", "due_ground": "Công văn số 1"}  # where no term is published


@pytest.fixture
def catalogue() -> None:
    """Each test here loads the files that it is about."""


@pytest.fixture
def editions(calendar: int, agencies: dict[str, Agency], tmp_path: Path) -> Callable[..., Iterator[Edition]]:
    """Loads some files, with every division that appraises."""
    for code in {content["units"]["appraisal"] for content in CONTENTS} - set(agencies):
        open_agency(code=code, name=code, kind="division", since=SINCE, parent=agencies["SLD"])

    def load(*slugs: str) -> Iterator[Edition]:
        for slug in slugs:
            shutil.copy(files.FOLDER / f"{slug}.toml", tmp_path)
        load_catalogue(at=timezone.now(), folder=tmp_path)
        yield from Edition.objects.select_related("procedure").order_by("procedure__slug")

    return load


def of_field(field: str) -> list[str]:
    """The procedures of one field."""
    return [content["slug"] for content in CONTENTS if content["field"] == field]


@pytest.mark.parametrize("slug", OWN_FORMS)
def test_a_form_of_its_own_is_filed_page_by_page(client: Client, citizen: User, editions: Any, slug: str) -> None:
    (edition,) = editions(slug)

    draft = begin(client, edition, citizen)
    fill(client, draft)
    response = client.post(f"/ho-so/{draft.ref}/nop/")

    filed = Dossier.objects.get(pk=draft.pk)
    assert (response.status_code, filed.state) == (302, "submitted")
    given = answers(edition)
    asked = {question["key"] for question in asked_now(edition.form_definition, given)}
    assert set(filed.answers) == asked & set(given)


@pytest.fixture
def early_in_the_year() -> Iterator[None]:
    """The longest terms end within the calendars that are published."""
    with time_machine.travel(at("2026-06-01 09:00"), tick=True):
        yield


@pytest.mark.usefixtures("early_in_the_year")
@pytest.mark.parametrize("field", FIELDS)
def test_every_procedure_of_a_field_is_taken_in_at_the_desk(
    client: Client, clerk: User, party: Party, editions: Any, field: str
) -> None:
    client.force_login(clerk)
    for edition in editions(*of_field(field)):
        fields = {"token": f"quay-{edition.pk}", "channel": "direct"}
        counted = {f"paper-{row.key}-original": "1" for row in edition.components.filter(required=True)}
        given = {**whole_form(edition), **counted, **fields, **PROMISE}

        response = client.post(f"/can-bo/quay/{party.pk}/{edition.procedure.slug}/", given)

        assert response.status_code == 302, (edition, response.content.decode()[:3000])
        assert Dossier.objects.get(edition=edition).state in ("accepted", "submitted"), edition


@pytest.mark.parametrize("field", FIELDS)
def test_every_online_procedure_of_a_field_is_filed_by_the_api(
    citizen: User, party: Party, caller: Any, editions: Any, field: str
) -> None:
    api = caller(citizen)
    for edition in editions(*of_field(field)):
        if not edition.online:
            continue
        data = {"procedure": edition.procedure.slug, "applicant": party.pk, "answers": answers(edition)}
        ref = api.post("/dossiers/", data).json()["ref"]
        for row in edition.components.filter(required=True):
            assert api.upload(f"/dossiers/{ref}/attachments/", row.key, photo()).status_code == 201

        response = api.act(ref, "submission")

        assert response.status_code == 200, (edition, response.json())
        assert response.json()["state"] == "submitted"
