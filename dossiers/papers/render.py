"""Render issued papers into files in the background: template, HTML, PDF, digest, store. Never twice."""

import hashlib
import logging
from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from dossiers.models import Dossier, Paper
from dossiers.models.stored_files import delete_unshared, fault_of_file, store
from dossiers.papers import codes, qr_codes
from dossiers.papers.photographs import as_printed
from dossiers.papers.signing.faults import NotSigned
from dossiers.papers.signing.signatories import is_trial
from people.seals.verification import is_as_sealed
from toolbox import pdf

logger = logging.getLogger(__name__)

BATCH, TURNS = 5, 10
MAX_TRIES = 5
# A worker killed while rendering gives the paper back after this.
CLAIM = timedelta(seconds=3 * settings.ROUND_SECONDS)


@shared_task
def render_waiting() -> None:
    """Make the files of papers that wait; run after each commit that issued one, and by the round."""
    for _turn in range(TURNS):
        if not render_batch(timezone.now()):
            return
    # Between two tasks a worker that grew too large is replaced.
    render_waiting.delay()


def render_batch(at: datetime) -> int:
    """Make up to BATCH files due at *at*, each claimed just before its turn. Returns how many were tried."""
    for count in range(BATCH):
        paper = _claim(at)
        if paper is None:
            return count
        _render(paper, at)
    return BATCH


def retry_failed(at: datetime) -> int:
    """Let every paper that was given up, or waits for a signature, be tried anew at once. Returns how many.

    Also with a PIN that was refused: whoever asks says that the cause is mended.
    """
    failed = list(Paper.objects.filter(Q(state=Paper.State.FAILED) | Q(state=Paper.State.PENDING) & ~Q(fault={})))
    for paper in failed:
        paper.state, paper.tries, paper.not_before, paper.fault = Paper.State.PENDING, 0, at, {}
        paper.save(update_fields=["state", "tries", "not_before", "fault"])
    transaction.on_commit(render_waiting.delay, robust=True)
    return len(failed)


def html_of(paper: Paper) -> str:
    """The page a paper is printed from: its template and its frozen context, in Vietnamese."""
    with translation.override("vi"):
        context = {**paper.context, "paper": paper, "check": codes.code_of(paper.event), "trial": is_trial()}
        if paper.event:
            context["verification_address"] = qr_codes.address_of(paper)
        if photograph := paper.context.get("photograph"):
            context["photo"] = as_printed(photograph)
        page = "result_document" if "result" in paper.context else paper.kind
        return render_to_string(f"dossiers/papers/{page}.html", context)


def store_pdf(content: bytes) -> tuple[str, str]:
    """Store the file of a paper; its path and digest."""
    digest = hashlib.sha256(content).hexdigest()
    return store(content, digest, "application/pdf"), digest


def _claim(at: datetime) -> Paper | None:
    """The next paper that waits, taken by pushing its time on.

    The try is counted here and not after it, so that a paper that kills its worker is given up too.
    """
    with transaction.atomic():
        rows = Paper.objects.filter(state=Paper.State.PENDING, not_before__lte=at)
        if transaction.get_connection().features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        paper = rows.select_related("event").order_by("id").first()
        if paper:
            paper.tries += 1
            paper.not_before = at + CLAIM
            paper.save(update_fields=["tries", "not_before"])
    return paper


def _render(paper: Paper, at: datetime) -> None:
    """Make the file, or put the paper off; its neighbours in the batch go on either way."""
    try:
        if paper.tries > MAX_TRIES:
            raise RuntimeError("every worker that tried was killed")
        if not is_as_sealed(paper):
            raise RuntimeError("its row is not as it was sealed: it was changed past the site")
        content, signatures = _file_of(paper, at)
        with transaction.atomic():
            path, digest = store_pdf(content)
            facts = {"path": path, "sha256": digest, "size": len(content), "signatures": signatures, "fault": {}}
            is_ours = _record(paper, _state_with(paper), **facts)
    except NotSigned as fault:
        logger.warning("Paper %s is not signed (try %s): %s", paper.pk, paper.tries, fault)
        _wait_for_signature(paper, fault, at)
        return
    except Exception:
        logger.exception("Paper %s could not be made (try %s).", paper.pk, paper.tries)
        _put_off(paper, at)
        return
    if not is_ours:
        delete_unshared([path])  # a worker that took over our claim was faster
    elif paper.path:
        delete_unshared([paper.path])  # the signed file, once the sealed one has taken its place


def _state_with(paper: Paper) -> Paper.State:
    """The state of *paper* with the file that was made now: a clerk's seal may be wanted on it."""
    return Paper.State.SIGNED if paper.is_sealed_by_clerk and not paper.sealed_at else Paper.State.READY


def _file_of(paper: Paper, at: datetime) -> tuple[bytes, list[dict[str, str]]]:
    """The file, signed where somebody signs it; only then is the library of signatures loaded.

    What a seal clerk sealed is the file that was signed before, byte for byte, and a signature more.
    """
    if paper.sealed_at:
        return _sealed_file_of(paper, at)
    html = html_of(paper)
    if letters := pdf.undrawable(html):  # of before such words were refused
        raise RuntimeError(f"no face of ours draws {letters!r}")
    page = pdf.typeset(html)
    if not paper.context.get("signatories"):
        return page.content, []
    from dossiers.papers.signing.marks import sign_paper  # loads pyHanko

    return sign_paper(paper, page, at)


def _sealed_file_of(paper: Paper, at: datetime) -> tuple[bytes, list[dict[str, str]]]:
    if fault := fault_of_file(paper.path, paper.sha256):
        raise RuntimeError(f"the file that was to be sealed {fault}")
    from dossiers.papers.signing.marks import seal_paper  # loads pyHanko

    with default_storage.open(paper.path) as file:
        return seal_paper(paper, file.read(), at)


def _put_off(paper: Paper, at: datetime) -> None:
    state = Paper.State.FAILED if paper.tries >= MAX_TRIES else Paper.State.PENDING
    _record(paper, state, not_before=at + timedelta(minutes=2**paper.tries))


def _wait_for_signature(paper: Paper, fault: NotSigned, at: datetime) -> None:
    """Put it off without ever giving it up: tokens come back, and staff read what it waits for."""
    paper.tries = min(paper.tries, MAX_TRIES - 1)
    facts = {"tries": paper.tries, "not_before": at + timedelta(minutes=2**paper.tries), "fault": fault.facts}
    _record(paper, Paper.State.PENDING, **facts)


def _record(paper: Paper, state: Paper.State, **facts: Any) -> bool:
    """Record what became of a try, unless another worker made the file: of two files one wins, for good.

    A worker that is still signing what was sealed meanwhile is too late, too.
    """
    with transaction.atomic():
        Dossier.objects.select_for_update().only("pk").get(pk=paper.dossier_id)  # as acts do: first the dossier
        locked = Paper.objects.select_for_update().get(pk=paper.pk)
        if locked.state != Paper.State.PENDING or locked.sealed_at != paper.sealed_at:
            return False
        for name, value in {"state": state, **facts}.items():
            setattr(locked, name, value)
        locked.save(update_fields=["state", *facts])
    return True
