"""Incidents of personal data: written down by who answers for them, told of in 72 hours of the clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from notifications.models import Notice
from people.incidents import add_entry, open_incident, remind_of_incidents
from people.models import Incident, IncidentEntry, User
from people.models.incident import ENTRIES
from people.seals.verification import faults_in_kind
from people.tasks import remind_of_incidents as task
from tests.conftest import at
from toolbox.refusal import Forbidden, InvalidInput

pytestmark = pytest.mark.django_db
FRIDAY = at("2026-11-20 16:30")
TEXTS = {"summary": "Gửi nhầm tệp kết xuất", "people": "12 người có công"}
LIST = "/rieng-tu/su-co/"


def opened(by: User, measures: str = "") -> Incident:
    """Found on a Friday afternoon, written down at once."""
    return open_incident(**TEXTS, measures=measures, discovered_at=FRIDAY, by=by, at=FRIDAY)


def told(kind: str = "incident_due") -> list[str]:
    """Who has a word about it in their inbox, once for each message."""
    rows = Notice.objects.filter(kind=kind, channel="inbox").order_by("id")
    return [str(name) for name in rows.values_list("user__username", flat=True)]


def test_the_72_hours_are_of_the_clock_and_run_over_the_week_end(auditor: User) -> None:
    incident = opened(auditor)

    assert incident.notify_by == at("2026-11-23 16:30")
    assert not incident.is_late(at("2026-11-23 16:30"))
    assert incident.is_late(at("2026-11-23 16:31"))


def test_a_notice_sent_in_time_ends_the_hours_and_one_sent_late_stays_late(auditor: User) -> None:
    in_time, late = opened(auditor), opened(auditor)
    for incident, sent in ((in_time, at("2026-11-23 16:00")), (late, at("2026-11-24 08:00"))):
        add_entry(incident, kind="notice", text="Công văn", happened_at=sent, by=auditor, at=at("2026-11-24 09:00"))
        incident.refresh_from_db()

    assert [incident.is_late(at("2026-12-01 08:00")) for incident in (in_time, late)] == [False, True]
    assert not Incident.objects.unnotified().exists()


def test_the_first_notice_counts_and_later_ones_are_added(auditor: User) -> None:
    incident = opened(auditor, measures="Thu hồi tệp")

    for hour in ("09:00", "15:00"):
        moment = at(f"2026-11-21 {hour}")
        add_entry(incident, kind="notice", text="Thông báo", happened_at=moment, by=auditor, at=moment)

    incident.refresh_from_db()
    assert incident.notified_at == at("2026-11-21 09:00")
    assert [entry.kind for entry in incident.entries.order_by("id")] == ["measure", "notice", "notice"]


def test_who_answers_for_it_is_told_at_once_and_as_the_hours_run_out(
    auditor: User, leader: User, administrator: User, officer: User
) -> None:
    opened(auditor)
    assert sorted(told()) == ["lanhdao", "quantri"]

    for moment in ("2026-11-21 16:00", "2026-11-21 17:00", "2026-11-21 18:00", "2026-11-22 17:00", "2026-11-23 17:00"):
        remind_of_incidents(at(moment))

    everybody = ["lanhdao", "quantri", "thanhtra"]
    assert sorted(told()) == sorted(["lanhdao", "quantri", *everybody, *everybody, *everybody])
    last = Notice.objects.filter(kind="incident_due", channel="inbox").latest("id")
    assert "quá 72 giờ" in last.subject
    assert last.link.startswith("/rieng-tu/su-co/")


def test_nobody_is_reminded_once_the_authority_was_told(auditor: User, leader: User) -> None:
    incident = opened(auditor)
    add_entry(incident, kind="notice", text="Công văn", happened_at=FRIDAY, by=auditor, at=FRIDAY)
    Notice.objects.all().delete()

    assert remind_of_incidents(at("2026-11-23 17:00")) == 0
    task()

    assert told() == []


@pytest.mark.parametrize("who", ["clerk", "officer", "head", "cashier", "citizen"])
def test_others_neither_write_nor_see_them(client: Client, request: Any, auditor: User, who: str) -> None:
    incident, user = opened(auditor), request.getfixturevalue(who)
    client.force_login(user)

    for address in (LIST, f"{LIST}moi/", f"{LIST}{incident.pk}/"):
        assert client.get(address).status_code == 403
    with pytest.raises(Forbidden):
        opened(user)
    with pytest.raises(Forbidden):
        add_entry(incident, kind="measure", text="x", happened_at=FRIDAY, by=user, at=FRIDAY)


@pytest.mark.parametrize("who", ["auditor", "leader", "administrator"])
def test_the_pages_take_an_incident_and_what_follows(client: Client, request: Any, who: str) -> None:
    client.force_login(request.getfixturevalue(who))
    form = {**TEXTS, "discovered_at": "08:15 22/11/2026", "measures": "Khóa tài khoản"}

    made = client.post(f"{LIST}moi/", form)
    added = client.post(made["Location"], {"kind": "told", "text": "Đã gọi", "happened_at": "08:40 23/11/2026"})
    page = client.get(made["Location"]).content.decode()

    assert made["Location"] == added["Location"]
    for words in ("08:15 ngày 22/11/2026", "08:15 ngày 25/11/2026", "Khóa tài khoản", "Đã gọi", TEXTS["summary"]):
        assert words in page
    assert TEXTS["summary"] in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"summary": ""}, "Không để trống"),
        ({"summary": "   "}, "Không để trống"),
        ({"discovered_at": "hôm qua"}, "Nhập giờ và ngày"),
        ({"discovered_at": "08:00 01/01/2031"}, "Thời điểm phát hiện phải trước lúc này"),
        ({"discovered_at": "08:00 01/01/0001"}, "Thời điểm phát hiện phải trước lúc này"),
        ({"people": "x" * 501}, "500"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    client: Client, auditor: User, data: dict[str, str], words: str
) -> None:
    client.force_login(auditor)
    form = {**TEXTS, "discovered_at": "08:15 22/11/2026", "measures": "Đã thu hồi", **data}

    answer = client.post(f"{LIST}moi/", form)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Đã thu hồi" in answer.content.decode()
    assert not Incident.objects.exists()


def test_what_was_done_before_the_discovery_or_will_be_is_refused(auditor: User) -> None:
    incident = opened(auditor)

    for moment in (FRIDAY - timedelta(minutes=1), FRIDAY + timedelta(days=9)):
        with pytest.raises(InvalidInput, match="Thời điểm"):
            add_entry(incident, kind="measure", text="x", happened_at=moment, by=auditor, at=at("2026-11-23 08:00"))


def test_an_incident_and_its_entries_are_sealed_and_changed_rows_are_named(auditor: User) -> None:
    incident = opened(auditor, measures="Thu hồi")
    assert list(faults_in_kind("incident")) == []

    Incident.objects.filter(pk=incident.pk).update(discovered_at=FRIDAY + timedelta(days=2))

    assert any("was changed outside" in fault for fault in faults_in_kind("incident"))


@pytest.mark.parametrize("sql", ["UPDATE people_incidententry SET text = 'x'", "DELETE FROM people_incidententry"])
def test_nobody_rewrites_an_entry(auditor: User, sql: str) -> None:
    opened(auditor, measures="Thu hồi")
    assert ENTRIES.missing(connection) == []

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert IncidentEntry.objects.get().text == "Thu hồi"
