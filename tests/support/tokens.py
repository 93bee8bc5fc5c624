"""A token of SoftHSM, keys to write into it, and an authority that certifies them, stamps times and revokes."""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.utils import timezone
from pyhanko.sign.timestamps import DummyTimeStamper

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so", "/usr/lib/softhsm2/libsofthsm2.so")
MODULE = next((path for path in MODULES if Path(path).is_file()), "")
PIN, LABEL = "240613", "so-mau"
SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2046, 1, 1, tzinfo=UTC)
needs_softhsm = pytest.mark.skipif(
    not MODULE or shutil.which("softhsm2-util") is None, reason="softhsm2 is not here: no token to try"
)
WRITE = """
import json, sys, pkcs11
from pkcs11.util.x509 import decode_x509_certificate
facts = json.load(sys.stdin)
token = pkcs11.lib(facts["module"]).get_token(token_label=facts["label"])
with token.open(rw=True, user_pin=facts["pin"]) as session:
    session.create_object({
        **decode_x509_certificate(bytes.fromhex(facts["certificate"])),
        pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: facts["name"],
    })
"""


@dataclass
class Authority:
    """A certificate authority of the tests."""

    key: Any
    certificate: x509.Certificate

    @classmethod
    def new(cls, name: str = "Cơ quan chứng thực mẫu") -> "Authority":
        """One of its own making."""
        key = ec.generate_private_key(ec.SECP256R1())
        return cls(key, _built(name, key.public_key(), _named(name), key, SINCE, UNTIL, is_authority=True))

    def certify(
        self, name: str, key: Any, since: datetime = SINCE, until: datetime = UNTIL, *, stamps: bool = False
    ) -> x509.Certificate:
        """A certificate for *key*, called *name*."""
        issuer = self.certificate.subject
        return _built(name, key.public_key(), issuer, self.key, since, until, is_authority=False, stamps=stamps)

    def revocation_list(self, *revoked: x509.Certificate) -> bytes:
        """The list of *revoked* ones (DER), good for a year."""
        now = timezone.now()
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
        builder = builder.last_update(now - timedelta(days=1)).next_update(now + timedelta(days=365))
        for one in revoked:
            row = x509.RevokedCertificateBuilder().serial_number(one.serial_number)
            builder = builder.add_revoked_certificate(row.revocation_date(now - timedelta(days=1)).build())
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = builder.add_extension(identifier, critical=False).add_extension(x509.CRLNumber(1), critical=False)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def new_key(kind: str = "ec") -> Any:
    """A private key."""
    return rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())


def pem(*certificates: x509.Certificate) -> bytes:
    """Certificates as `roots.pem` holds them."""
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates)


class StampService:
    """A service of time stamps on this host; `manner`: it answers well, with nonsense, or by drops for ever."""

    def __init__(self, authority: Authority) -> None:
        key = new_key("rsa")
        own = asn1.Certificate.load(
            authority.certify("Dấu thời gian", key, stamps=True).public_bytes(serialization.Encoding.DER)
        )
        pkcs8 = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.stamper = DummyTimeStamper(own, keys.PrivateKeyInfo.load(pkcs8))
        self.manner, self.asked = "well", 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._answers())
        self.server.daemon_threads = True
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def _answers(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked += 1
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                with suppress(OSError):
                    service.answer(question, self.wfile)

            def log_message(self, *words: Any) -> None:
                pass

        return Answer

    def answer(self, question: Any, out: Any) -> None:
        """One answer, in its manner."""
        if self.manner == "well":
            out.write(self.stamper.request_tsa_response(question).dump())
        elif self.manner == "nonsense":
            out.write(b"no stamp")
        while self.manner == "drops":
            out.write(b"0")
            out.flush()
            time.sleep(0.05)


class SoftToken:
    """A token in a folder: keys and certificates are written into it by their names."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        (folder / "tokens").mkdir(parents=True)
        (folder / "softhsm.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
        monkeypatch.setenv("SOFTHSM2_CONF", str(folder / "softhsm.conf"))
        self._util("--init-token", "--free", "--label", LABEL, "--so-pin", "12345678", "--pin", PIN)

    def keep(self, name: str, key: Any, certificate: x509.Certificate) -> None:
        """Write a key and its certificate."""
        file = self.folder / f"{name}.pem"
        plain = serialization.NoEncryption()
        file.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
        number = os.urandom(4).hex()
        self._util("--import", str(file), "--token", LABEL, "--label", name, "--id", number, "--pin", PIN)
        content = certificate.public_bytes(serialization.Encoding.DER).hex()
        facts = {"module": MODULE, "label": LABEL, "pin": PIN, "name": name, "certificate": content}
        subprocess.run([sys.executable, "-c", WRITE], input=json.dumps(facts), text=True, check=True)

    def pull_out(self) -> None:
        """The token is gone."""
        (self.folder / "tokens").rename(self.folder / "away")
        (self.folder / "tokens").mkdir()

    def put_back(self) -> None:
        """And there again."""
        (self.folder / "tokens").rmdir()
        (self.folder / "away").rename(self.folder / "tokens")

    def _util(self, *words: str) -> None:
        subprocess.run(["softhsm2-util", *words], capture_output=True, check=True)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:60])])


def _built(
    name: str,
    public: Any,
    issuer: x509.Name,
    signer: Any,
    since: datetime,
    until: datetime,
    *,
    is_authority: bool,
    stamps: bool = False,
) -> x509.Certificate:
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority,
                content_commitment=not is_authority,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                **usage,
            ),
            critical=True,
        )
    )
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(signer, hashes.SHA256())
