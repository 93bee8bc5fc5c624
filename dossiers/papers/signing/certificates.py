"""Certificates of those who sign: whether one is good today, which end soon. Without pyHanko, for pages and rounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

from dossiers.models.signing_fault import SigningFault
from toolbox import tokens

ISSUER_KEYS = (rsa.RSAPublicKey, ec.EllipticCurvePublicKey)
WARNED_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Held:
    """A key that signs here: its name (`person-<user name>`, `agency-<code>`), and its certificate."""

    key: str
    certificate: x509.Certificate

    @property
    def name(self) -> str:
        """Whose it is, as the certificate says."""
        names = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(names[0].value) if names else self.key

    @property
    def ends_at(self) -> datetime:
        """Its last instant."""
        return self.certificate.not_valid_after_utc


def fault_of(certificate: x509.Certificate, at: datetime) -> SigningFault | None:
    """Why nothing may be signed with *certificate* at that instant; None while it is good."""
    if at < certificate.not_valid_before_utc:
        return SigningFault.EARLY
    if at > certificate.not_valid_after_utc:
        return SigningFault.EXPIRED
    return SigningFault.REVOKED if _is_revoked(certificate) else None


def revocation_lists() -> list[x509.CertificateRevocationList]:
    """The lists (`*.crl`) beside the keys, which the operator's round fetches. One that cannot be read is none."""
    lists = []
    for file in sorted(Path(settings.SIGNING["folder"]).glob("*.crl")):
        content = file.read_bytes()
        read = x509.load_pem_x509_crl if content.startswith(b"-----") else x509.load_der_x509_crl
        try:
            lists.append(read(content))
        except ValueError:
            continue
    return lists


def is_list_of(one: x509.CertificateRevocationList, issuers: list[x509.Certificate], at: datetime) -> bool:
    """Whether a list was signed by one of *issuers* and is not out of date at that instant."""
    if one.next_update_utc is not None and one.next_update_utc < at:
        return False
    keys = [issuer.public_key() for issuer in issuers if issuer.subject == one.issuer]
    return any(isinstance(key, ISSUER_KEYS) and one.is_signature_valid(key) for key in keys)


def held() -> list[Held]:
    """Every certificate by which papers are signed here. Raises TokenFault when the token does not answer."""
    reading = {"files": _in_files, "pkcs11": _in_token}.get(settings.SIGNING["way"])
    return sorted(reading(), key=lambda one: (one.ends_at, one.key)) if reading else []


def ending(at: datetime) -> list[Held]:
    """Those that end within a month, or have, the first of them first. Raises TokenFault."""
    return [one for one in held() if one.ends_at <= at + WARNED_BEFORE]


def labels() -> dict[str, str]:
    """The label in the token of each key that has another than its own name: lines `key = label` of `labels.txt`."""
    file = Path(settings.SIGNING["folder"]) / "labels.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {key.strip(): label.strip() for key, _sign, label in pairs}


def token() -> tokens.Token:
    """The token of the settings."""
    signing = settings.SIGNING
    return tokens.Token(signing["module"], signing["token"], signing["password"])


def _in_files() -> Iterator[Held]:
    for file in Path(settings.SIGNING["folder"]).glob("*.p12"):
        try:
            _key, certificate, _chain = pkcs12.load_key_and_certificates(
                file.read_bytes(), settings.SIGNING["password"].encode()
            )
        except (OSError, ValueError):
            continue
        if certificate:
            yield Held(file.stem, certificate)


def _in_token() -> Iterator[Held]:
    keys = {label: key for key, label in labels().items()}
    for label, content in tokens.certificates(token()).items():
        certificate = x509.load_der_x509_certificate(content)
        if not _is_authority(certificate):
            yield Held(keys.get(label, label), certificate)


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        return False


def _is_revoked(certificate: x509.Certificate) -> bool:
    lists = (one for one in revocation_lists() if one.issuer == certificate.issuer)
    return any(one.get_revoked_certificate_by_serial_number(certificate.serial_number) for one in lists)
