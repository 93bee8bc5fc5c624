"""The acts a page offers side by side: each label leads to the field of its own act, whatever was filled in wrongly."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.models import State
from tests.support.markup import faults_of
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db
AT_WORK = ("clerk", "officer", "head", "leader", "cashier", "auditor")


def address(dossier: Any) -> str:
    """Its page for officers."""
    return reverse("dossiers:at_work", args=[dossier.name])


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_no_two_fields_of_a_page_share_an_id_in_any_state_for_anybody(client: Client, cast: Cast, state: State) -> None:
    dossier = cast.in_state(state)

    faults = {}
    for part in AT_WORK:
        client.force_login(getattr(cast, part))
        page = client.get(address(dossier))
        if page.status_code == 200 and (wrong := faults_of(page.content.decode())):
            faults[part] = wrong

    assert faults == {}


@pytest.mark.parametrize("part", ["officer", "leader"])
def test_every_act_sent_empty_keeps_labels_and_summary_on_its_own_fields(client: Client, cast: Cast, part: str) -> None:
    dossier = cast.appraised() if part == "officer" else cast.proposed()
    client.force_login(getattr(cast, part))
    acts = set(re.findall(r'<form method="post"[^>]*action="([^"#]+)', client.get(address(dossier)).content.decode()))

    pages = {act: client.post(act, {}) for act in acts}

    assert len(acts) > 1
    refused = {act: page.content.decode() for act, page in pages.items() if page.status_code == 422}
    assert refused
    assert {act: faults_of(page) for act, page in refused.items() if faults_of(page)} == {}
    for act, page in refused.items():
        slug = act.rstrip("/").rpartition("/")[2]
        rows = re.findall(r'error-summary__list">(.*?)</ul>', page, re.S)[0]
        targets = re.findall(r'<a href="#([^"]+)"', rows)
        assert len(targets) == rows.count("<li>")
        assert all(target.startswith(f"id_{slug}_") for target in targets)
        assert f"<title>Lỗi: {dossier.name} – " in page  # said once
