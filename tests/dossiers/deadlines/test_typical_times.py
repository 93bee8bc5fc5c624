"""How long dossiers really took: honest of the sample, and without what was waited for the applicant."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dossiers.deadlines.typical_times import HALF, MOST, SAMPLE_LEAST, count_typical_times, within
from dossiers.models import Dossier, Interruption
from procedures.models import Edition, TypicalTime
from tests.conftest import at
from tests.support.statements import counted
from tests.support.stories import Cast
from toolbox.references import draw

MONDAY, NOW = at("2026-03-09 09:00"), at("2026-04-15 09:00")
DAYS = st.dictionaries(st.integers(0, 400), st.integers(1, 50), min_size=1)


def decided(model: Dossier, days: list[float], accepted: datetime = MONDAY) -> list[Dossier]:
    """Copies of *model*, each decided so many days after its acceptance."""
    rows = []
    for number, after in enumerate(days):
        row = Dossier.objects.get(pk=model.pk)
        row.pk, row.ref, row.form_token, row.code = None, draw(), None, f"H99.16-260309-{8000 + number}"
        row.outcome, row.accepted_at, row.resolved_at = (
            Dossier.Outcome.GRANTED,
            accepted,
            accepted + timedelta(days=after),
        )
        rows.append(row)
    return Dossier.objects.bulk_create(rows)


@given(days=DAYS)
def test_the_share_is_reached_by_that_day_and_not_a_day_before(days: dict[int, int]) -> None:
    counts = Counter(days)
    for share in (HALF, MOST, 1.0):
        last = within(counts, share)
        ready = sum(n for day, n in counts.items() if day <= last)
        assert ready >= share * counts.total()
        assert ready - counts[last] < share * counts.total()


@pytest.mark.django_db
def test_half_and_nine_in_ten_are_told_with_their_sample(cast: Cast, client: Client) -> None:
    model = cast.appraised()
    decided(model, [1, 1, 1, 1, 2, 3, 3, 4, 4, 8])  # the last: over a weekend, six working days

    assert count_typical_times(NOW) == 1

    row = TypicalTime.objects.get()
    assert (row.sample, row.half_days, row.most_days) == (10, 2, 4)
    slug = model.edition.procedure.slug
    page = client.get(f"/thu-tuc/{slug}/").content.decode()
    assert "Một nửa số hồ sơ xong trong 2 ngày làm việc, chín phần mười trong 4 ngày làm việc" in page
    assert "10 hồ sơ" in page
    assert client.get(f"/api/v1/procedures/{slug}/").json()["typical_time"]["most_days"] == 4


@pytest.mark.django_db
def test_a_small_sample_says_nothing_and_an_old_one_is_forgotten(cast: Cast, client: Client) -> None:
    model = cast.appraised()
    rows = decided(model, [1] * SAMPLE_LEAST)
    count_typical_times(NOW)
    assert TypicalTime.objects.exists()

    rows[0].delete()

    assert count_typical_times(NOW) == 0
    assert "Thực tế" not in client.get(f"/thu-tuc/{model.edition.procedure.slug}/").content.decode()


@pytest.mark.django_db
def test_a_decision_of_more_than_a_year_ago_no_longer_counts(cast: Cast) -> None:
    decided(cast.appraised(), [1] * SAMPLE_LEAST)

    assert count_typical_times(MONDAY + timedelta(days=2)) == 1
    assert count_typical_times(MONDAY + timedelta(days=370)) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "half"), [("supplement", 1), ("payment", 1), ("mistake", 4)])
def test_only_what_was_waited_for_the_applicant_is_left_out(cast: Cast, kind: str, half: int) -> None:
    for row in decided(cast.appraised(), [4] * SAMPLE_LEAST):
        since, until = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
        Interruption.objects.create(
            dossier=row, kind=kind, mode="pause", from_state="appraisal", since=since, until=until
        )

    count_typical_times(NOW)

    assert TypicalTime.objects.get().half_days == half


@pytest.mark.django_db
def test_it_is_read_once_for_all_pages_and_anew_after_the_count(cast: Cast, edition: Edition) -> None:
    decided(cast.appraised(), [1] * SAMPLE_LEAST)
    assert TypicalTime.kept(edition.procedure_id) is None

    count_typical_times(NOW)

    assert TypicalTime.kept(edition.procedure_id) is not None
    with counted(1):  # the version alone
        TypicalTime.kept(edition.procedure_id)


@pytest.mark.django_db
@pytest.mark.parametrize(("times", "is_told"), [(2, False), (3, True)])
def test_what_is_often_asked_for_again_is_told_with_its_reason(
    cast: Cast, client: Client, times: int, is_told: bool
) -> None:
    rows = decided(cast.appraised(), [4] * SAMPLE_LEAST)
    often = [{"component": "a", "name": "Hộ chiếu", "todo": "x", "reason": "unreadable"}]
    once = [{"component": "b", "name": "Ảnh chân dung", "todo": "x", "reason": "wrong-form"}]
    by_words = [{"component": "c", "name": "Giấy khám sức khỏe", "todo": "tự ghi"}]
    for row, items in zip(rows, [*[often + by_words] * times, once], strict=False):
        Interruption.objects.create(
            dossier=row, kind="supplement", mode="pause", from_state="appraisal", since=MONDAY, items=items, until=NOW
        )

    count_typical_times(NOW)

    page = client.get(f"/thu-tuc/{rows[0].edition.procedure.slug}/").content.decode()
    assert ("Hay phải bổ sung" in page) is is_told
    assert ("Hộ chiếu: Mờ, không đọc được" in page) is is_told
    assert "Giấy khám sức khỏe: " not in page
    assert "Ảnh chân dung: " not in page
