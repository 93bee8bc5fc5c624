"""Papers by API: the same file as by page, to the same people, with its digest; else a reason in words."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from dossiers.models import Dossier, Paper
from people.models import Read
from tests.support.calling import Caller
from tests.support.stories import Cast

pytestmark = pytest.mark.django_db
Callers = Callable[..., Caller]


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    """Decided and paid; every paper has its file."""
    return cast.make_files(cast.pay(cast.resolved()))


def address(dossier: Dossier, kind: str = "result") -> str:
    return f"/dossiers/{dossier.code}/papers/{dossier.papers.get(kind=kind).pk}/"


@pytest.mark.parametrize("kind", ["receipt", "result", "fee_receipt"])
def test_the_applicant_fetches_each_paper_with_its_digest(
    cast: Cast, caller: Callers, dossier: Dossier, kind: str
) -> None:
    answer: Any = caller(cast.citizen).get(address(dossier, kind))
    content = b"".join(answer.streaming_content)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert "no-store" in answer["Cache-Control"]
    assert not Read.objects.filter(user=cast.citizen).exists()


@pytest.mark.parametrize(
    ("part", "status"), [("leader", 200), ("auditor", 200), ("clerk", 200), ("neighbour", 404), ("cashier", 403)]
)
def test_others_get_what_their_post_opens_and_it_is_recorded(
    cast: Cast, caller: Callers, dossier: Dossier, part: str, status: int
) -> None:
    who = getattr(cast, part)
    answer = caller(who).get(address(dossier))

    assert answer.status_code == status
    assert Read.objects.filter(user=who, what=Read.What.PAPER).count() == (status == 200)


def test_what_may_not_leave_is_a_conflict_in_words(cast: Cast, caller: Callers) -> None:
    unpaid = cast.resolved()
    me = caller(cast.citizen)
    owed = me.get(address(unpaid))
    cast.pay(unpaid)
    Paper.objects.filter(dossier=unpaid, kind="result").update(state="pending", path="", sha256="")
    made = me.get(address(unpaid))

    assert (owed.status_code, made.status_code) == (409, 409)
    assert "chưa nộp phí" in owed.json()["detail"]
    assert "đang được tạo" in made.json()["detail"]


def test_a_changed_file_is_nobodys_paper(cast: Cast, caller: Callers, dossier: Dossier) -> None:
    Paper.objects.filter(dossier=dossier, kind="result").update(sha256="0" * 64)

    assert caller(cast.citizen).get(address(dossier)).status_code == 409


@pytest.mark.parametrize("pk", ["0", "99999999", "9" * 30])
def test_a_paper_of_nobody_is_not_found(cast: Cast, caller: Callers, dossier: Dossier, pk: str) -> None:
    assert caller(cast.citizen).get(f"/dossiers/{dossier.code}/papers/{pk}/").status_code == 404
