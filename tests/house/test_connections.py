"""The site opens connections in few places, each to an address of the settings: none comes from what people send."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("portal", "reports", "payments", "dossiers", "procedures", "people", "notifications", "toolbox")
OPENS = {"socket", "http.client", "urllib.request", "ftplib", "smtplib", "requests", "httpx", "telnetlib", "aiohttp"}
# Where, and whereto.
KNOWN = {
    "portal/http/worker.py": "clients of this site, whose requests it reads",
    "portal/management/commands/portal.py": "its own processes, on this machine",
    "portal/operations/heartbeat.py": "the name of this machine",
    "portal/operations/metrics.py": "the name of this machine",
    "notifications/channels/email.py": "the mail server of the settings: the errors it may answer with",
    "toolbox/clamd.py": "the scanner of the settings (CLAMD_URL)",
    "toolbox/pdf.py": "none: pictures of a paper are data: addresses, anything else is refused",
    "toolbox/supervisor.py": "its own children",
    "toolbox/sandbox.py": "its own children",
}


def test_nobody_else_opens_a_connection() -> None:
    opening = {str(path.relative_to(ROOT)) for path in _modules() if OPENS & _imports(path)}

    assert opening - set(KNOWN) == set()
    assert set(KNOWN) - opening == set()


def _modules() -> list[Path]:
    return [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names
