"""Benchmark making a signed result beside its bare libraries, and checking one of a megabyte beside bare pyHanko."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.utils import timezone
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from benchmarks.measuring import Row
from dossiers import actions
from dossiers.models import Dossier, Paper
from dossiers.papers.render import html_of, render_batch
from dossiers.papers.signing import keys, marks
from dossiers.papers.signing.signatories import read
from dossiers.papers.verification import check_file
from people.models import User
from toolbox import pdf

ROUNDS, MEGABYTE = 30, 1_000_000


class Files(URLFetcher):
    """The house's own files, for the bare renderer too."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """One of them."""
        content, kind = pdf.read_own_file(url)
        return URLFetcherResponse(url, content, {"Content-Type": kind})


def measure() -> list[Row]:
    """A result typeset, signed by two and stored; and one of a megabyte checked. One process each."""
    paper = _result()
    ours, floor = _alternating(lambda: _wait(paper), lambda: render_batch(timezone.now()), _bare(paper))
    large = _large(paper)
    checked, bare = _alternating(lambda: None, lambda: check_file(large), lambda: _bare_check(large))
    count = 60 / sorted(ours)[len(ours) // 2]
    return [
        Row(f"result made and signed twice ({count:.0f} a minute)", "bare WeasyPrint and pyHanko", ours, floor, 1.25),
        Row("signatures of a 1 MB file checked", "bare pyHanko, unlimited, in process", checked, bare, 1.3),
    ]


def _result() -> Paper:
    """The result of the demo's dossier, by real acts."""
    dossier, now = Dossier.objects.earliest("id"), timezone.now()
    officer, leader = (User.objects.get(username=name) for name in ("chuyenvien", "lanhdao"))
    proposed = actions.propose(dossier, "granted", "Đủ điều kiện.", by=officer, at=now)
    actions.approve(proposed, "granted", by=leader, at=now)
    paper = Paper.objects.filter(kind="result").latest("id")
    Paper.objects.exclude(pk=paper.pk).filter(state=Paper.State.PENDING).delete()
    return paper


def _wait(paper: Paper) -> None:
    """Let it wait for its file anew."""
    paper.refresh_from_db()
    paper.state, paper.path, paper.tries, paper.not_before = Paper.State.PENDING, "", 0, timezone.now()
    paper.signatures = []
    paper.save()


def _bare(paper: Paper) -> Callable[[], None]:
    """The same file by the libraries alone: fonts loaded once, keys in hand, one file written."""
    html, place = pdf.printable(html_of(paper)), Path(settings.MEDIA_ROOT) / "bare.pdf"
    place.parent.mkdir(parents=True, exist_ok=True)
    room = pdf.typeset(html).marks[marks.ROOM]
    people = [(one.field, keys.signer_of(one), marks._stamp(one, room)) for one in read(paper.context["signatories"])]

    def once() -> None:
        content = HTML(string=html, url_fetcher=Files(fail_on_errors=True)).write_pdf(  # type: ignore[no-untyped-call]
            pdf_variant="pdf/a-3a", font_config=pdf._fonts()
        )
        for field, signer, stamp in people:
            assert stamp is not None
            style = StaticStampStyle(background=PdfImage(stamp.picture), background_opacity=1, border_width=0)
            meta = signers.PdfSignatureMetadata(field, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES)
            spec = fields.SigFieldSpec(field, on_page=stamp.page, box=stamp.box)
            maker, out = signers.PdfSigner(meta, signer, stamp_style=style, new_field_spec=spec), BytesIO()
            maker.sign_pdf(IncrementalPdfFileWriter(BytesIO(content)), output=out)
            content = out.getvalue()
        with place.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    return once


def _large(paper: Paper) -> bytes:
    """A file of a megabyte, signed as *paper* is."""
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(pdf.render(html_of(paper))))), BytesIO()
    writer.add_attachment("noise", os.urandom(MEGABYTE))
    writer.write(out)
    return marks.sign_paper(paper, pdf.Typeset(out.getvalue(), {}), timezone.now())[0]


def _bare_check(content: bytes) -> None:
    for embedded in PdfFileReader(BytesIO(content)).embedded_signatures:
        trust = ValidationContext(trust_roots=[embedded.signer_cert], allow_fetching=False)
        assert validate_pdf_signature(embedded, trust).valid


def _alternating(
    prepare: Callable[[], object], ours: Callable[[], object], floor: Callable[[], object]
) -> tuple[list[float], list[float]]:
    """Seconds of each in turn; *prepare* comes before ours and is not counted."""
    pairs = []
    for _round in range(ROUNDS + 3):
        prepare()
        began = perf_counter()
        ours()
        between = perf_counter()
        floor()
        pairs.append((between - began, perf_counter() - between))
    return [a for a, _b in pairs[3:]], [b for _a, b in pairs[3:]]
