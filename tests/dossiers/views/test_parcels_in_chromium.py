"""A result out by post with proof, and a parcel in, without scripts on a telephone; and every page at both widths."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.models import Dossier, Parcel, State
from tests.dossiers.conftest import again
from tests.dossiers.views.test_mistakes_in_chromium import accepted, opened
from tests.support.browsing import NEEDS_CHROMIUM, faults, overflow
from tests.support.stories import Cast

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("MOTCUA_PICTURES")  # a folder, for who wants to look at them


@pytest.fixture
def result(cast: Cast) -> Dossier:
    """Paid and made, whose applicant chose the post."""
    at = timezone.now() - timedelta(minutes=5)
    proposed = actions.propose(accepted(cast, at), "granted", "Hai năm", by=cast.officer, at=at)
    done = cast.make_files(cast.pay(actions.approve(proposed, "granted", by=cast.leader, at=at), at))
    Dossier.objects.filter(pk=done.pk).update(answers=done.answers | {"result_delivery": "buu_chinh"})
    return done


def test_a_result_goes_out_by_post_and_its_proof_hands_it_out(
    open_page: Any, client: Client, cast: Cast, result: Dossier
) -> None:
    page = opened(open_page, client, cast.clerk, "/can-bo/cho-tra/?cach=buu-chinh", 360, scripts=False)
    page.get_by_label(f"Chọn hồ sơ {result.name}").check()
    page.get_by_role("button", name="Cho vào bưu gửi").click()
    page.get_by_label("Số bưu gửi").fill("ea 123 456 785 vn")
    page.get_by_role("button", name="Lập bưu gửi").click()
    page.get_by_role("link", name="Giao cho bưu điện").click()
    page.get_by_label("Chọn bưu gửi EA123456785VN").check()
    page.get_by_label("Nhân viên bưu điện nhận").fill("Lê Văn Bưu")
    page.get_by_role("button", name="Giao các bưu gửi đã chọn").click()
    form = page.locator("#phat")
    form.get_by_label("Người nhận").fill("Nguyễn Thị Nhận")
    form.get_by_label("Số giấy báo phát").fill("BP 0001")
    form.get_by_label("Ngày phát").fill(f"{timezone.localdate():%d/%m/%Y}")
    form.get_by_role("button", name="Ghi nhận đã phát").click()

    assert "Nguyễn Thị Nhận" in page.locator("main").inner_text()
    assert again(result).state == State.RETURNED


def test_a_parcel_comes_in_and_is_registered(open_page: Any, client: Client, cast: Cast) -> None:
    page = opened(open_page, client, cast.clerk, "/can-bo/buu-gui/", 360, scripts=False)
    page.get_by_role("link", name="Nhận bưu gửi đến").click()
    page.get_by_label("Số bưu gửi").fill("EA123456786VN")
    page.get_by_label("Người gửi", exact=True).fill("Nguyễn Văn Gửi")
    page.get_by_label("Nhân viên bưu điện giao").fill("Lê Văn Bưu")
    page.get_by_label("Giờ giao nhận").fill("0:00")
    page.get_by_role("button", name="Ghi nhận bưu gửi").click()
    assert "chữ số kiểm tra" in page.locator("main").inner_text()
    page.get_by_label("Tôi đã so lại").check()
    page.get_by_role("button", name="Ghi nhận bưu gửi").click()

    assert "Tiếp nhận hồ sơ tại quầy" in page.locator("main").inner_text()
    assert Parcel.objects.get().party == "Nguyễn Văn Gửi"


def test_the_pages_have_no_fault_and_fit_at_every_width(
    open_page: Any, client: Client, cast: Cast, result: Dossier
) -> None:
    now, who = timezone.now(), {"by": cast.clerk, "at": timezone.now()}
    second = cast.make_files(cast.pay(actions.approve(_proposed(cast), "granted", by=cast.leader, at=now), now))
    facts = {"address": "Số 12, thôn Mẫu, xã Mẫu", "ground": "Gọi điện đề nghị"}
    sent = actions.hand_to_post([actions.register_parcel([second], "RM473124829VN", **facts, **who)], "Bưu", **who)[0]
    pages = ["cho-tra/", "buu-gui/", "buu-gui/?xem=dang-chuyen", "buu-gui/nhan/", f"buu-gui/{sent.pk}/"]
    wrong = []
    for width, looks in ((360, {}), (1280, {"tuong_phan": "cao"})):
        for address in [*pages, f"buu-gui/gui/?chon={result.name}", f"ho-so/{result.name}/", "quay/"]:
            page = opened(open_page, client, cast.clerk, f"/can-bo/{address}", width, **looks)
            if PICTURES:
                name = address.split("?")[0].strip("/").replace("/", "-")
                page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
            wrong += [(address, width, fault) for fault in faults(page)]
            wrong += [(address, width, f"{overflow(page)} px too wide")] if overflow(page) > 0 else []
            wrong += [(address, width, "no single h1")] if page.locator("h1").count() != 1 else []
            page.context.close()

    assert wrong == []


def _proposed(cast: Cast) -> Dossier:
    at = timezone.now() - timedelta(minutes=3)
    return actions.propose(accepted(cast, at), "granted", "Hai năm", by=cast.officer, at=at)
