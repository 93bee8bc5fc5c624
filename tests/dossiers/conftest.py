"""Fixtures of the dossier tests: a handful of procedures, and a watch over what requests ask of the database."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers.models import Dossier
from people.actions import KEY_LIFETIME
from people.models import Agency, ApiKey, User
from procedures.actions import load_catalogue
from procedures.editions import files
from procedures.models import Edition
from tests.conftest import FOUR_STEPS, THREE_STEPS
from tests.support.calling import Caller
from tests.support.papers import Desk
from tests.support.statements import unbounded_refused
from tests.support.stories import Cast

NO_TERM, NOT_ONLINE = "ho-tro-tu-van-gioi-thieu-viec-lam", "tham-vieng-mo-liet-si"


@pytest.fixture(scope="session")
def few_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four of the 106 files: loading all of them for each test would take most of its time."""
    folder = tmp_path_factory.mktemp("catalogue")
    for slug in (FOUR_STEPS, THREE_STEPS, NO_TERM, NOT_ONLINE):
        shutil.copy(files.FOLDER / f"{slug}.toml", folder)
    return folder


@pytest.fixture
def catalogue(calendar: int, agencies: dict[str, Agency], few_files: Path) -> None:
    """The procedures of these tests, and the units that receive and appraise them."""
    load_catalogue(at=timezone.now(), folder=few_files)


@pytest.fixture
def edition_without_term(catalogue: None) -> Edition:
    """Three steps, and no published term."""
    return Edition.objects.get(procedure__slug=NO_TERM)


@pytest.fixture
def same_day_edition(three_step_edition: Edition) -> Edition:
    """Answered on the day it is received."""
    return changed(three_step_edition, same_day=True, stages=[{"value": 0, "unit": "working_day"}])


@pytest.fixture
def paid_first_edition(edition: Edition) -> Edition:
    """Wants its fee before acceptance."""
    return changed(edition, fee_timing=Edition.FeeTiming.AT_ACCEPTANCE)


@pytest.fixture
def caller() -> Callable[[User], Caller]:
    """Signs an account in to the API by token."""

    def sign_in(user: User) -> Caller:
        return Caller(Client(), ApiKey.objects.create(user, expiry=KEY_LIFETIME, mark=user.credentials_mark)[1])

    return sign_in


@pytest.fixture(autouse=True)
def _no_cost_follows_the_table() -> Iterator[None]:
    """No request of these tests skips rows by OFFSET or counts dossiers without a bound."""
    with unbounded_refused():
        yield


def changed(edition: Edition, **facts: Any) -> Edition:
    """The edition as if its file said so."""
    Edition.objects.filter(pk=edition.pk).update(**facts)
    edition.refresh_from_db()
    return edition


def again(dossier: Dossier) -> Dossier:
    """The dossier as it now stands in the database."""
    return Dossier.objects.get(pk=dossier.pk)


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets what the site takes for now: views and rounds read the clock, and calendars end."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(UTC))

    return set_to


@pytest.fixture
def cast(
    edition: Edition,
    citizen: User,
    neighbour: User,
    clerk: User,
    officer: User,
    officer_elsewhere: User,
    head: User,
    leader: User,
    cashier: User,
    auditor: User,
    administrator: User,
) -> Cast:
    """Everybody, under the four-step edition."""
    return Cast(**locals())


@pytest.fixture
def desk(edition: Edition, citizen: User, clerk: User, officer: User, leader: User, cashier: User) -> Desk:
    """Those who take a dossier to each paper."""
    return Desk(edition, citizen, clerk, officer, leader, cashier)
