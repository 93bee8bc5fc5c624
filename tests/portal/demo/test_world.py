"""The demo world: every state, by real acts, with forms that pass; made once however often it is asked for."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dossiers.journal.verification import verify
from dossiers.models import Dossier, Paper, State
from people.models import Party, User
from portal.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from portal.demo.answers import answers_for
from portal.demo.scenarios import SCENARIOS
from procedures.models import Edition
from procedures.questions import validate_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(catalogue: None) -> str:
    """The demo world, and what the command said."""
    out = StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue()


def test_the_world_has_every_state_and_true_journals_and_is_made_once(world: str) -> None:
    again = StringIO()
    call_command("seed_demo", stdout=again)

    dossiers = list(Dossier.objects.all())
    assert "already there" in again.getvalue()
    assert len(dossiers) == len(SCENARIOS) >= 40
    assert {dossier.state for dossier in dossiers} == set(State.values)
    assert [fault for dossier in dossiers for fault in verify(dossier)] == []
    assert Dossier.objects.overdue(timezone.now()).count() >= 3
    assert not Paper.objects.filter(state=Paper.State.FAILED).exists()


def test_a_world_of_a_release_with_fewer_scenarios_is_left_alone(world: str) -> None:
    last = Dossier.objects.filter(form_token=f"demo-{len(SCENARIOS) - 1}")
    last.update(form_token=f"demo-{len(SCENARIOS) + 7}")  # where another release had numbered it
    out = StringIO()

    call_command("seed_demo", stdout=out)

    assert "already there" in out.getvalue()
    assert Dossier.objects.count() == len(SCENARIOS)


def test_every_account_of_the_readme_signs_in(world: str) -> None:
    for name in DEMO_ACCOUNTS:
        user = User.objects.get(username=name)
        assert user.check_password(DEMO_PASSWORD), name
    others = User.objects.exclude(username__in=DEMO_ACCOUNTS)
    assert not any(user.check_password(DEMO_PASSWORD) for user in others)


def test_the_answers_pass_every_form_of_the_catalogue(catalogue: None) -> None:
    day = date(2026, 11, 23)
    party = Party(name="Nguyễn Thị Mẫu", citizen_id="001150000001", phone="0912000001")

    wrong = {
        edition.procedure.slug: errors
        for edition in Edition.objects.select_related("procedure")
        if (errors := validate_answers(edition.form_definition, answers_for(edition, party, day), day))
    }

    assert wrong == {}


def test_no_demo_world_outside_demo_mode(settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="demo mode"):
        call_command("seed_demo")
