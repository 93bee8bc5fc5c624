"""Random requests by the thousand over all routes, as everybody there is: whatever is sent, nothing breaks."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from dossiers.models import Attachment, Dossier, Paper
from people.models import Party, User
from procedures.models import Edition, Procedure
from tests.dossiers.conftest import *  # noqa: F403
from tests.support.fuzzing import Fuzz, routes
from tests.support.stories import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.long]
# Ten thousand where row locks and strict columns are real; SQLite gets two.
SHARDS, EACH = range(8), 1250 if connection.vendor == "postgresql" else 250
PARTS = ("", "citizen", "clerk", "officer", "head", "leader", "cashier", "auditor", "administrator")


def known() -> list[str]:
    """Values that exist, so that addresses lead somewhere."""
    numbers = [row.objects.values_list("pk", flat=True).first() for row in (Attachment, Paper, Party)]
    names = [dossier.name for dossier in Dossier.objects.all()] + list(Dossier.objects.values_list("ref", flat=True))
    slugs = list(Procedure.objects.values_list("slug", flat=True)) + ["ii06a", "overdue", "giay-phep-lao-dong"]
    component = Edition.objects.all()[0].components.all()[0].key
    return [*map(str, numbers), *names, *slugs, component, "1", "2"]


@pytest.mark.parametrize("shard", SHARDS)
def test_whatever_is_sent_nothing_breaks(cast: Cast, shard: int) -> None:
    cast.proposed(), cast.submitted(), cast.draft(), cast.awaiting_supplement()
    fuzz, people = Fuzz(seed=2026_11_23 + shard, known=known()), cast.everybody()
    answers: Counter[int] = Counter()
    broken: list[str] = []
    clients: dict[str, Any] = {part: Client(raise_request_exception=False) for part in PARTS}

    for number in range(EACH):
        part = fuzz.chance.choice(PARTS)
        if part and number % 25 < 2:  # signing out is one of the routes
            clients[part].force_login(User.objects.get(pk=people[part].pk))
        response, request = fuzz.send(clients[part])
        answers[response.status_code] += 1
        if response.status_code >= 500:
            broken.append(f"{part or 'nobody'}: {request}")

    assert broken == []
    assert {200, 302, 403, 404} <= set(answers), answers


def test_the_routes_are_those_of_the_whole_site() -> None:
    addresses = routes()

    for part in ("api/v1/dossiers/", "can-bo/quay/", "can-bo/thu-phi/", "bao-cao/", "thu-tuc/", "ho-so/", "dang-nhap/"):
        assert any(part in route for route in addresses), part
    assert len(addresses) > 100
