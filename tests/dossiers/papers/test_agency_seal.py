"""The worker seals the signed file after the act: the very bytes that were signed, once, whatever becomes of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils.module_loading import import_string

from dossiers import actions
from dossiers.models import Dossier, Paper
from dossiers.papers import render
from dossiers.papers.render import CLAIM, render_batch
from dossiers.papers.verification import check_file
from people.models import User
from tests.support.stories import THURSDAY, Cast

pytestmark = pytest.mark.django_db
FRIDAY = THURSDAY + timedelta(days=1)


@pytest.fixture
def signed(cast: Cast) -> Dossier:
    """Approved and signed; the agency's signature waits for the clerk."""
    return cast.signed()


def paper_of(dossier: Dossier) -> Paper:
    return Paper.objects.filter(dossier=dossier, kind="result").latest("id")


def content_of(paper: Paper) -> bytes:
    with default_storage.open(paper.path) as file:
        return bytes(file.read())


def seal(dossier: Dossier, by: User) -> Dossier:
    return actions.seal_result(dossier, by=by, at=THURSDAY)


def test_a_signed_file_that_was_swapped_is_never_sealed(signed: Dossier, seal_clerk: User) -> None:
    paper = paper_of(signed)
    seal(signed, seal_clerk)
    with default_storage.open(paper.path, "wb") as file:
        file.write(b"%PDF-1.7 another one")

    render_batch(FRIDAY)

    assert (paper_of(signed).state, paper_of(signed).tries) == (Paper.State.PENDING, 1)
    assert [row["field"] for row in paper_of(signed).signatures] == ["person"]


STEPS = ("dossiers.papers.signing.marks.sign", "dossiers.papers.render.store_pdf", "dossiers.papers.render._record")


@pytest.mark.parametrize("step", [*STEPS, "dossiers.papers.render.delete_unshared"])
@pytest.mark.parametrize("before", [True, False])
def test_a_worker_killed_anywhere_leaves_no_half_paper_and_no_second_seal(
    signed: Dossier, seal_clerk: User, monkeypatch: pytest.MonkeyPatch, step: str, before: bool
) -> None:
    seal(signed, seal_clerk)
    real = import_string(step)

    def killed(*args: Any, **options: Any) -> Any:
        if not before:
            real(*args, **options)
        raise SystemExit  # as a signal ends it: nothing catches this

    monkeypatch.setattr(step, killed)
    with pytest.raises(SystemExit):
        render_batch(FRIDAY)
    half = paper_of(signed)
    monkeypatch.setattr(step, real)
    render_batch(FRIDAY + CLAIM)
    whole = paper_of(signed)

    assert len(half.signatures) == (2 if half.is_ready else 1)
    assert whole.is_ready
    assert len(check_file(content_of(whole)).signatures) == len(whole.signatures) == 2


def test_a_slow_worker_does_not_undo_the_seal(cast: Cast, seal_clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = cast.signed()
    slow = paper_of(signed)  # as a worker read it that has not signed yet
    slow.state, slow.path, slow.signatures = Paper.State.PENDING, "", []
    seal(signed, seal_clerk)
    monkeypatch.setattr(render, "is_as_sealed", lambda _row: True)

    render._render(slow, FRIDAY)

    assert (paper_of(signed).state, paper_of(signed).sealed_by) == (Paper.State.PENDING, seal_clerk)
    monkeypatch.undo()
    render_batch(FRIDAY)
    assert len(paper_of(signed).signatures) == 2


def test_without_signatures_nothing_waits_for_a_seal(cast: Cast, settings: Any) -> None:
    settings.SIGNING = settings.SIGNING | {"way": "none"}

    assert paper_of(cast.signed()).state == Paper.State.READY
