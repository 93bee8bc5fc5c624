"""One draft in two tabs: the second save says what the first one saved, and loses nothing that was typed."""

from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier
from procedures import questions
from tests.support.factories import answers
from tests.support.posting import begin
from tests.support.stories import MONDAY, Cast
from tests.support.typing_in import posted

pytestmark = pytest.mark.django_db


def test_the_second_tab_is_told_and_keeps_what_was_typed(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)
    address = f"/ho-so/{draft.ref}/phan/1/"
    fields = posted(questions.sections(edition.form_definition)[0].questions, answers(edition))
    seen = client.get(address).context["seen"]  # by both tabs

    first = client.post(address, {**fields, "employer_name": "Công ty ở cửa sổ một", "seen": seen})
    second = client.post(address, {**fields, "employer_name": "Công ty ở cửa sổ hai", "seen": seen})
    page = second.content.decode()

    assert (first.status_code, second.status_code) == (302, 409)
    assert Dossier.objects.get(pk=draft.pk).answers["employer_name"] == "Công ty ở cửa sổ một"
    assert 'value="Công ty ở cửa sổ hai"' in page
    assert "Công ty ở cửa sổ một" in page
    again = client.post(address, {**fields, "employer_name": "Công ty ở cửa sổ hai", "seen": second.context["seen"]})
    assert again.status_code == 302
    assert Dossier.objects.get(pk=draft.pk).answers["employer_name"] == "Công ty ở cửa sổ hai"


def test_the_same_typed_twice_and_other_sections_disturb_nobody(client: Client, edition: Any, citizen: Any) -> None:
    draft = begin(client, edition, citizen)
    one, two = questions.sections(edition.form_definition)[:2]
    seen = {n: client.get(f"/ho-so/{draft.ref}/phan/{n}/").context["seen"] for n in (1, 2)}

    for number, section in ((1, one), (1, one), (2, two)):
        fields = posted(section.questions, answers(edition)) | {"seen": seen[number]}
        assert client.post(f"/ho-so/{draft.ref}/phan/{number}/", fields).status_code == 302


def test_the_api_refuses_an_answer_to_an_older_version(cast: Cast, caller: Any) -> None:
    draft, api = cast.draft(), caller(cast.citizen)
    read = api.get(f"/dossiers/{draft.ref}/").json()["version"]
    actions.save_answers(draft, {"employer_name": "Khác"}, by=cast.citizen, at=MONDAY)

    refused = api.patch(f"/dossiers/{draft.ref}/", {"answers": {"employer_name": "Tôi"}, "version": read})
    newer = api.get(f"/dossiers/{draft.ref}/").json()["version"]
    taken = api.patch(f"/dossiers/{draft.ref}/", {"answers": {"employer_name": "Tôi"}, "version": newer})

    assert (refused.status_code, taken.status_code) == (409, 200)
    assert "vừa được lưu ở nơi khác" in refused.json()["detail"]
    assert taken.json()["version"] not in (read, newer)
