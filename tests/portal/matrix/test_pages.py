"""Every other address × everybody; and no address without a row."""

from typing import Any

import pytest
from django.core import signing
from django.db import transaction
from django.utils import timezone

from dossiers import actions as dossier_acts
from dossiers import bulk
from dossiers.labels import create_label
from dossiers.models import Event, Parcel
from dossiers.saved_views import save_view
from dossiers.views.citizen import calendar_feed
from notifications import verification
from notifications.models import Notice
from payments import actions as payments
from payments.models import Payment
from people import actions, delegations, grants
from people.actions import issue_key
from people.actions.contacts import token_of
from people.incidents import open_incident
from people.models import EmailChange, PostGrant, StaffSheet
from people.seals import roots
from procedures.actions import load_result_templates
from tests.portal.matrix.conftest import Crowd
from tests.portal.matrix.table import ADMINISTRATOR, EVERYBODY, PAGES, TABLE
from tests.support.routes import Route, routes
from tests.support.stories import THURSDAY, WEDNESDAY, Cast

ROUTES = [route for route in routes() if route.plain in PAGES]
ADMIN_DOORS = {"admin:login", "admin:logout"}
pytestmark = pytest.mark.long


def test_every_route_stands_in_the_table() -> None:
    known = {route.plain for route in routes() if not route.is_admin}

    assert known - set(TABLE) == set()
    assert set(TABLE) - known == set()


@pytest.mark.django_db
def test_nobody_reads_beyond_the_table(crowd: Crowd) -> None:
    values, wrong = everything(crowd), []
    for route in ROUTES:
        answers = {part: crowd.ask(part, "get", address_of(route, values)) for part in EVERYBODY}
        through = {part for part, (_, passed) in answers.items() if passed}
        if through != PAGES[route.plain].readers() or any(status >= 500 for status, _ in answers.values()):
            wrong.append((route.plain, sorted(through ^ PAGES[route.plain].readers()), answers))

    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.django_db
def test_nobody_acts_beyond_the_table(crowd: Crowd) -> None:
    values, wrong = everything(crowd), []
    for route in ROUTES:
        answers = {part: tried(crowd, part, address_of(route, values)) for part in EVERYBODY}
        through = {part for part, (_, passed, _) in answers.items() if passed}
        broken = [part for part, (status, _, events) in answers.items() if status >= 500 or events]
        if through != PAGES[route.plain].act or broken:
            wrong.append((route.plain, sorted(through ^ PAGES[route.plain].act), answers))

    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.django_db
def test_the_admin_opens_to_administrators_alone(crowd: Crowd) -> None:
    values, wrong = everything(crowd), []
    for route in (route for route in routes() if route.is_admin and route.name not in ADMIN_DOORS):
        for method in ("get", "post"):
            for part in sorted(EVERYBODY - ADMINISTRATOR):
                status, passed, _ = tried(crowd, part, address_of(route, values), method)
                if passed or status >= 500:
                    wrong.append((method, route.plain, part, status))

    assert wrong == [], "\n".join(map(str, wrong))


def tried(crowd: Crowd, part: str, address: str, method: str = "post") -> tuple[int, bool, int]:
    """Status, whether it got through, and how many events it left; undone, and signed in again."""
    mark, before = transaction.savepoint(), Event.objects.count()
    status, passed = crowd.ask(part, method, address, {})
    events = Event.objects.count() - before
    transaction.savepoint_rollback(mark)
    crowd.enter(part)
    return status, passed, events


def everything(crowd: Crowd) -> dict[str, dict[str, Any]]:
    """An object for each address that wants one, the citizen's where it is somebody's; "" for all others."""
    cast = crowd.cast
    payment, grant = proposed_void(cast), proposed_grant(crowd)
    signed, notice = roots.sign_root(timezone.now()), Notice.objects.inbox_of(cast.citizen).first()
    assert signed is not None
    assert notice is not None
    mark = {"user": cast.citizen.pk, "mark": calendar_feed.mark_of(cast.citizen)}
    now = timezone.now()
    incident = open_incident(discovered_at=now, summary="Mất máy", people="Người nộp", by=cast.leader, at=now)
    batch = bulk.begin("handover", [bulk.Target("H99.16-260302-0001")], by=cast.leader, at=now)
    key, _ = issue_key(cast.citizen, "máy", timezone.now())
    load_result_templates(at=now)
    view = save_view("Của tôi", "", by=cast.leader, at=now)
    label = create_label(cast.officer.active_posts[0].unit, "Gấp", "info", by=cast.officer, at=now)
    change = EmailChange.objects.create(user=cast.citizen, email="moi@example.vn", for_account=True, asked_at=now)
    return {
        "": {"slug": cast.edition.procedure.slug, "number": 1, "party": cast.party.pk, "pk": 1, "name": "ii06a"}
        | {"object_id": cast.citizen.pk, "content_type_id": 1, "app_label": "people", "url": "x"},
        "minh-bach": {"number": signed.number},
        "lich/": {"token": signing.dumps(mark, salt=calendar_feed.SALT)},
        "xac-nhan-thu": {"token": verification._token_for(cast.citizen.email)},
        "chon-thu-tuc": {"slug": "giay-phep-lao-dong"},
        "can-bo/mau-ket-qua": {"kind": "giay-phep-lao-dong"},
        "quen-mat-khau": {"uidb36": "1", "key": "x-y"},
        "tai-khoan/ma-truy-cap": {"key": key.token_key},
        "tai-khoan/lien-he/cho": {"pk": change.pk},
        "tai-khoan/lien-he/xac": {"token": token_of(change)},
        "can-bo/quay/dai-dien": {"pk": cast.citizen.representations.get().pk},
        "can-bo/bo-nhiem/<int": {"pk": grant.pk},
        **office(crowd),
        "can-bo/bo-nhiem/vi-tri": {"pk": cast.clerk.posts.get().pk},
        "can-bo/lich-lam-viec": {"number": 2026},
        "can-bo/thu-phi/bien-lai": {"pk": payment.pk},
        "thong-bao": {"pk": notice.pk},
        **dict.fromkeys(("can-bo/loat", "api/v1/batches"), {"pk": batch.pk}),
        "rieng-tu/su-co": {"pk": incident.pk},
        "can-bo/cach-xem": {"pk": view.pk},
        "can-bo/nhan/": {"pk": label.pk},
        "can-bo/buu-gui": {"pk": posted_parcel(cast).pk},
    }


def office(crowd: Crowd) -> dict[str, dict[str, Any]]:
    """Somebody of the office, a slip for a new account, a draft of a sheet, and a link that opens."""
    by, now, clerk = crowd.cast.administrator, timezone.now(), crowd.cast.clerk
    new = actions.open_account(username="lvmoi", full_name="Lê Văn Mới", email="", phone="")
    slip = actions.invite(new, by=by, at=now)
    other = actions.open_account(username="lvkhac", full_name="Lê Văn Khác", email="", phone="")
    link = actions.hand_out(actions.invite(other, by=by, at=now), by=by, at=now)
    sheet = StaffSheet.objects.create(name="a.xlsx", rows=[], made_by=by, made_at=now)
    post, today = crowd.cast.officer.posts.get(), timezone.localdate()
    term: dict[str, Any] = {"kind": "leave", "since": today, "until": today, "working_days": 1}
    absence = delegations.delegate(post, crowd.cast.head, **term, by=crowd.cast.officer, at=now)
    return {
        "can-bo/nhan-su/<int": {"pk": clerk.pk},
        "can-bo/nhan-su/vi-tri": {"pk": clerk.posts.get().pk},
        "can-bo/nhan-su/phieu": {"pk": slip.pk},
        "can-bo/nhan-su/bang": {"pk": sheet.pk},
        "can-bo/don-vi": {"pk": clerk.posts.get().unit_id},
        "can-bo/uy-quyen": {"pk": absence.pk, "post": post.pk},
        "dat-mat-khau": {"token": link.rstrip("/").rpartition("/")[2]},
    }


def posted_parcel(cast: Cast) -> Parcel:
    """A result on its way by post."""
    result, by = cast.make_files(cast.pay(cast.resolved())), {"by": cast.clerk, "at": THURSDAY}
    parcel = dossier_acts.register_parcel([result], "EA123456785VN", address="Số 1", ground="Đề nghị", **by)
    return dossier_acts.hand_to_post([parcel], "Bưu", **by)[0]


def proposed_void(cast: Cast) -> Payment:
    """A fee that was taken, and whose receipt waits to be voided."""
    dossier = cast.resolved()
    payment = payments.take_cash(dossier, payer="Người nộp", amount=dossier.fee_due, by=cast.cashier, at=WEDNESDAY)
    return payments.propose_void(payment, "Nhầm", by=cast.cashier, at=WEDNESDAY)


def proposed_grant(crowd: Crowd) -> PostGrant:
    """A post that another administrator proposed."""
    clerk, unit = crowd.cast.clerk, crowd.cast.officer.active_posts[0].unit
    who = {"by": crowd.second, "at": timezone.now()}
    return grants.propose_appointment(user=clerk, unit=unit, role="officer", since=timezone.localdate(), **who)


def address_of(route: Route, values: dict[str, dict[str, Any]]) -> str:
    """The address of *route*, with the values whose key its pattern begins with."""
    own = {
        name: value for start, some in values.items() if route.plain.startswith(start) for name, value in some.items()
    }
    return route.address(own)
