"""Following a dossier of the counter by its slip: what it opens, what it does not, and guessing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.models import Dossier, FailedSlip
from dossiers.models.event import Verb
from notifications.models import Notice
from people.models import Party
from tests.support.stories import MONDAY, Cast
from toolbox.refusal import InvalidInput, Refused

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=1)


def follow(cast: Cast, dossier: Dossier, characters: str = "", **more: Any) -> Dossier:
    """The neighbour types what stands on a slip."""
    given = {"by": cast.neighbour, "at": NOW, **more}
    return actions.follow_by_slip(str(dossier.code), characters or dossier.lookup_code, **given)


def test_the_slip_opens_its_dossier_alone_and_leaves_an_event(cast: Cast) -> None:
    taken, other = cast.on_paper(), cast.on_paper()

    follow(cast, taken)

    assert list(Dossier.objects.visible_to(cast.neighbour)) == [taken]
    assert list(Dossier.objects.all_own_of(cast.neighbour)) == [taken]
    assert not Dossier.objects.own_of(cast.neighbour).filter(pk=other.pk).exists()
    last = taken.events.order_by("-seq")[0]
    assert (last.verb, last.by, last.from_state == last.to_state) == (Verb.SLIP_SHOWN, cast.neighbour, True)


def test_whoever_holds_the_slip_reads_and_does_no_act(cast: Cast) -> None:
    taken = follow(cast, cast.on_paper())

    with pytest.raises(actions.Forbidden, match="Mang căn cước"):
        actions.request_withdrawal(taken, by=cast.neighbour, at=NOW)
    with pytest.raises(actions.Forbidden):
        actions.start(edition=cast.edition, applicant=taken.applicant, by=cast.neighbour, at=NOW)
    assert not Party.objects.represented_by(cast.neighbour.pk, NOW.date()).exists()


def test_the_person_is_told_who_follows(cast: Cast) -> None:
    follow(cast, cast.on_paper())

    told = Notice.objects.filter(kind="person_represented", channel="inbox")
    assert set(told.values_list("user__username", flat=True)) == {"hangxom", "congdan"}


def test_twice_is_once(cast: Cast) -> None:
    taken = cast.on_paper()

    heads = [follow(cast, taken).pk, follow(cast, taken).pk]

    assert heads == [taken.pk] * 2
    assert taken.events.filter(verb=Verb.SLIP_SHOWN).count() == 1


def test_five_failures_lock_the_code_for_everybody_for_a_quarter_of_an_hour(cast: Cast) -> None:
    taken = cast.on_paper()
    for _try in range(5):
        with pytest.raises(InvalidInput):
            follow(cast, taken, "2222")

    with pytest.raises(Refused, match="15 phút"):
        follow(cast, taken, by=cast.officer_elsewhere)
    assert follow(cast, taken, by=cast.officer_elsewhere, at=NOW + timedelta(minutes=16)) == taken


def test_an_account_that_failed_five_times_waits_whatever_the_code(cast: Cast) -> None:
    taken = cast.on_paper()
    for number in range(5):
        with pytest.raises(InvalidInput):
            actions.follow_by_slip(f"H99.16-260302-9{number:03d}", "2222", by=cast.neighbour, at=NOW)

    with pytest.raises(Refused, match="15 phút"):
        follow(cast, taken)
    assert FailedSlip.objects.count() == 5


def test_a_code_nobody_has_one_filed_online_and_a_wrong_slip_are_told_alike(cast: Cast) -> None:
    online, words = cast.submitted(), set()
    for code, characters in (("H99.16-260302-9999", "2222"), (online.code, online.lookup_code)):
        with pytest.raises(InvalidInput) as refusal:
            actions.follow_by_slip(str(code), characters, by=cast.neighbour, at=NOW)
        words.add(refusal.value.message)
    with pytest.raises(InvalidInput) as refusal:
        follow(cast, cast.on_paper(), "22")

    assert words == {refusal.value.message}


def test_the_page_takes_the_slip_as_it_is_typed_and_offers_no_act(client: Client, cast: Cast) -> None:
    taken = cast.on_paper()
    client.force_login(cast.neighbour)
    assert "/nhan-ho-so/" in client.get("/ho-so/").content.decode()

    wrong = client.post("/nhan-ho-so/", {"code": taken.code, "characters": "2222"})
    typed = {"code": str(taken.code).lower(), "characters": f" {taken.lookup_code.lower()} "}
    right = client.post("/nhan-ho-so/", typed, follow=True)

    assert (wrong.status_code, right.status_code) == (422, 200)
    assert f'value="{taken.code}"' in wrong.content.decode()
    assert f"/ho-so/{taken.code}/rut/" not in right.content.decode()
    assert client.post(f"/ho-so/{taken.code}/rut/", {"reason": ""}).status_code == 403
