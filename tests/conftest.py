"""The cast of the tests: accounts, agencies, parties, and the catalogue they stand in."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management.commands import flush
from django.db import connection
from django.utils import timezone, translation

from dossiers.models import triggers
from notifications.verification import verify
from people.actions import appoint, open_agency, register_checked_party, represent
from people.models import Agency, Party, Post, User
from people.models.incident import ENTRIES
from people.models.read import READS
from people.models.seal import SEALS
from portal import context_processors
from procedures.actions import load_catalogue, load_holidays
from procedures.editions import files
from procedures.models import Edition

pytest_plugins = ["tests.support.browsing"]
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
APPEND_ONLY = (triggers, SEALS, READS, ENTRIES)
SINCE = date(2024, 1, 1)
SAMPLE = 4
FOUR_STEPS, THREE_STEPS = "cap-giay-phep-lao-dong", "cap-lai-giay-phep-lao-dong"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--with-services`: leave out what asks neither database nor queue, and says the same on any of them."""
    parser.addoption("--with-services", action="store_true", help="only tests that use a database, Redis or a site")
    parser.addoption("--sample", action="store_true", help=f"of those {SAMPLE} cases each; another pass runs all")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What mostly waits begins first; journeys, each with a site that wants a core, come last, two at a time."""
    if config.getoption("--with-services"):
        items[:] = [item for item in items if _uses_services(item)]
    if config.getoption("--sample"):
        items[:] = _sampled(items)
    items.sort(key=lambda item: bool(item.get_closest_marker("journey")) - (item.path.name == "test_torture.py"))


def _uses_services(item: pytest.Item) -> bool:
    marks = ("django_db", "journey", "browser", "outside", "long")  # the long ones are left out of the other pass
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or any(item.get_closest_marker(mark) for mark in marks)


def _sampled(items: list[pytest.Item]) -> list[pytest.Item]:
    """All but the cases of a test with services that exceed SAMPLE: those kept lie evenly among them."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        if _uses_services(item):
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    kept = {rows[n * len(rows) // SAMPLE] for rows in cases.values() if len(rows) > SAMPLE for n in range(SAMPLE)}
    few = {item for rows in cases.values() if len(rows) <= SAMPLE for item in rows}
    return [item for item in items if item in kept or item in few or not _uses_services(item)]


def at(text: str) -> datetime:
    """An instant in Vietnam, from `2026-03-02 09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


_flush = flush.Command.handle


def _flush_lifting_triggers(self: flush.Command, **options: Any) -> None:
    """The one hook by which tests that must flush get past the append-only journal."""
    with connection.schema_editor() as editor:
        for table in APPEND_ONLY:
            table.lift(editor)
    _flush(self, **options)
    with connection.schema_editor() as editor:
        for table in APPEND_ONLY:
            table.install(editor)


flush.Command.handle = _flush_lifting_triggers  # type: ignore[method-assign]


@pytest.fixture
def calendar(db: None) -> int:
    """The official calendars, loaded."""
    load_holidays(at=timezone.now())
    return 1


@pytest.fixture
def catalogue(calendar: int) -> None:
    """All 106 procedures, loaded."""
    load_catalogue(at=timezone.now())


@pytest.fixture(scope="session")
def two_procedures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the two procedures of the journeys: one folder, so that they are read and checked once."""
    folder = tmp_path_factory.mktemp("catalogue")
    for slug in (FOUR_STEPS, THREE_STEPS):
        shutil.copy(files.FOLDER / f"{slug}.toml", folder)
    return folder


@pytest.fixture
def journey_procedures(calendar: int, agencies: dict[str, Agency], two_procedures: Path) -> None:
    """The two procedures of the journeys alone: a fraction of a second instead of the whole catalogue."""
    load_catalogue(at=timezone.now(), folder=two_procedures)


@pytest.fixture
def edition(journey_procedures: None) -> Edition:
    """The work permit: four steps, five working days."""
    return Edition.objects.get(procedure__slug=FOUR_STEPS)


@pytest.fixture
def three_step_edition(journey_procedures: None) -> Edition:
    """The work permit re-issued: three steps, three working days."""
    return Edition.objects.get(procedure__slug=THREE_STEPS)


@pytest.fixture
def agencies(db: None) -> dict[str, Agency]:
    """The department and the units the journeys pass through."""
    units: dict[str, Agency] = {}
    for code, name, kind, parent, more in (
        ("T", "Ủy ban nhân dân tỉnh Mẫu", "authority", None, {}),
        ("SLD", "Sở Lao động - Thương binh và Xã hội", "department", "T", {"place": "Mẫu", "symbol": "SLĐTBXH"}),
        ("SLD-MC", "Bộ phận Một cửa", "desk", "SLD", {"national_code": "H99.16", "symbol": "BPMC"}),
        ("SLD-VLATLD", "Phòng Việc làm - An toàn lao động", "division", "SLD", {}),
        ("SLD-NCC", "Phòng Người có công", "division", "SLD", {}),
    ):
        units[code] = open_agency(
            code=code, name=name, kind=kind, since=SINCE, parent=units[parent] if parent else None, **more
        )
    return units


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Makes an account, with a post when a unit and role are given."""

    def make(username: str, unit: Agency | None = None, role: str = "") -> User:
        user = User.objects.create_user(
            username=username, password="MotCua@2026", full_name=f"Người {username}", email=f"{username}@example.vn"
        )
        verify(f"{username}@example.vn", at("2024-01-01 08:00"))
        if unit:
            appoint(user=user, unit=unit, role=role, since=SINCE)
        return user

    return make


@pytest.fixture
def citizen(person: Callable[..., User], party: Party) -> User:
    """Who files, for the party they are."""
    user = person("congdan")
    represent(user=user, party=party, scope="own", since=SINCE, proof="Căn cước", at=at("2024-01-01 08:00"))
    return user


@pytest.fixture
def party(db: None) -> Party:
    """The applicant, whose card was seen, with every awkward accent in the name."""
    verify("am@example.vn", at("2024-01-01 08:00"))
    return register_checked_party(
        by=None,
        at=at("2024-01-01 08:00"),
        name="Nguyễn Thị Ẫm Ệch Ợt Đẵng",
        citizen_id="001150012345",
        phone="0912345678",
        email="am@example.vn",
        address="Số 1, xã Mẫu, tỉnh Mẫu",
    )


@pytest.fixture
def neighbour(person: Callable[..., User]) -> User:
    """Who must see nothing."""
    return person("hangxom")


@pytest.fixture
def clerk(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """At the one-stop desk."""
    return person("motcua", agencies["SLD-MC"], Post.Role.DESK)


@pytest.fixture
def officer(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """In the appraising division."""
    return person("chuyenvien", agencies["SLD-VLATLD"], Post.Role.OFFICER)


@pytest.fixture
def officer_elsewhere(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """In another division."""
    return person("phongkhac", agencies["SLD-NCC"], Post.Role.OFFICER)


@pytest.fixture
def head(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """Of the appraising division."""
    return person("truongphong", agencies["SLD-VLATLD"], Post.Role.HEAD)


@pytest.fixture
def leader(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """Who signs."""
    return person("lanhdao", agencies["SLD"], Post.Role.LEADER)


@pytest.fixture
def cashier(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """Who takes the fee."""
    return person("ketoan", agencies["SLD-MC"], Post.Role.CASHIER)


@pytest.fixture
def seal_clerk(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """Who keeps the department's seal."""
    return person("vanthu", agencies["SLD"], Post.Role.SEAL_CLERK)


@pytest.fixture
def auditor(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """Who reads everything."""
    return person("thanhtra", agencies["SLD"], Post.Role.AUDITOR)


@pytest.fixture
def administrator(person: Callable[..., User], agencies: dict[str, Agency]) -> User:
    """Who reads no dossier."""
    return person("quantri", agencies["SLD"], Post.Role.ADMINISTRATOR)


@pytest.fixture(autouse=True)
def _in_a_year_with_a_calendar() -> Iterator[None]:
    """Tests run on a Monday whose year, and whose terms, the official calendars cover; time goes on from there."""
    with time_machine.travel(at("2026-11-23 09:00"), tick=True):
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What a process remembers of one test's department for a minute is not the next one's."""
    context_processors._department.cache_clear()


@pytest.fixture(autouse=True)
def _files_apart(settings: Any, tmp_path: Any) -> None:
    """Each test stores its files, and the proofs of its record, in its own folder."""
    settings.MEDIA_ROOT, settings.RECORD_DIR = tmp_path, str(tmp_path / "record")


@pytest.fixture(autouse=True)
def _in_vietnamese() -> None:
    """Each test begins in the language of the site, whatever page the one before opened."""
    translation.activate("vi")
