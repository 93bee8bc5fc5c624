"""What an account may begin and upload a day: exact when many come at once, told beforehand, refused in words."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dossiers import actions
from dossiers.actions.quotas import DAYS_KEPT, forget_old_use, left_on
from dossiers.models import DailyUse, Dossier
from people.models import User
from tests.support import factories
from tests.support.factories import photo
from tests.support.parallel import AT_ONCE, at_once
from tests.support.stories import MONDAY, TUESDAY, Cast


def start(cast: Cast, when: Any = MONDAY) -> Dossier:
    """One more draft of the citizen."""
    citizen = User.objects.get(pk=cast.citizen.pk)
    return actions.start(edition=cast.edition, applicant=cast.party, by=citizen, at=when)


@pytest.mark.django_db(transaction=True)
def test_of_many_drafts_begun_at_once_the_days_number_is_taken_and_no_more(cast: Cast, settings: Any) -> None:
    settings.DRAFTS_A_DAY = left = AT_ONCE // 2
    DailyUse.objects.all().delete()
    before = Dossier.objects.count()

    results = at_once([lambda: start(cast)] * (3 * AT_ONCE))

    assert sum(isinstance(each, Dossier) for each in results) == left
    assert Dossier.objects.count() == before + left
    assert {str(each) for each in results if isinstance(each, actions.Refused)} == {
        f"Hôm nay tài khoản này đã bắt đầu đủ {left} hồ sơ. Làm tiếp các bản nháp đang có, hoặc để ngày mai."
    }


@pytest.mark.django_db
def test_a_draft_thrown_away_still_counts_and_tomorrow_is_another_day(cast: Cast, settings: Any) -> None:
    settings.DRAFTS_A_DAY = 2
    for _n in range(2):
        actions.discard(start(cast), by=cast.citizen)

    with pytest.raises(actions.Refused, match="ngày mai"):
        start(cast)

    assert start(cast, TUESDAY).is_draft
    assert actions.start(edition=cast.edition, applicant=cast.party, by=cast.clerk, at=MONDAY, channel="direct")


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [{"FILES_A_DAY": 3}, {"UPLOAD_MB_A_DAY": 1}])
def test_files_are_counted_by_number_and_by_bytes(cast: Cast, settings: Any, limit: dict[str, int]) -> None:
    for name, most in limit.items():
        setattr(settings, name, most)
    draft, content = start(cast), photo(size=(300, 300)) + b"\0" * 300_000
    key = cast.edition.required_components[0]["key"]

    for colour in ("a", "b", "c"):
        factories.attach(draft, cast.citizen, MONDAY, content + colour.encode(), key, "a.jpg")
    factories.attach(draft, cast.citizen, MONDAY, content + b"a", key, "a.jpg")  # the same again is no file
    with pytest.raises(actions.Refused, match="Bộ phận Một cửa"):
        factories.attach(draft, cast.citizen, MONDAY, content + b"d", key, "a.jpg")

    assert draft.attachments.count() == 3


@pytest.mark.django_db
def test_a_person_is_told_before_the_limit_is_met(client: Client, cast: Cast, settings: Any) -> None:
    address = f"/nop-ho-so/{cast.edition.procedure.slug}/"
    client.force_login(cast.citizen)
    settings.DRAFTS_A_DAY = 10
    page = client.get(address).content.decode()
    DailyUse.objects.update_or_create(user=cast.citizen, day=timezone.localdate(), defaults={"drafts": 9})

    assert "còn bắt đầu được" not in page
    assert "còn bắt đầu được 1 hồ sơ" in client.get(address).content.decode()


@pytest.mark.django_db
def test_use_of_days_long_past_is_forgotten(cast: Cast) -> None:
    start(cast)

    assert forget_old_use(MONDAY + timedelta(days=DAYS_KEPT)) == 0
    assert forget_old_use(MONDAY + timedelta(days=DAYS_KEPT + 1)) == 1
    assert left_on(cast.citizen, MONDAY.date()).drafts == 100_000
