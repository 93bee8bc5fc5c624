"""Reference data are kept in the process, and never a request longer than they are true."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from people.models import Agency, Post, ReferenceVersion, User
from people.models.reference import know_version, one_version, version_now
from people.models.reference_triggers import DELEGATIONS, PEOPLE, PROCEDURES, RESULT_TEMPLATES, TYPICAL_TIMES
from procedures.calendar.lookup import current_version
from procedures.models import CalendarDay, CalendarVersion, Edition, Field, Procedure
from tests.support.factories import in_appraisal
from tests.support.statements import counted

pytestmark = pytest.mark.django_db
SINCE = date(2024, 1, 1)
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.mark.parametrize("table", [*PEOPLE, *DELEGATIONS, *PROCEDURES, *RESULT_TEMPLATES, *TYPICAL_TIMES])
def test_every_table_of_reference_data_moves_the_version(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        names = {row[0] for row in cursor.fetchall()}

    events = ["_insert", "_update", "_delete"] if connection.vendor == "sqlite" else [""]
    assert {f"{table}_moves{event}" for event in events} <= names


def test_a_change_by_whichever_way_moves_the_version(agencies: dict[str, Agency], officer: User) -> None:
    post, unit = Post.objects.get(user=officer), agencies["SLD"]
    field = Field.objects.create(slug="x", name_vi="x", order=9)
    ways: list[Any] = [
        lambda: Agency.objects.filter(pk=unit.pk).update(phone="0"),
        lambda: Agency.objects.bulk_update([unit], ["phone"]),
        lambda: Post.objects.filter(pk=post.pk).update(valid_to=timezone.localdate()),
        lambda: connection.cursor().execute("UPDATE people_post SET decision_no = '1'"),
        lambda: field.delete(),
        lambda: CalendarVersion.objects.create(number=999, published_at=timezone.now(), years=[2031]),
    ]
    seen = {version_now()}

    for way in ways:
        way()
        seen.add(version_now())

    assert len(seen) == len(ways) + 1


def test_a_row_is_read_once_for_each_version_and_handed_out_as_a_copy(agencies: dict[str, Agency]) -> None:
    desk = agencies["SLD-MC"]
    first = Agency.kept(desk.pk)

    with one_version():
        version_now()
        with counted(0):
            parent = Post(unit_id=desk.pk).unit.parent
    parent.name = "Đổi trong bộ nhớ"

    assert Agency.kept(desk.pk) is first
    assert Post(unit_id=desk.pk).unit.parent.name != parent.name


def test_within_a_request_nothing_moves_and_the_next_one_sees_it(agencies: dict[str, Agency]) -> None:
    desk = agencies["SLD-MC"]
    with one_version():
        before = Post(unit_id=desk.pk).unit.name
        Agency.objects.filter(pk=desk.pk).update(name="Trung tâm phục vụ hành chính công")
        assert Post(unit_id=desk.pk).unit.name == before

    with one_version():
        assert Post(unit_id=desk.pk).unit.name == "Trung tâm phục vụ hành chính công"


def test_what_was_rolled_back_is_never_believed(agencies: dict[str, Agency]) -> None:
    desk = agencies["SLD-MC"]
    for name in ("Một", "Hai"):
        with suppress(ZeroDivisionError), transaction.atomic():
            Agency.objects.filter(pk=desk.pk).update(name=name)
            assert Post(unit_id=desk.pk).unit.name == name
            raise ZeroDivisionError
        assert Post(unit_id=desk.pk).unit.name == desk.name


def test_without_a_version_nothing_is_kept_and_everything_is_true(agencies: dict[str, Agency]) -> None:
    desk = agencies["SLD-MC"]
    ReferenceVersion.objects.all().delete()

    with one_version():
        know_version(None)
        for name in ("Một", "Hai"):
            Agency.objects.filter(pk=desk.pk).update(name=name)
            assert Post(unit_id=desk.pk).unit.name == name


def test_an_ended_post_bites_at_the_next_request(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert client.get("/can-bo/").status_code == 200

    Post.objects.filter(user=officer).update(valid_to=timezone.localdate() - timedelta(days=1))

    assert client.get("/can-bo/").status_code == 403


def test_a_renamed_unit_and_a_new_calendar_stand_on_the_next_page(
    client: Client, officer: User, edition: Edition, citizen: User, clerk: User
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)
    client.force_login(officer)
    client.get(f"/can-bo/ho-so/{dossier.code}/")
    newest = current_version()

    Agency.objects.filter(pk=dossier.holder_unit_id).update(name="Phòng Đổi tên")
    Procedure.objects.filter(pk=edition.procedure_id).update(name_vi="Thủ tục đổi tên")
    version = CalendarVersion.objects.create(number=newest + 1, published_at=timezone.now(), years=[2026])
    CalendarDay.objects.create(version=version, date=date(2026, 5, 1), kind="holiday", name="Lễ")

    page = client.get(f"/can-bo/ho-so/{dossier.code}/").content.decode()
    assert "Phòng Đổi tên" in page
    assert "Thủ tục đổi tên" in page
    assert current_version() == newest + 1


def test_the_version_comes_with_the_session_and_costs_no_statement(
    client: Client, officer: User, edition: Edition, citizen: User, clerk: User
) -> None:
    dossier = in_appraisal(edition, citizen, clerk)
    client.force_login(officer)
    client.get(f"/can-bo/ho-so/{dossier.code}/")

    with counted(13) as statements:  # one of them says who read it
        client.get(f"/can-bo/ho-so/{dossier.code}/")

    versions = [sql for sql in statements if "people_referenceversion" in sql]
    assert len(versions) == 1
    assert "django_session" in versions[0]
    assert not any('FROM "people_post"' in sql or 'FROM "people_agency"' in sql for sql in statements)
