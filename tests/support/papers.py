"""Papers for tests: issued by real acts, rendered, and read back."""

import re
import shutil
import subprocess
import unicodedata
from datetime import date, datetime
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from dossiers import actions
from dossiers.models import Dossier, Paper
from dossiers.papers.render import html_of
from people.models import User
from procedures.models import Component, Edition
from tests.conftest import at
from tests.support.factories import answers, draft
from toolbox import pdf

FILED, ACCEPTED, LATER, LAST = (at(f"2026-03-{text}") for text in ("02 08:00", "02 09:05", "03 09:00", "04 10:30"))
ASKED = [{"component": "ho-chieu-con-gia-tri", "todo": "chụp lại trang 2 & 3 <rõ hơn>"}]
REASON = "Ảnh trang nhân thân bị mờ; ông/bà chụp lại, đủ bốn góc."


def read(content: bytes, page: int | None = None) -> str:
    """The text of a PDF, or of one page, composed and on one line."""
    pages = PdfReader(BytesIO(content)).pages
    chosen = pages if page is None else [pages[page]]
    return one_line(" ".join(sheet.extract_text() for sheet in chosen))


def read_by_poppler(content: bytes) -> str | None:
    """The text as another program reads it; nothing where pdftotext is not installed."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    done = subprocess.run([program, "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return one_line(done.stdout.decode())


def one_line(text: str) -> str:
    """Composed accents, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def bare(text: str) -> str:
    """Without any space: where a line may break anywhere, only the letters count."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text))


def made(paper: Paper) -> bytes:
    """The file of a paper, as the worker would make it."""
    return pdf.render(html_of(paper))


class Desk:
    """Takes one dossier to each paper, by real acts."""

    def __init__(
        self, edition: Edition, citizen: User, clerk: User, officer: User, leader: User, cashier: User
    ) -> None:
        self.edition, self.citizen, self.clerk = edition, citizen, clerk
        self.officer, self.leader, self.cashier = officer, leader, cashier

    def issue(self, kind: str, **fields: str) -> Paper:
        """A paper of *kind*, just issued."""
        getattr(self, f"_{kind}")(**fields)
        return Paper.objects.filter(kind=kind).latest("id")

    def filed(self, when: datetime = FILED) -> Dossier:
        """Filed online."""
        return actions.submit(draft(self.edition, self.citizen, when), by=self.citizen, at=when)

    def accepted(self) -> Dossier:
        """Filed and accepted."""
        return actions.accept(self.filed(), by=self.clerk, at=ACCEPTED)

    def _receipt(self) -> None:
        self.accepted()

    def _supplement_request(self, reason: str = REASON) -> None:
        actions.request_supplement(self.accepted(), ASKED, reason, by=self.officer, at=LATER)

    def _reception_refusal(self, reason: str = REASON) -> None:
        actions.refuse_reception(self.filed(), reason, by=self.clerk, at=ACCEPTED)

    def _result(self, text: str = REASON) -> None:
        self._decided("granted", text)

    def _refusal(self, text: str = REASON) -> None:
        self._decided("refused", text)

    def _stop_notice(self, reason: str = REASON) -> None:
        asked = actions.request_withdrawal(self.accepted(), by=self.citizen, at=LATER)
        actions.stop(asked, reason, by=self.clerk, at=LAST)

    def _apology(self, reason: str = REASON) -> None:
        day = date(2026, 3, 12)
        actions.apologise(self.accepted(), day, reason, cause="verifying", owner="own_unit", by=self.leader, at=LATER)

    def _fee_receipt(self, payer: str = "Trần Văn Nộp") -> None:
        accepted = self.accepted()
        actions.settle_fee(accepted, accepted.fee_due, payer, by=self.cashier, at=LATER)

    def _decided(self, outcome: str, text: str) -> None:
        proposed = actions.propose(self.accepted(), outcome, text, by=self.officer, at=LATER)
        actions.approve(proposed, outcome, by=self.leader, at=LAST)

    def taken_in(self, components: dict[str, Any], **more: Any) -> Paper:
        """A walk-in's receipt: one original of each required component, but for what *components* says."""
        required = {row.key: {"original": 1} for row in self.edition.components.filter(required=True)}
        actions.intake(
            edition=self.edition,
            applicant=self.citizen.representations.get().party,
            answers={**answers(self.edition), **more},
            components={**required, **components},
            by=self.clerk,
            at=ACCEPTED,
        )
        return Paper.objects.filter(kind="receipt").latest("id")


def with_components(edition: Edition, names: list[str]) -> Edition:
    """The edition, asking for other papers."""
    edition.components.all().delete()
    rows = [{"key": f"giay-{n}", "name_vi": name, "type": "original", "required": True} for n, name in enumerate(names)]
    edition.content["components"] = rows
    edition.save()
    for order, row in enumerate(rows):
        Component.objects.create(edition=edition, order=order, **row)
    return edition
