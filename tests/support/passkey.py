"""A passkey in software: what a telephone does when a page asks it to enrol or to sign."""

import hashlib
import json
import secrets
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG


class Passkey:
    """One credential of one device, for the site at *origin*."""

    def __init__(self, origin: str = "http://localhost") -> None:
        self.origin, self.id = origin, secrets.token_bytes(32)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.count = 0

    def enrol(self, asked: dict[str, Any]) -> str:
        """The answer to a page that asks for a new credential, as its form sends it."""
        public = ES256.from_cryptography_key(self.key.public_key())
        attested = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = self._authenticator_data(FLAG.UP | FLAG.UV | FLAG.AT, attested)
        attestation = AttestationObject.create("none", data, {})
        return self._answer(asked, "webauthn.create", attestationObject=bytes(attestation))

    def sign(self, asked: dict[str, Any]) -> str:
        """The answer to a page that asks for a signature."""
        self.count += 1
        data = self._authenticator_data(FLAG.UP | FLAG.UV)
        client = self._client_data(asked, "webauthn.get")
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(asked, "webauthn.get", authenticatorData=bytes(data), signature=signature)

    def _authenticator_data(self, flags: Any, attested: Any = b"") -> AuthenticatorData:
        site = hashlib.sha256(str(urlsplit(self.origin).hostname).encode()).digest()
        return AuthenticatorData.create(site, flags, self.count, attested)

    def _client_data(self, asked: dict[str, Any], kind: str) -> bytes:
        challenge = asked["publicKey"]["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, asked: dict[str, Any], kind: str, **parts: bytes) -> str:
        response = {"clientDataJSON": self._client_data(asked, kind), **parts}
        encoded = {name: websafe_encode(part) for name, part in response.items()}
        name = websafe_encode(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": encoded})
