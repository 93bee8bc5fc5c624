"""Pages of mistakes undone, and of applicants who are no more, in a real Chromium: readable, at any width."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from dossiers import actions
from dossiers.models import Dossier
from payments.actions import take_cash
from people.models import User
from tests.support.browsing import NEEDS_CHROMIUM, faults, overflow
from tests.support.stories import Cast, items_of

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]
PROOF = ("Trích lục khai tử số 12/TLKT-BS", "UBND xã Mẫu")


def accepted(cast: Cast, at: datetime) -> Dossier:
    """Filed and accepted now."""
    filed = actions.submit(cast.draft(), by=cast.citizen, at=at)
    return actions.accept(filed, by=cast.clerk, at=at)


@pytest.fixture
def world(cast: Cast) -> dict[str, Any]:
    """One recalled, one returned, one whose applicant died after they had paid, one asked for more."""
    at = timezone.now() - timedelta(minutes=5)
    who = {"by": cast.leader, "at": at}
    decided = []
    for _ in range(2):
        proposed = actions.propose(accepted(cast, at), "granted", "Hai năm", by=cast.officer, at=at)
        decided.append(cast.make_files(actions.approve(proposed, "granted", **who)))
    recalled = actions.recall_result(decided[0], "Sai thời hạn của giấy phép", by=cast.head, at=at)
    returned = actions.hand_out(cast.make_files(cast.pay(decided[1], at)), by=cast.clerk, at=at)
    paid = accepted(cast, at)
    take_cash(paid, amount=paid.fee_due, payer="Nguyễn Thị Mẫu", by=cast.cashier, at=at)
    ended = actions.stop_for_cessation(paid, "death", timezone.localdate(at), *PROOF, by=cast.head, at=at)
    asked = accepted(cast, at)
    asked = actions.request_supplement(asked, items_of(asked), "Ảnh mờ", by=cast.officer, at=at)
    rows = {"recalled": recalled, "returned": returned, "ended": cast.make_files(ended), "asked": asked}
    return {name: row.code for name, row in rows.items()} | {"receipt": paid.payments.get().pk}


PAGES = (
    ("citizen", "/ho-so/{recalled}/"),
    ("citizen", "/ho-so/{ended}/"),
    ("citizen", "/thong-bao/"),
    ("head", "/can-bo/ho-so/{recalled}/"),
    ("head", "/can-bo/ho-so/{returned}/"),
    ("leader", "/can-bo/ho-so/{ended}/"),
    ("head", "/can-bo/ho-so/{asked}/"),
    ("head", "/can-bo/?view=late-hand-over"),
    ("cashier", "/can-bo/thu-phi/"),
    ("cashier", "/can-bo/thu-phi/so-thu/"),
    ("cashier", "/can-bo/thu-phi/bien-lai/{receipt}/huy/"),
)


def test_the_pages_have_no_fault_and_fit_at_every_width(
    open_page: Any, client: Client, cast: Cast, world: dict[str, Any]
) -> None:
    wrong = []
    for part, address in PAGES:
        for width, looks in ((320, {}), (1280, {"tuong_phan": "cao"})):
            page = opened(open_page, client, getattr(cast, part), address.format(**world), width, **looks)
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            wrong += [(address, width, fault) for fault in faults(page)]
            wrong += [(address, width, f"{overflow(page)} px too wide")] if overflow(page) > 0 else []
            wrong += [(address, width, "no single h1")] if page.locator("h1").count() != 1 else []
            page.context.close()

    assert wrong == []


def test_a_hand_out_is_undone_without_scripts(
    open_page: Any, client: Client, cast: Cast, world: dict[str, Any]
) -> None:
    address = f"/can-bo/ho-so/{world['returned']}/"
    page = opened(open_page, client, cast.head, address, 360, scripts=False)

    page.locator("#huy-tra-ket-qua summary").click()
    page.locator("#huy-tra-ket-qua textarea").fill("Trả nhầm cho người cùng tên")
    page.locator("#huy-tra-ket-qua button").click()

    assert "Đã hủy việc trả kết quả" in page.inner_text("main")
    assert "Trả nhầm cho người cùng tên" in page.inner_text("main")


def opened(open_page: Any, client: Client, user: User, address: str, width: int, **options: Any) -> Page:
    """The page, signed in as *user*."""
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page: Page = open_page(address, width, **{settings.SESSION_COOKIE_NAME: session, **options})
    return page
