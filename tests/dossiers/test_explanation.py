"""Explanation and access never disagree: for everybody, in every state, and for each act that a page offers."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.explanation import openings_of, readers_on
from dossiers.forms.acts import ACTS
from dossiers.models import Dossier, State
from dossiers.views.desk.available_acts import acts_of
from dossiers.views.desk.explanation import explained
from people.models import Agency, User
from tests.dossiers.conftest import again
from tests.support.stories import THURSDAY, TUESDAY, WEDNESDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None]) -> None:
    clock_at(THURSDAY)


@pytest.fixture
def everybody(cast: Cast, person: Callable[..., User]) -> dict[str, User]:
    """The cast, a seal clerk, somebody without any post, and a closed account."""
    department = Agency.objects.get(code="SLD")
    closed = person("dakhoa", department, "leader")
    closed.is_active = False
    closed.save(update_fields=["is_active"])
    more = {"seal_clerk": person("dongdau", department, "seal_clerk"), "stranger": person("nguoila"), "closed": closed}
    return {**cast.everybody(), **more}


@pytest.mark.parametrize("state", list(State))
def test_whoever_is_told_why_sees_it_and_nobody_else(cast: Cast, everybody: dict[str, User], state: str) -> None:
    dossier = cast.in_state(state)

    wrong = []
    for part, user in everybody.items():
        sees = Dossier.objects.visible_to(user).filter(pk=dossier.pk).exists()
        openings = openings_of(user, again(dossier))
        if sees != bool(openings):
            wrong.append((part, sees, [opening.why for opening in openings]))

    assert wrong == []


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_an_act_is_explained_as_possible_exactly_where_it_is_offered(
    cast: Cast, everybody: dict[str, User], state: str
) -> None:
    dossier = again(cast.in_state(state))

    wrong = []
    for part, user in everybody.items():
        offered = {type(offer.form) for offer in acts_of(dossier, user, THURSDAY)[0]}
        for act in ACTS:
            told = explained(act, dossier, user, THURSDAY)
            if told.may != (act in offered) or not (told.may or told.words):
                wrong.append((part, act.slug, told))

    assert wrong == []


def test_an_auditor_learns_who_could_have_opened_it_on_a_day(cast: Cast, everybody: dict[str, User]) -> None:
    dossier = cast.resolved()

    def names(day: date) -> set[str]:
        return {reader.user.username for reader in readers_on(again(dossier), day)}

    seen = names(THURSDAY.date())
    for part, user in everybody.items():
        if user.is_active:
            assert (user.username in seen) == Dossier.objects.visible_to(user).filter(pk=dossier.pk).exists(), part
    assert everybody["closed"].username in seen  # what it was then is not known; it is named all the same
    before = names(date(2026, 3, 1))
    assert cast.officer.username not in before
    assert cast.auditor.username in before


def test_a_unit_that_passed_it_on_is_told_since_when(cast: Cast) -> None:
    dossier = actions.approve(cast.proposed(), "granted", by=cast.leader, at=WEDNESDAY)

    (opening,) = openings_of(cast.officer, again(dossier))

    assert "đã giữ hồ sơ từ" in opening.why


def test_the_page_tells_and_is_reached_from_the_dossier(client: Client, cast: Cast) -> None:
    dossier = cast.proposed()
    client.force_login(cast.officer)
    assert f"/can-bo/ho-so/{dossier.code}/vi-sao/" in client.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()

    words = client.get(f"/can-bo/ho-so/{dossier.code}/vi-sao/").content.decode()

    assert "đang giữ hồ sơ" in words or "đã giữ hồ sơ" in words
    assert "Trình phê duyệt" in words
    assert "Ai đã có thể mở" not in words


@pytest.mark.parametrize(("typed", "status"), [("2/3/2026", 200), ("hôm qua", 422), ("", 422), ("31/2/2026", 422)])
def test_only_an_auditor_asks_about_a_day(client: Client, cast: Cast, typed: str, status: int) -> None:
    dossier = actions.assign(cast.appraised(), cast.officer, by=cast.head, at=TUESDAY)
    address = f"/can-bo/ho-so/{dossier.code}/vi-sao/"
    client.force_login(cast.auditor)

    answer = client.get(address, {"day": typed})

    assert answer.status_code == status
    assert (str(cast.clerk) in answer.content.decode()) == (status == 200)
    client.force_login(cast.officer)
    assert not client.get(address, {"day": f"{timezone.localdate():%d/%m/%Y}"}).context["readers"]
