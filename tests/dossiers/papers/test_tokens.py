"""Papers signed by keys that stay in a token: what comes of it, and of every way a token can fail."""

import logging
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from dossiers.models import Paper
from dossiers.papers.render import CLAIM, render_batch, retry_failed
from dossiers.papers.signing import certificates
from dossiers.papers.signing.faults import NotSigned
from dossiers.papers.verification import check_file
from tests.support.papers import Desk
from tests.support.tokens import LABEL, MODULE, PIN, Authority, SoftToken, needs_softhsm, new_key, pem
from toolbox import tokens

pytestmark = [pytest.mark.django_db, pytest.mark.long, needs_softhsm]


@pytest.fixture
def token(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> SoftToken:
    """A token with the keys of the leader (EC) and of the department (RSA), and settings that sign by it."""
    one, authority = SoftToken(tmp_path / "soft", monkeypatch), Authority.new()
    folder = tmp_path / "signing"
    folder.mkdir()
    (folder / "roots.pem").write_bytes(pem(authority.certificate))
    department = desk.issue("result").context["signatories"]
    for facts, kind in zip(department, ("ec", "rsa"), strict=True):
        key = new_key(kind)
        one.keep(facts["key"], key, authority.certify(facts["name"], key))
    settings.SIGNING = settings.SIGNING | {
        "way": "pkcs11",
        "folder": str(folder),
        "module": MODULE,
        "token": LABEL,
        "password": PIN,
    }
    return one


def tried(at: Any = None) -> Paper:
    """The result, once the worker has tried every paper that waits."""
    when = at or timezone.now()
    while render_batch(when):
        pass
    return Paper.objects.get(kind="result")


def content_of(paper: Paper) -> bytes:
    with default_storage.open(paper.path) as file:
        return bytes(file.read())


def later(paper: Paper) -> Any:
    return paper.not_before + timedelta(seconds=1)


def test_both_signatures_of_a_token_are_ours_and_valid_to_another_program(token: SoftToken, tmp_path: Path) -> None:
    paper = tried()
    check = check_file(content_of(paper))

    assert (check.is_ours, check.is_unchanged, len(check.signatures)) == (True, True, 2)
    if program := shutil.which("pdfsig"):
        (tmp_path / "paper.pdf").write_bytes(content_of(paper))
        words = subprocess.run([program, str(tmp_path / "paper.pdf")], capture_output=True, text=True, check=False)
        assert words.stdout.count("Signature is Valid") == 2


def test_a_label_of_its_own_is_named_in_a_file(token: SoftToken, settings: Any) -> None:
    folder, authority = Path(settings.SIGNING["folder"]), Authority.new()
    key, own = new_key(), Paper.objects.get(kind="result").context["signatories"][1]["key"]
    token.keep("Con dau 2026", key, authority.certify("Sở", key))
    (folder / "labels.txt").write_text(f"# khóa = nhãn\n{own} = Con dau 2026\n")

    assert [one.key for one in certificates.held()].count(own) == 2  # under its name, and by the label
    assert check_file(content_of(tried())).signatures[1].name == "Sở"


WAYS = {"module": {"module": "/usr/lib/khong-co.so"}, "token": {"token": "khong-co"}, "pin": {"password": "000000"}}


@pytest.mark.parametrize(("kind", "change"), WAYS.items())
def test_what_is_set_wrong_is_said_makes_no_half_paper_and_is_made_good(
    token: SoftToken, settings: Any, caplog: pytest.LogCaptureFixture, kind: str, change: dict[str, str]
) -> None:
    right = settings.SIGNING
    settings.SIGNING = right | change
    with caplog.at_level(logging.DEBUG):
        paper = tried()

    assert (paper.state, paper.path, paper.fault["kind"]) == (Paper.State.PENDING, "", kind)
    assert paper.hindrance.startswith("Chưa ký được: ")
    assert settings.SIGNING["password"] not in caplog.text + str(paper.fault)
    settings.SIGNING = right
    paper = tried(later(paper))
    assert (paper.state, paper.fault, paper.hindrance) == (Paper.State.READY, {}, "")


def test_a_wrong_pin_is_tried_once_until_another_is_set_or_somebody_asks(
    token: SoftToken, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, real = [], tokens.sign
    monkeypatch.setattr(tokens, "sign", lambda *args: asked.append(args) or real(*args))
    right, when = settings.SIGNING, timezone.now()
    settings.SIGNING = right | {"password": "000000"}
    for _turn in range(9):
        when += CLAIM + timedelta(hours=1)
        assert tried(when).state == Paper.State.PENDING
    assert len(asked) == 1
    assert retry_failed(when) > 0  # "it is mended": tried again, once
    tried(when)
    assert len(asked) == 2
    settings.SIGNING = right
    assert tried(when + timedelta(days=1)).is_ready


def test_a_token_pulled_out_between_two_signatures_leaves_nothing_and_signs_when_it_is_back(
    token: SoftToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tokens.sign

    def sign_and_pull(*args: Any) -> bytes:
        monkeypatch.setattr(tokens, "sign", real)
        signature = real(*args)
        token.pull_out()
        return signature

    Paper.objects.exclude(kind="result").update(state=Paper.State.FAILED)
    monkeypatch.setattr(tokens, "sign", sign_and_pull)
    paper = tried()
    assert (paper.state, paper.path, paper.signatures, paper.fault["kind"]) == ("pending", "", [], "token")
    token.put_back()
    assert [row["field"] for row in tried(later(paper)).signatures] == ["person", "agency"]


def test_it_is_never_given_up_while_a_token_is_away(token: SoftToken, settings: Any) -> None:
    settings.SIGNING = settings.SIGNING | {"token": "khong-co"}
    when = timezone.now()
    waits = []
    for _turn in range(8):
        paper = tried(when)
        waits.append(round((paper.not_before - when).total_seconds() / 60))
        when = later(paper)

    assert waits == [2, 4, 8, 16, 16, 16, 16, 16]
    assert paper.state == Paper.State.PENDING


def test_a_module_that_never_answers_is_ended(
    token: SoftToken, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "slow.sh"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    place = tokens.Token(MODULE, LABEL, PIN, seconds=0.5)
    monkeypatch.setattr("toolbox.tokens.sys.executable", str(slow))

    with pytest.raises(tokens.TokenFault, match="no answer in 0.5 s") as fault:
        tokens.certificates(place)
    assert fault.value.kind == "silent"
    assert PIN not in repr(place) + str(fault.value)


@pytest.mark.parametrize(
    ("since", "until", "revoked", "kind"),
    [(-900, -1, False, "expired"), (1, 900, False, "early"), (-9, 9, True, "revoked")],
)
def test_a_certificate_that_is_not_good_signs_nothing(
    token: SoftToken, settings: Any, since: int, until: int, revoked: bool, kind: str
) -> None:
    folder, authority, now = Path(settings.SIGNING["folder"]), Authority.new(), timezone.now()
    key, own = new_key(), Paper.objects.get(kind="result").context["signatories"][0]["key"]
    certificate = authority.certify("Người ký", key, now + timedelta(days=since), now + timedelta(days=until))
    token.keep("nhan-moi", key, certificate)
    (folder / "labels.txt").write_text(f"{own} = nhan-moi\n")
    (folder / "ca.crl").write_bytes(authority.revocation_list(*([certificate] if revoked else [])))
    paper = tried()

    assert (paper.state, paper.path, paper.fault["kind"]) == (Paper.State.PENDING, "", kind)
    assert paper.fault["name"] in paper.hindrance
    assert str(NotSigned(certificates.SigningFault(kind), "An")) == f"An: {kind}"
