"""A hand-out at the desk: to whom, by which authority, with papers seen, and with which originals."""

from typing import Any

import pytest
from django.test import Client

from dossiers import actions
from dossiers.completeness import originals_of
from dossiers.control_slip import control_slip
from dossiers.models import Dossier, State
from tests.dossiers.conftest import again
from tests.support.stories import THURSDAY, TUESDAY, WEDNESDAY, Cast
from toolbox.refusal import InvalidInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(cast: Cast) -> Dossier:
    """Of a dossier that was handed in on paper, one original of each component."""
    dossier = actions.hand_over(cast.on_paper(), by=cast.clerk, at=TUESDAY)
    proposed = actions.propose(dossier, "granted", "Hai năm", by=cast.officer, at=TUESDAY)
    return cast.make_files(cast.pay(actions.approve(proposed, "granted", by=cast.leader, at=WEDNESDAY)))


def given(result: Dossier, cast: Cast, **facts: Any) -> Dossier:
    return actions.hand_out(result, **facts, by=cast.clerk, at=THURSDAY)


def test_who_came_by_which_authority_and_what_went_back_is_recorded_without_names_in_the_chain(
    cast: Cast, result: Dossier
) -> None:
    keys = list(originals_of(result))[:2]

    facts = {"received_by": "Trần Văn Thay, 001", "authority": "UQ 12/2026", "identity_checked": True}
    done = given(result, cast, **facts, originals=keys)

    event = done.events.get(verb="returned")
    kept = {key: event.particulars[key] for key in ("by_authority", "identity_checked", "originals")}
    assert kept == {"by_authority": True, "identity_checked": True, "originals": dict.fromkeys(keys, 1)}
    assert event.note.text == "Trần Văn Thay, 001 · UQ 12/2026"
    assert "Trần" not in str(event.particulars)
    line = control_slip(done, list(done.events.order_by("seq")), THURSDAY)[-1]
    assert "Theo giấy ủy quyền" in line.note
    assert "Trả bản chính" in line.note


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"authority": "UQ 12"}, "received_by"),
        ({"originals": ["khong-co"]}, "originals"),
        ({"originals": [""]}, "originals"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_handed_out(
    cast: Cast, result: Dossier, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        given(result, cast, **facts)

    assert set(refusal.value.errors) == {field}
    assert again(result).state == State.RESOLVED


def test_of_what_came_online_no_original_goes_back(cast: Cast) -> None:
    online = cast.make_files(cast.pay(cast.resolved()))

    assert originals_of(online) == {}
    with pytest.raises(InvalidInput):
        given(online, cast, originals=[online.edition.components.all()[0].key])


def test_the_page_offers_the_originals_and_keeps_what_was_ticked(
    client: Client, cast: Cast, result: Dossier, clock_at: Any
) -> None:
    clock_at(THURSDAY)
    client.force_login(cast.clerk)
    key, address = next(iter(originals_of(result))), f"/can-bo/ho-so/{result.code}/"

    wrong = client.post(f"{address}tra-ket-qua/", {"authority": "UQ 12", "originals": [key]})
    right = client.post(f"{address}tra-ket-qua/", {"received_by": "An", "originals": [key], "identity_checked": "on"})

    assert wrong.status_code == 409
    assert "người nhận thay" in wrong.content.decode()
    assert f'value="{key}"' in wrong.content.decode()
    assert right.status_code == 302
    assert again(result).events.get(verb="returned").particulars["originals"] == {key: 1}
