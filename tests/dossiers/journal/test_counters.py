"""Every number that is given one after another stands with its counter, and the verification knows each kind."""

from typing import Any

import pytest
from django.utils import timezone

from dossiers import actions
from dossiers.journal.verification import faults_in_record, faults_of_counters
from dossiers.models import Counter, Parcel
from tests.support.stories import THURSDAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(cast: Cast) -> Parcel:
    """A result that was given to the post under the desk's own record."""
    dossier = cast.make_files(cast.pay(cast.resolved()))
    facts: dict[str, Any] = {"address": "Số 12, thôn Mẫu", "ground": "Người nộp gọi điện đề nghị"}
    parcel = actions.register_parcel([dossier], "EA123456785VN", **facts, by=cast.clerk, at=THURSDAY)
    return actions.hand_to_post([parcel], "Lê Văn Bưu", by=cast.clerk, at=THURSDAY)[0]


def test_a_record_of_the_post_has_its_number_and_no_fault(posted: Parcel) -> None:
    assert (posted.record_no, posted.record_number) == (f"01/BBGN-{posted.desk.symbol or posted.desk.code}/2026", 1)
    assert list(faults_of_counters()) == []
    assert list(faults_in_record(files=False)) == []


def test_a_record_number_that_was_typed_draws_none(cast: Cast, posted: Parcel) -> None:
    dossier = cast.make_files(cast.pay(cast.resolved()))
    facts: dict[str, Any] = {"address": "Số 12, thôn Mẫu", "ground": "Người nộp gọi điện đề nghị"}
    parcel = actions.register_parcel([dossier], "RM473124829VN", **facts, by=cast.clerk, at=THURSDAY)

    [given] = actions.hand_to_post([parcel], "Lê Văn Bưu", record_no="45/BĐ", by=cast.clerk, at=timezone.now())

    assert (given.record_no, given.record_number) == ("45/BĐ", None)
    assert list(faults_of_counters()) == []


@pytest.mark.parametrize("kind", ["code", "paper", "parcel"])
@pytest.mark.parametrize("last", [0, 77])
def test_a_counter_that_says_another_number_is_named(posted: Parcel, kind: str, last: int) -> None:
    counter = Counter.objects.filter(scope__startswith=f"{kind}/").order_by("pk")[0]
    Counter.objects.filter(pk=counter.pk).update(last=last)

    [fault] = faults_of_counters()

    assert f"counter {counter.scope}" in fault
    assert f"says {last}" in fault


@pytest.mark.parametrize("kind", ["code", "paper", "parcel"])
def test_a_counter_that_is_gone_is_named(posted: Parcel, kind: str) -> None:
    gone = Counter.objects.filter(scope__startswith=f"{kind}/").order_by("pk")[0]
    gone.delete()

    assert f"counter {gone.scope} is gone" in list(faults_of_counters())
