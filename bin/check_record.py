#!/usr/bin/env python3
"""Check an exported record of one dossier: one file, no Django, nothing to install but for the signature.

    python3 check_record.py nhat-ky-H99.16-261124-0001.json --key PUBLIC_KEY

PUBLIC_KEY is what the department publishes at /minh-bach/nhat-ky/. Exit 0: the record is whole. Exit 1: it was forged
or changed; each fault is a line. Exit 2: the file is no export. The signature needs the package `cryptography`; without
it the rest is checked and the last line says that the signature was not.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from typing import Any

FORM = 1


def canonical(facts: Any) -> bytes:
    """JSON as the site hashes it: keys in order, no blanks, every letter as it is."""
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def sha256(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def faults_of_events(events: list[dict[str, Any]], dossier: int) -> Iterator[str]:
    """Each event follows from the one before it, and its hash from what it says."""
    previous, recorded = "", ""
    for seq, event in enumerate(events, 1):
        facts = {key: value for key, value in event.items() if key != "hash"}
        if event["seq"] != seq or event["dossier"] != dossier:
            yield f"event {event['seq']}: out of place"
        if event["previous"] != previous:
            yield f"event {event['seq']}: does not follow the event before it"
        if sha256(canonical(facts)) != event["hash"]:
            yield f"event {event['seq']}: its content was changed"
        if event["recorded_at"] < recorded:
            yield f"event {event['seq']}: recorded before the event before it"
        previous, recorded = event["hash"], event["recorded_at"]


def faults_of_seals(seals: list[dict[str, Any]], dossier: int) -> Iterator[str]:
    """Each seal follows from the one before it, and its hash from what it says."""
    previous = ""
    for seq, seal in enumerate(seals, 1):
        facts = {key: seal[key] for key in ("form", "kind", "key", "seq", "rows", "as_found", "recorded_at")}
        if (seal["seq"], seal["key"], seal["kind"], seal["form"]) != (seq, dossier, "dossier", FORM):
            yield f"seal {seal['seq']}: out of place"
        if seal["previous_hash"] != previous:
            yield f"seal {seal['seq']}: does not follow the seal before it"
        if sha256(canonical({**facts, "previous": seal["previous_hash"]})) != seal["hash"]:
            yield f"seal {seal['seq']}: was changed"
        previous = seal["hash"]


def faults_of_rows(exported: dict[str, Any], sealed: dict[str, Any]) -> Iterator[str]:
    """The rows are those that the seals hold, no more and no fewer; messages are not exported."""
    rows = {label: sha256(canonical(values)) for label, values in exported.items()}
    for label in sorted(rows.keys() | sealed.keys()):
        if label.startswith("altered/"):
            yield f"{label.removeprefix('altered/')}: had been changed outside the site before a later act sealed it"
            continue
        if label.split("/")[0] in ("notice", "journal"):
            continue
        if rows.get(label) != sealed.get(label):
            yield f"{label}: is not as it was sealed"


def root_by(line: str, path: list[list[str]]) -> str:
    """The Merkle root (RFC 6962) to which a line and its proof lead."""
    node = hashlib.sha256(b"\0" + line.encode()).digest()
    for side, other in path:
        pair = bytes.fromhex(other) + node if side == "left" else node + bytes.fromhex(other)
        node = hashlib.sha256(b"\1" + pair).digest()
    return node.hex()


def faults_of_root(export: dict[str, Any], key: str) -> Iterator[str]:
    """One of the seals is a head that the root was signed over, and the department's key signed it."""
    if "root" not in export:
        yield "no signed root holds this dossier yet: ask again in an hour"
        return
    root, line = export["root"], export["head"]
    lines = {f"{seal['kind']} {seal['key']} {seal['seq']} {seal['hash']}" for seal in export["seals"]}
    if line not in lines:
        yield "the signed root holds another history"
    if root_by(line, export["proof"]) != root["root"]:
        yield "the signed root does not hold this dossier"
    if root["public_key"] != key:
        yield "the root is signed with another key than the published one"
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        print("signature not checked: pip install cryptography", file=sys.stderr)
        return
    facts = {name: value for name, value in root.items() if name != "signature"}
    signed = json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(root["signature"]), signed)
    except (InvalidSignature, ValueError):
        yield "the signature of the root is wrong"


def faults(export: dict[str, Any], key: str) -> Iterator[str]:
    """Everything that is wrong with an export."""
    dossier = export["dossier"]
    yield from faults_of_events(export["events"], dossier)
    yield from faults_of_seals(export["seals"], dossier)
    sealed: dict[str, Any] = {}
    for seal in export["seals"]:
        sealed.update(seal["rows"])
    head = export["events"][-1]["hash"] if export["events"] else ""
    if sealed.get(f"journal/{dossier}") != head:
        yield "the seals hold another last event: events are missing or were put in"
    if "rows" in export:
        yield from faults_of_rows(export["rows"], sealed)
        row = export["rows"].get(f"dossier/{dossier}", {})
        if row.get("code") != export["code"]:
            yield "the code is not that of the dossier"
    yield from faults_of_root(export, key)


def main() -> int:
    """Check the file that was named."""
    parser = argparse.ArgumentParser(description="Check the exported record of one dossier.")
    parser.add_argument("file")
    parser.add_argument("--key", required=True, help="the department's published public key, in hex")
    arguments = parser.parse_args()
    try:
        with open(arguments.file, encoding="utf-8") as file:
            export = json.load(file)
        wrong = list(faults(export, arguments.key))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        print(f"{arguments.file} is no export of a record: {error!r}")
        return 2
    for fault in wrong:
        print(fault)
    if not wrong:
        later = len(export["seals"]) - int(export["head"].split()[2])
        print(f"{export['code']}: {len(export['events'])} events, whole as of {export['root']['made_at']}.")
        if later:
            print(f"{later} later seals are not in a signed root yet.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
