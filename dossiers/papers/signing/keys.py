"""The port to the keys: what signs for a signatory, and the picture of its signature."""

from pathlib import Path
from typing import Any

from asn1crypto import keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from django.conf import settings
from PIL import Image
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from dossiers.papers.signing import authority, pictures
from dossiers.papers.signing.signatories import AGENCY, Signatory


class NoKey(Exception):
    """Somebody who should sign has no key, or none that opens; the message names them."""


def signer_of(signatory: Signatory) -> Signer:
    """What signs for *signatory*. Raises NoKey."""
    if settings.SIGNING["way"] == "test":
        key, certificate = authority.certified(signatory.key, signatory.name, signatory.organisation)
        return _signer(key, certificate, [authority.root()])
    return _from_file(signatory.key)


def picture_of(signatory: Signatory) -> Image.Image | None:
    """The seal or the handwriting: `<key>.png` of the folder; a drawn one where certificates are for trying only."""
    file = _folder() / f"{signatory.key}.png"
    if file.is_file():
        with Image.open(file) as picture:
            return picture.convert("RGBA")
    if settings.SIGNING["way"] != "test":
        return None
    return pictures.seal(signatory.name) if signatory.field == AGENCY else pictures.handwriting(signatory.name)


def _folder() -> Path:
    return Path(settings.SIGNING["folder"])


def _from_file(name: str) -> Signer:
    try:
        content = (_folder() / f"{name}.p12").read_bytes()
        key, certificate, chain = pkcs12.load_key_and_certificates(content, settings.SIGNING["password"].encode())
    except (OSError, ValueError) as fault:
        raise NoKey(f"{name}: {fault}") from fault
    if key is None or certificate is None:
        raise NoKey(f"{name}: the file has no key or no certificate")
    return _signer(key, certificate, chain)


def _signer(key: Any, certificate: certificates.Certificate, chain: list[certificates.Certificate]) -> Signer:
    own, *others = (x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in (certificate, *chain))
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    registry = SimpleCertificateStore()
    registry.register_multiple(others)
    return SimpleSigner(own, keys.PrivateKeyInfo.load(private), registry)
