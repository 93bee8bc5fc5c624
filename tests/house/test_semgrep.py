"""Each rule of .semgrep/house.yml fires on what it forbids, in a room it watches, and not on what is allowed."""

import json
import re
import subprocess

import pytest

from tests.house.tree import ROOT

RULES = ROOT / ".semgrep" / "house.yml"
SEMGREP = ROOT / ".venv-semgrep" / "bin" / "semgrep"
LISTS, FILES, DOOR = (
    "dossiers-without-asking-who-looks",
    "files-and-papers-by-key-alone",
    "state-or-history-written-beside-the-door",
)
TASK, LOCK = "a-task-whose-broker-can-fail-the-request", "a-lock-on-more-rows-than-were-named"
MARKUP, SQL = "markup-that-nobody-escaped", "a-sentence-of-sql-put-together"
REDIRECT, DAY = "a-redirect-to-wherever-the-request-says", "a-day-without-a-zone"
CONTENT = "an-editions-content-read-raw"

FORBIDDEN = [
    (LISTS, "dossiers/views/desk", "Dossier.objects.filter(code=code)"),
    (LISTS, "dossiers/api", "get_object_or_404(Dossier, code=code)"),
    (LISTS, "reports/tables", "Dossier.objects.all()"),
    (FILES, "dossiers/views/citizen", "Attachment.objects.get(pk=key)"),
    (FILES, "dossiers/views/public", "get_object_or_404(Paper, pk=key)"),
    (DOOR, "dossiers/actions", "Event.objects.create(dossier=it)"),
    (DOOR, "dossiers/deadlines", "Dossier.objects.open().filter(x=1).update(x=2)"),
    (DOOR, "portal/operations", "rows = Dossier.objects.open()\nrows.filter(x=1).update(x=2)"),
    (DOOR, "payments", "payment.dossier.save()"),
    (TASK, "notifications", "transaction.on_commit(deliver.delay)"),
    (TASK, "dossiers/papers", "transaction.on_commit(lambda: render.delay(3))"),
    (LOCK, "dossiers/actions", "Dossier.objects.select_for_update().select_related('edition')"),
    (LOCK, "payments", "rows = Payment.objects.select_for_update()\nrows.select_related('receipt').get(pk=1)"),
    (LOCK, "dossiers/deadlines", "rows.with_names().select_for_update(skip_locked=True)"),
    (MARKUP, "procedures/templatetags", "mark_safe(text)"),
    (SQL, "portal/http", "cursor.execute(f'SELECT {name}', [])"),
    (SQL, "reports", "cursor.execute('SELECT %s' % name, [])"),
    (REDIRECT, "people/sign_in", "redirect(request.GET['next'])"),
    (DAY, "portal/operations", "datetime.now()"),
    (DAY, "procedures/law", "date.today()"),
    (CONTENT, "dossiers/actions", "dossier.edition.content['form']"),
    (CONTENT, "reports/tables", "edition.content.get('fees')"),
]
ALLOWED = [
    ("dossiers/views/desk", "Dossier.objects.visible_to(user).filter(code=code)"),
    ("dossiers/api", "get_object_or_404(Dossier.objects.own_of(user), code=code)"),
    ("dossiers/deadlines", "Dossier.objects.filter(code=code)"),
    ("dossiers/views/citizen", "dossier.attachments.get(pk=key)"),
    ("dossiers/journal", "Event.objects.create(dossier=it)"),
    ("portal/demo/province", "Event.objects.bulk_create(many)"),
    ("notifications", "rows = Notice.objects.open()\nrows.filter(x=1).update(x=2)"),
    ("notifications/channels", "transaction.on_commit(deliver.delay, robust=True)"),
    ("dossiers/papers", "transaction.on_commit(lambda: forget(3))"),
    ("dossiers/actions", "Dossier.objects.select_for_update(of=('self',)).select_related('edition')"),
    ("payments", "rows = Payment.objects.select_for_update(of=('self',))\nrows.select_related('receipt').get(pk=1)"),
    ("people", "User.objects.select_for_update(no_key=True).get(pk=1)"),
    ("procedures/templatetags", "escape(text)"),
    ("portal/http", "cursor.execute('SELECT %s', [name])"),
    ("people/sign_in", "redirect('portal:home')"),
    ("procedures/law", "timezone.localdate()"),
    ("procedures/models", "edition.content['form']"),
]

pytestmark = pytest.mark.skipif(not SEMGREP.exists(), reason="semgrep comes with bin/check")


@pytest.fixture(scope="module")
def fired(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Every snippet in a file of its own, looked at in one go: which rules fired on which file."""
    root = tmp_path_factory.mktemp("rooms")
    snippets = {path_of(room, code): code for room, code in [*((room, code) for _, room, code in FORBIDDEN), *ALLOWED]}
    for path, code in snippets.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"{code}\n")
    options = ["--config", str(RULES), "--metrics=off", "--disable-version-check", "--json", "--jobs=1"]
    answer = subprocess.run([SEMGREP, "scan", *options, "."], cwd=root, capture_output=True, text=True, check=False)
    rules: dict[str, set[str]] = {path: set() for path in snippets}
    for one in json.loads(answer.stdout)["results"]:
        rules[one["path"]].add(one["check_id"].rpartition(".")[2])
    return rules


@pytest.mark.parametrize(("rule", "room", "code"), FORBIDDEN)
def test_the_rule_fires_on_what_it_forbids(fired: dict[str, set[str]], rule: str, room: str, code: str) -> None:
    assert fired[path_of(room, code)] == {rule}


@pytest.mark.parametrize(("room", "code"), ALLOWED)
def test_no_rule_fires_on_what_is_allowed(fired: dict[str, set[str]], room: str, code: str) -> None:
    assert fired[path_of(room, code)] == set()


def test_no_rule_is_without_its_proof() -> None:
    rules = re.findall(r"^  - id: (\S+)", RULES.read_text(), re.MULTILINE)

    assert {rule for rule, _room, _code in FORBIDDEN} == set(rules)


def path_of(room: str, code: str) -> str:
    """A file in that room, named after what is in it."""
    return f"{room}/{re.sub(r'[^a-z]+', '_', code.lower())[:80]}.py"
