"""Fifty leaders' approvals at the same instant: numbers without a hole or a twin, and each file signed by both."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from pypdf import PdfWriter

from dossiers import actions
from dossiers.models import Dossier, Paper
from dossiers.papers.render import render_batch
from dossiers.papers.verification import check_file
from people.models import User
from tests.support.parallel import at_once
from tests.support.stories import MONDAY, TUESDAY, WEDNESDAY, Cast
from toolbox import pdf

MANY = 50 if connection.vendor == "postgresql" else 8
WORKERS = 4 if connection.vendor == "postgresql" else 1
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite" and connection.is_in_memory_db(), reason="threads share no database in memory"
    ),
]


@pytest.fixture(autouse=True)
def _a_blank_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A real PDF without words: typesetting fifty papers is not what is looked at here; signing them is."""
    out, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(out)
    monkeypatch.setattr(pdf, "typeset", lambda _html: pdf.Typeset(out.getvalue(), {}))


def proposed(cast: Cast) -> Dossier:
    filed = actions.submit(cast.draft(), by=cast.citizen, at=MONDAY)
    accepted = actions.accept(filed, by=cast.clerk, at=MONDAY)
    return actions.propose(accepted, "granted", "Đủ điều kiện.", by=cast.officer, at=TUESDAY)


def work() -> int:
    """A worker until nothing waits."""
    count = 0
    while done := render_batch(timezone.now()):
        count += done
    return count


def test_many_approvals_at_once_are_numbered_signed_and_each_its_own(cast: Cast) -> None:
    dossiers = [proposed(cast) for _n in range(MANY)]

    def approve(dossier: Dossier) -> Any:
        return actions.approve(dossier, "granted", by=User.objects.get(pk=cast.leader.pk), at=WEDNESDAY)

    at_once([lambda dossier=dossier: approve(dossier) for dossier in dossiers])
    at_once([work] * WORKERS)
    papers = list(Paper.objects.filter(kind="result").order_by("number"))

    assert [paper.number for paper in papers] == list(range(1, MANY + 1))
    assert {paper.dossier_id for paper in papers} == {dossier.pk for dossier in dossiers}
    for paper in papers:
        with default_storage.open(paper.path) as file:
            check = check_file(file.read())
        assert (check.paper, check.is_unchanged, len(check.signatures)) == (paper, True, 2)
        assert all(one.is_ours and one.is_intact for one in check.signatures)
