"""Certificates of those who sign: who is told that one ends; and signatures that prove later that one was good."""

import hashlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import crl
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore

from dossiers.models import Paper
from dossiers.papers.render import render_batch
from dossiers.papers.signing import marks, watch
from dossiers.papers.signing.signatories import PERSON
from dossiers.papers.verification import check_file
from dossiers.tasks import watch_certificates
from notifications.models import Notice
from people.models import User
from portal.operations import health, metrics
from tests.support.papers import Desk
from tests.support.tokens import SINCE, UNTIL, Authority, StampService, new_key, pem
from toolbox import pdf_signatures

pytestmark = pytest.mark.django_db
WORD = "mau"


class Keys:
    """A folder of keys as the operator keeps it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.authority = folder, Authority.new()
        folder.mkdir()
        (folder / "roots.pem").write_bytes(pem(self.authority.certificate))

    def keep(self, name: str, since: Any = SINCE, until: Any = UNTIL) -> Any:
        """Write `<name>.p12`; its certificate."""
        key = new_key()
        certificate = self.authority.certify(name, key, since, until)
        content = pkcs12.serialize_key_and_certificates(
            name.encode(), key, certificate, None, BestAvailableEncryption(WORD.encode())
        )
        (self.folder / f"{name}.p12").write_bytes(content)
        return certificate


@pytest.fixture
def keys(tmp_path: Path, settings: Any) -> Keys:
    """An empty one, which the settings name."""
    one = Keys(tmp_path / "signing")
    settings.SIGNING = settings.SIGNING | {"way": "files", "folder": str(one.folder), "password": WORD}
    return one


@pytest.fixture
def stamps(keys: Keys, settings: Any) -> StampService:
    """A service of time stamps of the same authority, which the settings name."""
    service = StampService(keys.authority)
    settings.SIGNING = settings.SIGNING | {"time_stamps": service.address}
    marks.STAMPS.close()
    pdf_signatures._stamper.cache_clear()
    return service


@pytest.fixture
def result(desk: Desk, keys: Keys) -> Paper:
    """A result that waits for its file, and the keys for it; nothing else waits."""
    paper = desk.issue("result")
    Paper.objects.exclude(pk=paper.pk).update(state=Paper.State.FAILED)
    for facts in paper.context["signatories"]:
        keys.keep(facts["key"])
    return paper


def signed(paper: Paper, at: Any = None) -> Paper:
    """After one try of the worker."""
    render_batch(at or timezone.now())
    paper.refresh_from_db()
    return paper


def content_of(paper: Paper) -> bytes:
    with default_storage.open(paper.path) as file:
        return bytes(file.read())


@pytest.mark.parametrize(("days", "told"), [(-1, True), (1, True), (29, True), (31, False)])
def test_signer_and_administrators_are_told_once_of_what_ends(
    keys: Keys, leader: User, administrator: User, days: int, told: bool
) -> None:
    keys.keep(f"person-{leader.username}", until=timezone.now() + timedelta(days=days))

    watch_certificates()
    watch_certificates()

    notices = Notice.objects.filter(kind="certificate_ends", channel="inbox")
    assert sorted(notice.user.username for notice in notices) == sorted(
        [leader.username, administrator.username] if told else []
    )
    assert all(("đã hết hạn" in notice.subject) == (days < 0) for notice in notices)
    assert health.signing() is not told


def test_the_look_over_a_site_names_certificates_and_metrics_count_what_waits(
    result: Paper, keys: Keys, rf: RequestFactory, capsys: Any
) -> None:
    name = result.context["signatories"][0]["key"]
    keys.keep(name, until=timezone.now() - timedelta(days=1))
    watch_certificates()
    assert signed(result).fault["kind"] == "expired"

    with pytest.raises(CommandError):
        call_command("check_site")
    assert f"{name} ({name}): chứng thư số đã hết hạn" in capsys.readouterr().out
    figures = metrics.metrics(rf.get("/metrics")).content.decode()
    assert 'motcua_unsigned{fault="expired"} 1.0' in figures
    assert f'motcua_certificate_ends_seconds{{key="{name}"}} -86' in figures
    assert [one.fault for one in watch.last_look()].count("expired") == 1


def test_staff_read_why_a_paper_waits_and_the_applicant_that_it_does(
    desk: Desk, keys: Keys, client: Client, leader: User, citizen: User
) -> None:
    result = signed(desk.issue("receipt"))

    client.force_login(leader)
    page = client.get(f"/can-bo/ho-so/{result.dossier.code}/").content.decode()
    assert "Chưa ký được: chưa có khóa ký" in page
    client.force_login(citizen)
    page = client.get(f"/ho-so/{result.dossier.code}/").content.decode()
    assert "chờ ký số" in page
    assert "khóa ký" not in page


def test_signatures_with_stamps_and_lists_prove_for_good_that_they_were_good(
    result: Paper, keys: Keys, stamps: StampService
) -> None:
    (keys.folder / "ca.crl").write_bytes(keys.authority.revocation_list())
    paper = signed(result)
    reader = PdfFileReader(BytesIO(content_of(paper)))
    root = asn1.Certificate.load(keys.authority.certificate.public_bytes(Encoding.DER))

    assert [row["level"] for row in paper.signatures] == ["B-LT", "B-LT"]
    assert check_file(content_of(paper)).is_unchanged
    strict = {"trust_roots": [root], "revocation_mode": "hard-fail", "allow_fetching": False}
    for signature in reader.embedded_signatures:
        # Without a list in the file nothing says that the certificate was not revoked.
        status = validate_pdf_signature(signature, DocumentSecurityStore.read_dss(reader).as_validation_context(strict))
        assert status.bottom_line, status.summary()
        assert status.timestamp_validity is not None
    lists = reader.root["/DSS"]["/CRLs"]
    assert all(crl.CertificateList.load(one.get_object().data).issuer == root.subject for one in lists)


@pytest.mark.parametrize("lists", ["", "of another", "of another and no roots"])
def test_without_lists_of_who_certified_it_a_signature_is_stamped_and_says_no_more(
    result: Paper, keys: Keys, stamps: StampService, lists: str
) -> None:
    if lists:
        (keys.folder / "x.crl").write_bytes(Authority.new().revocation_list())
    if "roots" in lists:
        (keys.folder / "own.crl").write_bytes(keys.authority.revocation_list())
        (keys.folder / "roots.pem").write_bytes(pem(Authority.new("Khác").certificate))
    assert [row["level"] for row in signed(result).signatures] == ["B-T", "B-T"]


@pytest.mark.parametrize("manner", ["nonsense", "drops"])
def test_a_service_that_gives_no_stamp_holds_nothing_up_for_long(
    result: Paper, stamps: StampService, manner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_signatures, "STAMP_SECONDS", 0.5)
    pdf_signatures._stamper.cache_clear()
    stamps.manner, when = manner, timezone.now()
    seen = []
    for _turn in range(3):
        marks.STAMPS.close()
        paper = signed(result, when)
        seen.append(paper.fault.get("kind", paper.state))
        when = paper.not_before

    assert seen == ["stamp", "stamp", "ready"]
    assert [row["level"] for row in paper.signatures] == ["B", "B"]
    assert stamps.asked <= 4


def test_what_is_kept_of_a_signature_is_what_signed(result: Paper, keys: Keys) -> None:
    own = keys.keep(result.context["signatories"][0]["key"])
    row = next(row for row in signed(result).signatures if row["field"] == PERSON)
    assert row["certificate"] == hashlib.sha256(own.public_bytes(Encoding.DER)).hexdigest()
    assert row["level"] == "B"
