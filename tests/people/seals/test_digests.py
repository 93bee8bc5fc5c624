"""The canonical form of a row: the same before it is written and after it is read, on either database and later on."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from people.actions import register_party
from people.models import Party
from people.seals.digests import digest_of, plain
from people.seals.registry import BY_MODEL

FIELDS = BY_MODEL[Party].fields


@pytest.mark.parametrize(
    ("value", "same"),
    [
        (1e22, 10**22),
        (1.0, 1),
        (-0.0, 0),
        ((1, 2), [1, 2]),
        ({1: "a"}, {"1": "a"}),
        (datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=7))), datetime(2026, 3, 2, 2, tzinfo=UTC)),
        (date(2026, 3, 2), "2026-03-02"),
        (Party.Kind.PERSON, "person"),
    ],
)
def test_values_of_the_same_worth_are_written_alike(value: Any, same: Any) -> None:
    assert plain(value) == plain(same)


@pytest.mark.django_db
def test_a_row_has_the_same_digest_before_and_after_it_is_written() -> None:
    party = register_party(name="Nguyễn Văn Mẫu", birth_date="1990-02-03", citizen_id="001190000001")

    assert digest_of(party, FIELDS) == digest_of(Party.objects.get(pk=party.pk), FIELDS)


@pytest.mark.django_db
def test_a_column_that_a_later_release_adds_changes_no_digest() -> None:
    party = register_party(name="Nguyễn Văn Mẫu")
    before = tuple(field for field in FIELDS if field.name not in ("passport_no", "birth_date"))

    assert digest_of(party, before) == digest_of(party, FIELDS)
    party.passport_no = "B1"
    assert digest_of(party, before) != digest_of(party, FIELDS)
