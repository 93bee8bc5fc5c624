"""A paper in a stranger's hand: its code, its QR code, its file, and what is answered when any of them is not ours."""

import base64
import json
import random
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string
from pypdf import PdfReader, PdfWriter

from dossiers.models import Paper
from dossiers.papers import codes, qr_codes
from dossiers.papers.render import CLAIM, render_batch
from dossiers.papers.signing.keys import signer_of
from dossiers.papers.signing.signatories import Signatory
from dossiers.papers.verification import UnreadableFile, check_file
from tests.support.papers import Desk
from toolbox.pdf_signatures import Words, sign

pytestmark = pytest.mark.django_db
PAGE = "/xac-minh/"


@pytest.fixture
def result(desk: Desk) -> Paper:
    """A result with its file, signed by the leader and by the department."""
    paper = desk.issue("result")
    render_batch(timezone.now())
    paper.refresh_from_db()
    assert paper.is_ready
    return paper


def content_of(paper: Paper) -> bytes:
    with default_storage.open(paper.path) as file:
        return bytes(file.read())


def sent(client: Client, content: bytes, name: str = "ket-qua.pdf") -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content, "application/pdf")})


def test_the_person_signs_first_and_the_agency_last(result: Paper) -> None:
    check = check_file(content_of(result))

    assert [signature["field"] for signature in result.signatures] == ["person", "agency"]
    assert [signature.name for signature in check.signatures] == [one["name"] for one in result.signatures]
    assert check.is_ours
    assert check.is_unchanged
    assert check.paper == result


def test_another_program_finds_both_signatures_valid(result: Paper, tmp_path: Path) -> None:
    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip("pdfsig (poppler-utils) is not here")
    file = tmp_path / "paper.pdf"
    file.write_bytes(content_of(result))
    words = subprocess.run([program, str(file)], capture_output=True, text=True, check=False).stdout

    assert words.count("Signature is Valid") == 2
    assert words.count("ETSI.CAdES.detached") == 2
    assert "Total document signed" in words


@pytest.mark.parametrize("seed", range(4))
def test_any_byte_that_is_flipped_is_noticed(result: Paper, seed: int) -> None:
    content, dice = bytearray(content_of(result)), random.Random(seed)
    for place in dice.sample(range(len(content)), 6):
        content[place] ^= 1 << dice.randrange(8)
        try:
            check = check_file(bytes(content))
            assert not (check.is_ours and check.is_unchanged), place
        except UnreadableFile:
            pass
        content[place : place + 1] = content_of(result)[place : place + 1]


def test_a_copy_saved_anew_a_stranger_s_signature_and_ours_are_three_answers(result: Paper, client: Client) -> None:
    copy = BytesIO()
    PdfWriter(clone_from=PdfReader(BytesIO(content_of(result)))).write(copy)
    later = sign(content_of(result), signer_of(Signatory("x", "x", "X", "X")), "more", Words("later"))

    ours, resaved, changed = (
        sent(client, content).content.decode() for content in (content_of(result), copy.getvalue(), later)
    )

    assert "Còn nguyên</strong>" in ours
    assert "Còn nguyên</strong>" not in resaved
    assert "đã bị thay đổi sau khi ký" in changed


def test_a_valid_signature_of_somebody_else_is_not_ours(result: Paper, settings: Any) -> None:
    content = _unsigned()
    settings.RECORD_KEY = "of another site " * 4
    foreign = sign(content, signer_of(Signatory("agency", "agency-x", "Sở khác", "Sở khác")), "agency", Words("x"))
    settings.RECORD_KEY = "our own once more " * 4
    check = check_file(foreign)

    assert [signature.is_intact for signature in check.signatures] == [True]
    assert not check.is_ours
    assert check.paper is None


def _unsigned() -> bytes:
    out, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing", b"PK\x03\x04", b"%PDF-1.4\n" + b"1 0 obj<</A" * 5000])
def test_what_is_no_pdf_is_said_so(client: Client, content: bytes) -> None:
    answer = sent(client, content)

    assert answer.status_code == 422
    assert "Lỗi" in answer.content.decode()


def test_a_pdf_without_signatures_says_what_else_can_be_checked(client: Client) -> None:
    answer = sent(client, _unsigned())

    assert answer.status_code == 200
    assert "không có chữ ký số" in answer.content.decode()


@pytest.mark.parametrize("way", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}. "])
def test_a_code_is_found_however_it_is_copied(result: Paper, client: Client, way: Any) -> None:
    answer = client.get(PAGE, {"ma": way(codes.code_of(result.event))})
    page = answer.content.decode()

    assert result.reference in page
    assert "Còn giá trị" in page
    assert str(result.context["applicant"]) not in page
    assert qr_codes.masked_name(str(result.context["applicant"])) in page


@pytest.mark.parametrize(
    "code", ["", "1", "ZZZZZZZZZZZZZZZZZZ-0000000000", "1-0000000000", "-", "é" * 300, "0-" + "f" * 10]
)
def test_a_code_of_nobody_is_not_found(result: Paper, client: Client, code: str) -> None:
    assert client.get(PAGE, {"ma": code}).status_code in ((404,) if code.strip() else (200,))


def test_the_qr_code_of_a_paper_leads_to_it_and_a_forged_one_nowhere(result: Paper, client: Client) -> None:
    address = qr_codes.address_of(result)
    sealed = address.partition("?k=")[2]
    facts = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))[64:]
    forged = base64.urlsafe_b64encode(Ed25519PrivateKey.generate().sign(facts) + facts).decode().rstrip("=")

    assert result.reference in client.get(PAGE, {"k": sealed}).content.decode()
    for text in (forged, sealed[:-4], f"{sealed}AAAA", "H99.16-261103-0001", "{}", "A" * 90, json.dumps([1])):
        assert client.get(PAGE, {"k": text}).status_code == 404, text


def test_a_void_paper_says_that_it_is_void(result: Paper, client: Client) -> None:
    result.voided_at = timezone.now()
    result.save(update_fields=["voided_at"])

    assert "không còn giá trị" in client.get(PAGE, {"ma": codes.code_of(result.event)}).content.decode()


def test_where_nothing_signs_a_paper_says_that_it_is_not_signed(desk: Desk, settings: Any) -> None:
    settings.SIGNING = settings.SIGNING | {"way": "none"}
    paper = desk.issue("result")
    render_batch(timezone.now())
    paper.refresh_from_db()

    assert paper.is_ready
    assert paper.signatures == []
    assert not check_file(content_of(paper)).is_ours


def test_a_key_that_is_not_there_makes_no_half_paper(desk: Desk, settings: Any) -> None:
    paper = desk.issue("result")
    settings.SIGNING = settings.SIGNING | {"way": "files"}
    render_batch(timezone.now())
    paper.refresh_from_db()

    assert paper.state == Paper.State.PENDING
    assert paper.path == ""


@pytest.mark.parametrize("step", ["dossiers.papers.signing.marks.sign", "dossiers.papers.render.store_pdf"])
@pytest.mark.parametrize("after", [0, 1])
def test_a_worker_killed_half_way_leaves_no_half_paper_and_the_next_makes_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str, after: int
) -> None:
    paper, real, calls = desk.issue("result"), import_string(step), []

    def killed(*args: Any, **options: Any) -> Any:
        calls.append(args)
        if len(calls) > after:
            raise SystemExit  # as a signal ends it: nothing catches this
        return real(*args, **options)

    monkeypatch.setattr(step, killed)
    with pytest.raises(SystemExit):
        render_batch(timezone.now())
    half = Paper.objects.get(pk=paper.pk)
    monkeypatch.setattr(step, real)
    render_batch(timezone.now() + CLAIM)
    whole = Paper.objects.get(pk=paper.pk)

    assert (half.state, half.path, half.signatures) in [(Paper.State.PENDING, "", []), _kept(whole)]
    assert [row["field"] for row in whole.signatures] == ["person", "agency"]
    assert check_file(content_of(whole)).is_unchanged


def _kept(paper: Paper) -> tuple[Any, str, Any]:
    return paper.state, paper.path, paper.signatures


def test_the_offline_page_holds_the_key_and_asks_nobody(client: Client) -> None:
    answer = client.get(f"{PAGE}ngoai-tuyen/")
    page = answer.content.decode()

    assert "attachment" in answer["Content-Disposition"]
    assert re.search(r"<code id=\"key\">[0-9a-f]{64}</code>", page)
    assert not re.search(r"(src|href)=", page)
