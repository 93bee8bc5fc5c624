"""The port to the keys: what signs for a signatory, and the picture of its signature."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import algos, keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from django.conf import settings
from PIL import Image
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from dossiers.models.signing_fault import SigningFault
from dossiers.papers.signing import authority, pictures
from dossiers.papers.signing.certificates import fault_of, is_list_of, labels, revocation_lists, token
from dossiers.papers.signing.faults import NotSigned, require_untried_pin
from dossiers.papers.signing.roots import roots
from dossiers.papers.signing.signatories import AGENCY, Signatory
from toolbox import tokens
from toolbox.pdf_signatures import Proof


class TokenSigner(Signer):
    """Signs by a key that stays in its token; everything else of a signature is made here."""

    def __init__(
        self, place: tokens.Token, label: str, own: x509.Certificate, registry: SimpleCertificateStore
    ) -> None:
        super().__init__(signing_cert=own, cert_registry=registry)
        self.place, self.label, self.key = place, label, own.public_key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The signature over *data*; of a dry run only something as long. Raises tokens.TokenFault."""
        if dry_run:
            return bytes(self.key.bit_size // 4 + 16)
        digest = hashlib.new(digest_algorithm, data).digest()
        if self.key.algorithm == "ec":
            pair = tokens.sign(self.place, self.label, digest, "ECDSA")
            return bytes(algos.DSASignature.from_p1363(pair).dump())
        facts = {"digest_algorithm": {"algorithm": digest_algorithm}, "digest": digest}
        return tokens.sign(self.place, self.label, algos.DigestInfo(facts).dump(), "RSA_PKCS")


def signer_of(signatory: Signatory) -> Signer:
    """What signs for *signatory*. Raises NotSigned."""
    if settings.SIGNING["way"] == "test":
        key, certificate = authority.certified(signatory.key, signatory.name, signatory.organisation)
        return _signer(key, certificate, [authority.root()])
    return _in_token(signatory) if settings.SIGNING["way"] == "pkcs11" else _from_file(signatory)


def require_good(signer: Signer, signatory: Signatory, at: datetime) -> None:
    """Raise NotSigned for a certificate that is not valid at that instant, or was revoked."""
    assert signer.signing_cert is not None
    if fault := fault_of(certificates.load_der_x509_certificate(signer.signing_cert.dump()), at):
        raise NotSigned(fault, signatory.name)


def proof_of(signer: Signer, at: datetime) -> Proof | None:
    """What proves later that the certificate was good at that instant: roots, and lists of its issuer; None without."""
    assert signer.signing_cert is not None
    stored = [certificates.load_der_x509_certificate(one.dump()) for one in signer.cert_registry]
    lists = [one for one in revocation_lists() if is_list_of(one, [*stored, *roots()], at)]
    if signer.signing_cert.issuer.dump() not in {one.issuer.public_bytes() for one in lists}:
        return None
    return Proof(*(tuple(one.public_bytes(Encoding.DER) for one in rows) for rows in (roots(), lists)))


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


def _from_file(signatory: Signatory) -> Signer:
    try:
        content = (_folder() / f"{signatory.key}.p12").read_bytes()
        key, certificate, chain = pkcs12.load_key_and_certificates(content, settings.SIGNING["password"].encode())
    except (OSError, ValueError) as fault:
        raise NotSigned(SigningFault.KEY, signatory.name) from fault
    if key is None or certificate is None:
        raise NotSigned(SigningFault.KEY, signatory.name)
    return _signer(key, certificate, chain)


def _in_token(signatory: Signatory) -> Signer:
    require_untried_pin(signatory.name)
    place, label = token(), labels().get(signatory.key, signatory.key)
    stored = {name: x509.Certificate.load(content) for name, content in tokens.certificates(place).items()}
    if label not in stored:
        raise NotSigned(SigningFault.KEY, signatory.name)
    others = [certificate for name, certificate in stored.items() if name != label]
    return TokenSigner(place, label, stored[label], _registry([*others, *map(_plain, roots())]))


def _signer(key: Any, certificate: certificates.Certificate, chain: list[certificates.Certificate]) -> Signer:
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(_plain(certificate), keys.PrivateKeyInfo.load(private), _registry(map(_plain, chain)))


def _plain(certificate: certificates.Certificate) -> x509.Certificate:
    plain: x509.Certificate = x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    return plain


def _registry(rows: Any) -> SimpleCertificateStore:
    registry = SimpleCertificateStore()
    registry.register_multiple(rows)
    return registry
