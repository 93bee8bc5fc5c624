"""Labels of a unit: its people define and hang them, lists filter by them, and nobody else sees them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dossiers import actions
from dossiers.labels import MOST, change_label, create_label, end_label, label_units, put_label, set_labels
from dossiers.models import Dossier, DossierLabel, Event, Label
from people.models import User
from tests.support.stories import THURSDAY, TUESDAY, WEDNESDAY, Cast
from toolbox.refusal import Forbidden, Refused

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/nhan/"


@pytest.fixture(autouse=True)
def _on_thursday(clock_at: Callable[..., None]) -> None:
    clock_at(THURSDAY)


def label_of(user: User, name: str = "Chờ xác minh", colour: str = "warning") -> Label:
    """A label of the unit of *user*."""
    return create_label(label_units(user)[0], name, colour, by=user, at=TUESDAY)


@pytest.fixture
def label(cast: Cast) -> Label:
    """A label of the officer's unit."""
    return label_of(cast.officer)


def address_of(dossier: Dossier) -> str:
    """Where its labels are saved."""
    return f"/can-bo/ho-so/{dossier.name}/nhan/"


def test_a_label_is_hung_shown_and_taken_off_with_who_and_when(client: Client, cast: Cast, label: Label) -> None:
    dossier, other = cast.appraised(), cast.appraised()
    events = Event.objects.count()
    client.force_login(cast.officer)

    shown = client.post(address_of(dossier), {"nhan": label.pk}, follow=True)
    client.post(address_of(dossier), {"nhan": label.pk})
    rows = {row.pk: row.worn for row, _standing in client.get("/can-bo/?view=all").context["rows"]}
    narrowed = client.get(f"/can-bo/?view=all&label={label.pk}")
    client.post(address_of(dossier), {})

    assert 'mc-tag--warning">Chờ xác minh' in shown.content.decode()
    assert rows == {dossier.pk: [label], other.pk: []}
    assert [row.pk for row, _standing in narrowed.context["rows"]] == [dossier.pk]
    assert narrowed.context["chips"][0]["words"] == "Chờ xác minh"
    use = DossierLabel.objects.get()
    assert (use.by, use.at, use.ended_by, use.ended_at) == (cast.officer, THURSDAY, cast.officer, THURSDAY)
    assert Event.objects.count() == events


@pytest.mark.parametrize("who", ["citizen", "clerk", "leader", "auditor", "officer_elsewhere"])
def test_who_works_elsewhere_sees_no_label(client: Client, cast: Cast, label: Label, who: str) -> None:
    dossier = cast.appraised()
    set_labels(dossier, [label], by=cast.officer, at=WEDNESDAY)
    client.force_login(getattr(cast, who))
    side = "ho-so" if who == "citizen" else "can-bo/ho-so"

    page = client.get(f"/{side}/{dossier.name}/").content.decode()
    lists = client.get("/ho-so/" if who == "citizen" else "/can-bo/?view=all").content.decode()

    assert label.name not in page
    assert label.name not in lists
    for form in ({"name": "x", "colour": "info"}, {"end": "1"}):
        assert client.post(f"{PAGE}{label.pk}/", form).status_code in (403, 404)
    client.post(address_of(dossier), {"nhan": label.pk})
    assert DossierLabel.objects.get().ended_at is None
    if who != "citizen":
        assert "không có hoặc không còn nữa" in client.get(f"/can-bo/?view=all&label={label.pk}").content.decode()


ACTS: list[Callable[[Label, Dossier, User], Any]] = [
    lambda label, dossier, user: set_labels(dossier, [label], by=user, at=THURSDAY),
    lambda label, dossier, user: put_label(dossier, label, by=user, at=THURSDAY),
    lambda label, dossier, user: change_label(label, "x", "info", by=user),
    lambda label, dossier, user: end_label(label, by=user, at=THURSDAY),
    lambda label, dossier, user: create_label(label.unit, "x", "info", by=user, at=THURSDAY),
]


@pytest.mark.parametrize("act", ACTS)
def test_who_works_elsewhere_changes_none(cast: Cast, label: Label, act: Any) -> None:
    with pytest.raises(Forbidden):
        act(label, cast.appraised(), cast.officer_elsewhere)

    label.refresh_from_db()
    assert (label.name, label.ended_at) == ("Chờ xác minh", None)
    assert Label.objects.count() == 1
    assert not DossierLabel.objects.exists()


def test_who_has_an_interest_hangs_none(client: Client, cast: Cast, label: Label) -> None:
    dossier = actions.declare_interest(cast.appraised(), "Em ruột", by=cast.officer, at=TUESDAY)
    client.force_login(cast.officer)

    answer = client.post(address_of(dossier), {"nhan": label.pk}, follow=True)

    assert "có liên quan đến hồ sơ này nên không gắn nhãn" in answer.content.decode()
    assert not DossierLabel.objects.exists()


def test_the_pages_define_change_and_end_a_label(client: Client, cast: Cast) -> None:
    dossier = cast.appraised()
    client.force_login(cast.officer)

    client.post(PAGE, {"name": " Hỏi   lại ", "colour": "purple"})
    label = Label.objects.get()
    client.post(address_of(dossier), {"nhan": label.pk})
    client.post(f"{PAGE}{label.pk}/", {"name": "Gọi lại", "colour": "success"})
    changed = client.get("/can-bo/?view=all").content.decode()
    client.post(f"{PAGE}{label.pk}/", {"end": "1"})

    assert 'mc-tag--success">Gọi lại' in changed
    assert "đã bỏ nhãn “gọi lại”" in client.get(PAGE).content.decode().lower()
    assert "Gọi lại" not in client.get(f"/can-bo/ho-so/{dossier.name}/").content.decode()
    assert client.get(f"{PAGE}{label.pk}/").status_code == 404
    label.refresh_from_db()
    assert (label.ended_by, label.ended_at) == (cast.officer, THURSDAY)
    with pytest.raises(Refused, match="không còn dùng"):
        put_label(dossier, label, by=cast.officer, at=THURSDAY)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"colour": "info"}, "Nhập tên nhãn."),
        ({"name": "x", "colour": "hong"}, "hong"),
        ({"name": "x"}, "Chọn một màu."),
        ({"name": "x" * 31, "colour": "info"}, "30"),
        ({"name": "Chờ xác minh", "colour": "info"}, "Đơn vị đã có nhãn này"),
        ({"name": "a\x07", "colour": "info"}, "không đọc được"),
    ],
)
def test_a_wrong_label_is_told_beside_its_field(
    client: Client, cast: Cast, label: Label, data: dict[str, str], words: str
) -> None:
    client.force_login(cast.officer)

    answer = client.post(PAGE, data)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Label.objects.count() == 1


def test_twenty_are_the_most(client: Client, cast: Cast) -> None:
    for number in range(MOST):
        label_of(cast.officer, str(number))
    client.force_login(cast.officer)

    assert "Đơn vị đã có 20 nhãn" in client.post(PAGE, {"name": "x", "colour": "info"}).content.decode()
    assert Label.objects.count() == MOST


def test_what_hangs_already_is_told(cast: Cast, label: Label) -> None:
    dossier = cast.appraised()
    put_label(dossier, label, by=cast.officer, at=timezone.now())

    with pytest.raises(Refused, match="đã có nhãn này"):
        put_label(dossier, label, by=cast.head, at=timezone.now())

    assert DossierLabel.objects.count() == 1


def test_labels_cost_one_statement_however_many_rows(client: Client, cast: Cast, label: Label) -> None:
    client.force_login(cast.officer)
    put_label(cast.appraised(), label, by=cast.officer, at=THURSDAY)
    client.get("/can-bo/")

    counts = []
    for _n in range(2):
        with CaptureQueriesContext(connection) as seen:
            client.get("/can-bo/?view=all")
        counts.append(len(seen))
        for _more in range(3):
            put_label(cast.appraised(), label, by=cast.officer, at=THURSDAY)

    assert counts[0] == counts[1]
