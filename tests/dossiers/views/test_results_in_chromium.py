"""Pages of results that were corrected and revoked, and their register, in a real Chromium: readable, at any width."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.models import Result
from dossiers.papers import codes
from procedures.actions import load_result_templates
from tests.dossiers.views.test_mistakes_in_chromium import accepted, opened
from tests.support.browsing import NEEDS_CHROMIUM, faults, overflow
from tests.support.stories import Cast

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]
PAGES = (
    ("citizen", "/ho-so/{corrected}/"),
    ("leader", "/can-bo/ho-so/{corrected}/"),
    ("leader", "/can-bo/ho-so/{revoked}/"),
    ("leader", "/can-bo/ket-qua/"),
    ("citizen", "/xac-minh/?ma={code}"),
)


@pytest.fixture
def world(cast: Cast) -> dict[str, str]:
    """One result corrected, one revoked."""
    at = timezone.now() - timedelta(minutes=5)
    load_result_templates(at=at)
    who, decided = {"by": cast.leader, "at": at}, []
    for _ in range(2):
        proposed = actions.propose(accepted(cast, at), "granted", "Hai năm", by=cast.officer, at=at)
        decided.append(cast.pay(cast.make_files(actions.approve(proposed, "granted", **who)), at))
    corrected = cast.make_files(actions.correct_result(decided[0], "Sai thời hạn", "Ba năm", **who))
    revoked = actions.revoke_result(decided[1], "Khai man", "Điều 20 Nghị định số 152/2020/NĐ-CP", **who)
    first = Result.objects.filter(dossier=corrected).select_related("paper__event").order_by("id")[0]
    return {"corrected": corrected.name, "revoked": revoked.name, "code": codes.code_of(first.paper.event)}


def test_the_pages_have_no_fault_and_fit_at_every_width(
    open_page: Any, client: Client, cast: Cast, world: dict[str, str]
) -> None:
    wrong: list[Any] = []
    for part, address in PAGES:
        for width, looks in ((360, {}), (1280, {"tuong_phan": "cao"})):
            page = opened(open_page, client, getattr(cast, part), address.format(**world), width, **looks)
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            wrong += [(address, width, fault) for fault in faults(page)]
            wrong += [(address, width, f"{overflow(page)} px too wide")] if overflow(page) > 0 else []
            wrong += [(address, width, "no single h1")] if page.locator("h1").count() != 1 else []
            page.context.close()

    assert wrong == []
