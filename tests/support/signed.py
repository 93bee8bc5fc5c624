"""Files that somebody signed electronically, for tests."""

from datetime import UTC, datetime, timedelta

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import CertificateBuilder, Name, NameAttribute
from cryptography.x509.oid import NameOID
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from toolbox.pdf_signatures import Words, sign


def sign_by_anybody(content: bytes, who: str = "Công ty Mẫu") -> bytes:
    """*content* with a signature of *who*, whom nobody vouches for."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime(2026, 1, 1, tzinfo=UTC)
    name = Name([NameAttribute(NameOID.COMMON_NAME, who)])
    builder = CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    own = builder.not_valid_before(now).not_valid_after(now + timedelta(days=900)).sign(key, SHA256())
    signer = signers.SimpleSigner(
        x509.Certificate.load(own.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
        SimpleCertificateStore(),
    )
    return sign(content, signer, "ChuKy", Words("Ký tên"))
