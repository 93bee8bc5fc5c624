"""Checked without the site: the page that is kept, and the command that reads QR codes and files by it."""

import base64
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from dossiers.models import Paper
from dossiers.papers import qr_codes
from dossiers.papers.render import render_batch
from dossiers.papers.signing.keys import signer_of
from dossiers.papers.signing.roots import roots
from dossiers.papers.signing.signatories import Signatory
from tests.support.papers import Desk
from toolbox.pdf_signatures import Words, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(desk: Desk) -> Paper:
    """A result, made and signed."""
    paper = desk.issue("result")
    render_batch(timezone.now())
    paper.refresh_from_db()
    return paper


@pytest.fixture
def page(client: Client, tmp_path: Path) -> Path:
    """The page as somebody keeps it."""
    file = tmp_path / "kiem-tra-ma-qr.html"
    file.write_bytes(client.get("/xac-minh/ngoai-tuyen/").content)
    return file


def content_of(paper: Paper) -> bytes:
    with default_storage.open(paper.path) as file:
        return bytes(file.read())


def checked(what: Any, *options: Any) -> str:
    """What the command answers; it asks no database."""
    out = io.StringIO()

    def refuse(*_words: Any) -> Any:
        raise AssertionError("it asked the database")

    with connection.execute_wrapper(refuse):
        call_command("check_paper", str(what), *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("by_page", [True, False])
def test_a_code_and_a_file_of_ours_are_known_by_the_page_alone(
    result: Paper, page: Path, tmp_path: Path, settings: Any, by_page: bool
) -> None:
    address, file = qr_codes.address_of(result), tmp_path / "van-ban.pdf"
    file.write_bytes(content_of(result))
    options = []
    if by_page:
        settings.RECORD_KEY, options = "of another machine " * 4, ["--page", str(page)]

    assert result.reference in checked(address, *options)
    assert "còn nguyên" in checked(file, *options)
    assert result.reference in checked(file, *options)


def test_what_is_not_ours_or_was_changed_is_an_error(result: Paper, page: Path, tmp_path: Path, settings: Any) -> None:
    content, sealed = content_of(result), qr_codes.address_of(result).partition("?k=")[2]
    facts = bytearray(base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)))
    facts[-5] ^= 1
    flipped = bytearray(content)
    flipped[content.index(b"stream") + 20] ^= 1
    added = sign(content, signer_of(Signatory("x", "x", "X", "X")), "later", Words("later"))
    settings.RECORD_KEY = "of another site " * 4
    foreign = sign(b"".join([content]), signer_of(Signatory("y", "y", "Y", "Y")), "foreign", Words("x"))
    cases: dict[str, bytes] = {"flipped": bytes(flipped), "cut": content[:-2000], "foreign": foreign, "text": b"no"}
    options = ["--page", str(page)]

    for name, bad in cases.items():
        (tmp_path / f"{name}.pdf").write_bytes(bad)
        with pytest.raises(CommandError):
            checked(tmp_path / f"{name}.pdf", *options)
    (tmp_path / "added.pdf").write_bytes(added)
    assert "later" in checked(tmp_path / "added.pdf", *options)  # by a key of ours, and said for what
    for text in (base64.urlsafe_b64encode(bytes(facts)).decode(), "H99.16-1", "", str(tmp_path / "none.pdf")):
        with pytest.raises(CommandError):
            checked(text, *options)


def test_openssl_confirms_each_signature(result: Paper, tmp_path: Path) -> None:
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not here")
    content = content_of(result)
    (tmp_path / "roots.pem").write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in roots()))
    words = ["cms", "-verify", "-binary", "-inform", "DER", "-in", "cms", "-content", "data", "-out", "out"]
    words += ["-CAfile", "roots.pem", "-purpose", "any"]
    names = []
    for signature in PdfFileReader(io.BytesIO(content)).embedded_signatures:
        first, length, second, rest = signature.byte_range
        (tmp_path / "data").write_bytes(content[first : first + length] + content[second : second + rest])
        (tmp_path / "cms").write_bytes(cms.ContentInfo.load(signature.pkcs7_content).dump())
        done = subprocess.run([program, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
        names.append(signature.field_name)
        assert "successful" in done.stderr, done.stderr
        (tmp_path / "data").write_bytes(content[first : first + length - 1] + b"x")
        assert subprocess.run([program, *words], cwd=tmp_path, capture_output=True, check=False).returncode != 0

    assert names == ["person", "agency"]
