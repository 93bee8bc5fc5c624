"""The certificates that signatures of this site follow from; without pyHanko, for pages that only check."""

from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.x509 import Certificate, load_der_x509_certificate, load_pem_x509_certificates
from django.conf import settings

from dossiers.papers.signing import authority


def roots() -> list[Certificate]:
    """Those of `roots.pem` in the folder of keys; and that of the site's own making while it is being tried out."""
    kept = _in_file(Path(settings.SIGNING["folder"]) / "roots.pem")
    return [authority.root(), *kept] if settings.SIGNING["way"] == "test" else kept


def is_ours(certificate: bytes) -> bool:
    """Whether a certificate (DER) was issued by one of the roots."""
    return any(is_issued_by(certificate, root) for root in roots())


def is_issued_by(certificate: bytes, root: Certificate) -> bool:
    """Whether a certificate (DER) was issued by *root*."""
    try:
        load_der_x509_certificate(certificate).verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


@cache
def _in_file(file: Path) -> list[Certificate]:
    return load_pem_x509_certificates(file.read_bytes()) if file.is_file() else []
