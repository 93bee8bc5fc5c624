"""A certificate authority for trying signatures out: nothing of it is stored, all of it follows from the record's key.

Its certificates say in their names that they are for trying; outside this site nobody trusts them.
"""

import hashlib
import hmac
from datetime import UTC, datetime
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import BasicConstraints, Certificate, CertificateBuilder, KeyUsage, Name, NameAttribute
from cryptography.x509.oid import NameOID
from django.conf import settings

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2046, 1, 1, tzinfo=UTC)
ROOT = "Một Cửa: chứng thư thử nghiệm"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256
NAME_MAX = 64  # bytes of a name in a certificate (X.520)


def root() -> Certificate:
    """The certificate that all others follow from."""
    return _root(settings.RECORD_KEY)


@cache
def certified(name: str, common_name: str, organisation: str) -> tuple[ec.EllipticCurvePrivateKey, Certificate]:
    """Key and certificate called *name*, the same at every call while the record's key stays."""
    key = _key(settings.RECORD_KEY, name)
    parts = (NameOID.COMMON_NAME, common_name), (NameOID.ORGANIZATION_NAME, organisation)
    subject = Name([NameAttribute(kind, _shortened(text)) for kind, text in parts if text])
    return key, _certificate(subject, key, is_authority=False)


@cache
def _root(secret: str) -> Certificate:
    return _certificate(_root_name(), _key(secret, "root"), is_authority=True)


def _certificate(subject: Name, key: ec.EllipticCurvePrivateKey, *, is_authority: bool) -> Certificate:
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    builder = (
        CertificateBuilder()
        .subject_name(subject)
        .issuer_name(_root_name())
        .public_key(key.public_key())
        .serial_number(_number(settings.RECORD_KEY, f"serial/{subject.rfc4514_string()}") >> 100 | 1)
        .not_valid_before(SINCE)
        .not_valid_after(UNTIL)
        .add_extension(BasicConstraints(is_authority, None), critical=True)
        .add_extension(
            KeyUsage(
                digital_signature=not is_authority,
                content_commitment=not is_authority,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                **usage,
            ),
            critical=True,
        )
    )
    return builder.sign(_key(settings.RECORD_KEY, "root"), SHA256(), ecdsa_deterministic=True)


def _shortened(text: str) -> str:
    return text.encode()[:NAME_MAX].decode(errors="ignore")


def _root_name() -> Name:
    return Name([NameAttribute(NameOID.COMMON_NAME, ROOT)])


def _key(secret: str, name: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(_number(secret, f"key/{name}") % (ORDER - 1) + 1, ec.SECP256R1())


def _number(secret: str, use: str) -> int:
    digest = hmac.new(secret.encode(), f"motcua.signing.{use}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest)
