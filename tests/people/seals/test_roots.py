"""Signed roots: what changed, chained and signed; everything that is done to them is named."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from people.actions import register_party
from people.models import Seal
from people.seals import keys, roots
from people.seals.heads import line_of

pytestmark = pytest.mark.django_db


def sign() -> roots.Root:
    """A root, which there is something for."""
    root = roots.sign_root(timezone.now())
    assert root is not None
    return root


def test_each_root_holds_the_heads_that_changed_and_follows_the_one_before() -> None:
    register_party(name="Người thứ nhất")
    first = sign()
    party = register_party(name="Người thứ hai")
    second = sign()

    seal = Seal.objects.get(kind="party", key=party.pk)
    assert line_of(seal) in roots.heads_of(second.number)
    assert (first.number, second.number) == (1, 2)
    assert roots.is_signed(second)
    assert list(roots.faults_of_roots()) == []


def test_nothing_new_makes_no_root() -> None:
    register_party(name="Một người")
    sign()

    assert roots.sign_root(timezone.now()) is None
    assert roots.newest() is not None


def test_a_root_made_by_another_process_meanwhile_stands(monkeypatch: Any) -> None:
    register_party(name="Một người")
    real = roots._signed

    def slow(root: roots.Root) -> roots.Root:
        monkeypatch.setattr(roots, "_signed", real)
        assert roots.sign_root(timezone.now()) is not None
        return real(root)

    monkeypatch.setattr(roots, "_signed", slow)

    assert roots.sign_root(timezone.now()) is None
    assert list(roots.faults_of_roots()) == []


def test_copies_go_outside(settings: Any, tmp_path: Path) -> None:
    settings.RECORD_COPY_TO, settings.RECORD_MAIL_TO = str(tmp_path / "outside"), "luu-tru@example.vn"
    register_party(name="Một người")

    root = sign()

    copies = {file.name for file in (tmp_path / "outside").iterdir()}
    assert copies == {"00000001.json", roots.heads_file(root).name}
    assert mail.outbox[0].to == ["luu-tru@example.vn"]
    assert json.loads(mail.outbox[0].body)["root"] == root.root


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"root": "0" * 64}, "is not signed by this site"),
        ({"made_at": "2020-01-01T00:00:00+00:00"}, "is not signed by this site"),
        ({"previous": "x"}, "does not follow the root before it"),
        ({"signature": "zz"}, "is not signed by this site"),
        ({"public_key": "00"}, "is not signed by this site"),
    ],
)
def test_a_changed_root_is_named(change: dict[str, str], words: str) -> None:
    register_party(name="Một người")
    file = roots.file_of(sign().number)
    file.write_text(json.dumps(json.loads(file.read_text()) | change))

    assert any(words in fault for fault in roots.faults_of_roots())


def test_a_root_that_is_gone_or_no_root_is_named() -> None:
    for name in ("một", "hai", "ba"):
        register_party(name=name)
        sign()
    roots.file_of(2).unlink()
    roots.heads_file(roots.read(roots.file_of(3))).write_text("party 1 1 x\n")
    (roots.folder() / "00000009.json").write_text("[]")

    faults = "\n".join(roots.faults_of_roots())

    assert "root 2 is missing before it" in faults
    assert "its heads are not those it was signed over" in faults
    assert "root 00000009.json cannot be read" in faults


def test_a_new_key_of_the_record_leaves_what_the_old_one_sealed_and_signed_good(settings: Any) -> None:
    party = register_party(name="Một người")
    sign()
    settings.RECORD_KEY_FALLBACKS, settings.RECORD_KEY = (settings.RECORD_KEY,), "another key of the record"
    party.name = "Tên khác"
    party.save()
    sign()

    assert list(roots.faults_of_roots()) == []
    assert len({seal.key_name for seal in Seal.objects.filter(kind="party", key=party.pk)}) == 2
    assert keys.mac("x", "unknown") is None
