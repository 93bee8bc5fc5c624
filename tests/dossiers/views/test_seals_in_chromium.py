"""The lists of who signs and who seals, a summary and a batch, in a real Chromium: at any width, and by keyboard."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions, bulk
from dossiers.models import Batch, Dossier
from dossiers.papers.preview import digest_of_proposal
from dossiers.papers.render import render_batch
from people.models import User
from procedures.actions import load_result_templates
from tests.dossiers.conftest import changed
from tests.dossiers.views.test_mistakes_in_chromium import accepted, opened
from tests.support.browsing import NEEDS_CHROMIUM, faults, overflow
from tests.support.stories import Cast

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("MOTCUA_PICTURES")  # a folder, for who wants to look at them


def proposed(cast: Cast, at: datetime) -> Dossier:
    return actions.propose(accepted(cast, at), "granted", "Đủ điều kiện, hai năm", by=cast.officer, at=at)


@pytest.fixture
def world(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """Two signed and waiting for the seal, two proposed, and a batch of which one was refused."""
    at = timezone.now() - timedelta(minutes=5)
    load_result_templates(at=at)
    changed(cast.edition, content=cast.edition.content | {"seal": "clerk"})
    for _ in range(2):
        actions.approve(proposed(cast, at), "granted", by=cast.leader, at=at)
    render_batch(timezone.now())
    waiting = [proposed(cast, at) for _ in range(2)]
    monkeypatch.setattr(bulk.run_waiting, "delay", lambda: None)
    targets = [bulk.Target(row.name, digest_of_proposal(row)) for row in waiting[:1]]
    batch = bulk.begin("approval", [*targets, bulk.Target("H99.16-990101-0001", "x")], by=cast.leader, at=at)
    actions.send_back(waiting[0], "Xem lại", by=cast.leader, at=timezone.now())
    actions.propose(waiting[0], "granted", "Ba năm", by=cast.officer, at=timezone.now())
    return batch


def look(page: Any, name: str, width: int) -> list[Any]:
    """What is wrong with the page; its picture where somebody wants one."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    wide = [f"{overflow(page)} px too wide"] if overflow(page) > 0 else []
    heads = ["no single h1"] if page.locator("h1").count() != 1 else []
    return [(name, width, fault) for fault in [*faults(page), *wide, *heads]]


def test_the_pages_have_no_fault_and_fit_at_every_width(
    open_page: Any, client: Client, cast: Cast, seal_clerk: User, world: Batch
) -> None:
    wrong: list[Any] = []
    pages = ((seal_clerk, "/can-bo/dong-dau/"), (cast.leader, "/can-bo/cho-ky/"), (cast.leader, "/can-bo/loat/"))
    for width, looks in ((360, {}), (1280, {"tuong_phan": "cao"})):
        for user, address in pages:
            page = opened(open_page, client, user, address, width, **looks)
            wrong += look(page, address.strip("/").replace("/", "-"), width)
            page.context.close()
        page = opened(open_page, client, cast.leader, f"/can-bo/loat/{world.pk}/", width, **looks)
        wrong += look(page, "loat-dang-chay", width)
        page.context.close()
        page = opened(open_page, client, cast.leader, "/can-bo/cho-ky/", width, **looks)
        page.get_by_label("Chọn tất cả trên trang này").check()
        page.locator("button[data-key-f8]").click()
        wrong += look(page, "xem-lai", width)
        page.context.close()

    assert wrong == []


def test_one_tick_chooses_all_and_f8_seals_them_and_the_batch_tells_when_it_is_done(
    open_page: Any, client: Client, cast: Cast, seal_clerk: User, world: Batch
) -> None:
    page = opened(open_page, client, seal_clerk, "/can-bo/dong-dau/", 1280)
    page.get_by_label("Chọn tất cả trên trang này").check()
    assert "(2)" in page.locator("button[data-key-f8]").inner_text()
    page.keyboard.press("F8")
    page.wait_for_url("**/can-bo/loat/*/")
    assert "đang chờ 2" in page.locator("#progress").inner_text()

    while bulk.run_steps(timezone.now()) == bulk.STEPS:
        pass

    page.wait_for_selector("#progress:not([data-under-way])")
    assert "Xong 2 trên 2 hồ sơ" in page.locator("#progress").inner_text()
    look(page, "loat-xong", 1280)
