"""Check a QR code or a PDF of ours without a network and without a database: by keys, and by nothing else."""

import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from dossiers.papers import qr_codes
from dossiers.papers.signing.roots import is_issued_by, roots
from people.seals.keys import public_keys
from toolbox.pdf_signatures import UnreadablePdf, signatures_of

KEY = re.compile(r'<code id="key">([0-9a-f]{64})</code>')
ROOTS = re.compile(r"-----BEGIN CERTIFICATE-----[^<]+-----END CERTIFICATE-----\s", re.DOTALL)


class Command(BaseCommand):
    """`check_paper WHAT [--page FILE]`: fails when what was given is not ours, or not as it was signed."""

    help = "Check the content of a QR code, or a PDF file, with the published keys alone."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to check, and the page that holds the keys."""
        parser.add_argument("what", help="the content of a QR code, or the path of a PDF")
        parser.add_argument("--page", type=Path, help="the page of /xac-minh/ngoai-tuyen/; else the keys of this site")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a fact; whether the paper still holds is known on the site alone."""
        what, page = options["what"], options["page"]
        keys, trusted = _keys_of(page) if page else (public_keys(), roots())
        is_file = len(what) < 4096 and what.lower().endswith(".pdf")
        for line in _of_file(Path(what), trusted) if is_file else _of_qr(what, keys):
            self.stdout.write(line)
        self.stdout.write(
            _("Giấy tờ còn giá trị hay đã thu hồi, thay thế: chỉ kiểm tra được trên trang, theo mã trên.")
        )


def _keys_of(page: Path) -> tuple[set[str], list[Certificate]]:
    """The public keys and the roots that a page kept on a disk holds."""
    try:
        text = page.read_text(encoding="utf-8")
        return set(KEY.findall(text)), load_pem_x509_certificates("".join(ROOTS.findall(text)).encode())
    except (OSError, ValueError) as fault:
        raise CommandError(_("Không đọc được trang giữ khóa: %(why)s") % {"why": fault}) from fault


def _of_qr(text: str, keys: set[str]) -> Iterator[str]:
    """The facts that the code vouches for."""
    facts = qr_codes.read(text.strip().rpartition("k=")[2], keys)
    if facts is None:
        raise CommandError(_("Mã này không do cơ quan ký."))
    yield _("Mã do cơ quan ký. So các dòng sau với giấy tờ:")
    yield from (f"  {value}" for value in vars(facts).values())


def _of_file(file: Path, trusted: list[Certificate]) -> Iterator[str]:
    """Each signature, whose it is and what it says it is for; what was changed or is of others is an error."""
    try:
        rows = signatures_of(file.read_bytes())
    except (OSError, UnreadablePdf) as fault:
        raise CommandError(_("Không đọc được tệp: %(why)s") % {"why": fault}) from fault
    ours = [row for row in rows if any(is_issued_by(bytes.fromhex(row.certificate), root) for root in trusted)]
    for row in rows:
        whose = _("của cơ quan") if row in ours else _("không phải của cơ quan")
        yield f"  {row.name} ({whose}), {row.signed_at}: {row.reason}"
    if not ours:
        raise CommandError(_("Tệp không có chữ ký nào của cơ quan."))
    if not all(row.is_intact for row in rows) or not ours[-1].is_last:
        raise CommandError(_("Tệp đã bị thay đổi sau khi ký."))
    yield _("Tệp do cơ quan ký và còn nguyên.")
