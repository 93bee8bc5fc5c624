"""The rules that can be measured: each takes a file and yields where it is broken, and how."""

import ast
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.house.tree import Function, Module

Faults = Iterator[tuple[str, str]]
Rule = Callable[[Module], Faults]

FILE_LINES, SETTINGS_LINES, TEMPLATE_LINES, TEMPLATE_COLUMNS = 300, 350, 150, 160
FUNCTION_LINES, VIEW_LINES, TASK_LINES, TEST_LINES = 40, 25, 15, 25
COMPLEXITY, METHODS = 8, 20
DRAWERS = {"utils", "helpers", "helper", "manager", "handler", "process", "data", "info", "misc"}
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)
NO_PAGE = re.compile(r"/papers/|/notifications/|/base_paper|/offline_check")
METHOD_NAMES = {"get", "post", "put", "patch", "delete"}
VIEW_FILE = re.compile(r"/(views|api)(/\w+)*\.py$")
REASONLESS = re.compile(r"\b(TODO|FIXME|XXX)\b(?!: \w+ \w+ \w+)")
FORMATTER = re.compile(r"#\s*(fmt|yapf): *(off|on|skip)")
PARTICIPLE = re.compile(
    r"/(asking|attaching|beside|charging|checking|citing|comparing|counting|declared|drafting|filling|finding|found|guiding"
    r"|hanging|holding|kept|living|moving|proving|reminding|said|searching|shedding|showing|spoken|starting|telling"
    r"|translating|warning|wording)(/|\.py$)"
)
VAGUE = {"said", "found", "spoken"}  # names of variables, parameters, functions and classes
BINDERS: dict[type[ast.AST], Callable[[Any], str]] = {
    ast.Name: lambda node: node.id if isinstance(node.ctx, ast.Store) else "",
    ast.arg: lambda node: node.arg,
    ast.ExceptHandler: lambda node: node.name or "",
    ast.MatchAs: lambda node: node.name or "",
    **dict.fromkeys((ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef), lambda node: node.name.lower()),
}
INLINE = re.compile(r"""\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']|<style\b|<script(?![^>]*\ssrc=)""")


def short_files(module: Module) -> Faults:
    """300 lines a file; settings.py may have 350."""
    limit = SETTINGS_LINES if module.name == "portal/settings.py" else FILE_LINES
    if module.lines > limit and not module.is_migration:
        yield module.name, f"{module.lines} lines, at most {limit}"


def short_functions(module: Module) -> Faults:
    """40 lines a function; 25 a view or a test, 15 a task."""
    if not module.is_migration:
        for name, function in module.functions():
            limit, lines = limit_of(module, name, function), length(function)
            if lines > limit:
                yield f"{module.name}:{name}", f"{lines} lines, at most {limit}"


def simple_functions(module: Module) -> Faults:
    """At most 8 ways through a function."""
    for name, function in module.functions():
        ways = 1 + sum(isinstance(node, BRANCHES) for node in ast.walk(function))
        if ways > COMPLEXITY:
            yield f"{module.name}:{name}", f"complexity {ways}, at most {COMPLEXITY}"


def small_classes(module: Module) -> Faults:
    """At most 20 methods a class."""
    for node in module.classes():
        count = sum(isinstance(child, Function) for child in node.body)
        if count > METHODS:
            yield f"{module.name}:{node.name}", f"{count} methods, at most {METHODS}"


def has_docstring(module: Module) -> Faults:
    """A module that holds something says in a sentence what."""
    if module.tree.body and not module.is_migration and not ast.get_docstring(module.tree):
        yield module.name, "no docstring"


def no_drawers(module: Module) -> Faults:
    """A name says the one thing it is for."""
    named = [module.name.rpartition("/")[2].removesuffix(".py")]
    named += [node.name for node in module.classes()]
    named += [function.name for _name, function in module.functions()]
    for name in named:
        if name.lower().strip("_") in DRAWERS:
            yield f"{module.name}:{name}", "the name says nothing"


def state_has_one_door(module: Module) -> Faults:
    """Nobody sets a state with `.update(` or `.bulk_update(`."""
    if module.is_test or module.is_migration:
        return
    for name, function in module.functions():
        calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
        if any(_sets_state(call) for call in calls):
            yield f"{module.name}:{name}", "an update sets a state"


def save_saves(module: Module) -> Faults:
    """No override of `save()`: acts change things, models keep them."""
    for name, function in module.functions():
        if function.name == "save" and "/models" in module.name:
            yield f"{module.name}:{name}", "overrides save()"


def named_migrations(module: Module) -> Faults:
    """A migration has a name that says what it is for."""
    if module.is_migration and re.search(r"_auto_|/\d{4}_initial\.py$", module.name):
        yield module.name, "give it a name: makemigrations --name"


def test_titles_are_sentences(module: Module) -> Faults:
    """`test_a_refused_act_leaves_no_event`, not `test_accept_2`."""
    if module.is_test:
        for name, function in module.functions():
            if function.name.startswith("test_") and function.name.count("_") < 3:
                yield f"{module.name}:{name}", "not a sentence"


def reasons_beside_todos(module: Module) -> Faults:
    """What is left to do says why it is left, in at least three words."""
    for number, line in enumerate(module.text.splitlines(), 1):
        if "REASONLESS = " not in line and REASONLESS.search(line):
            yield f"{module.name}:{number}", line.strip()


def short_templates(page: Module) -> Faults:
    """150 lines a template."""
    if page.lines > TEMPLATE_LINES:
        yield page.name, f"{page.lines} lines, at most {TEMPLATE_LINES}"


def narrow_templates(page: Module) -> Faults:
    """160 columns a template: what is longer cannot be read in a diff. Mails in plain text are content."""
    for number, line in enumerate(page.text.splitlines(), 1):
        if page.name.endswith(".html") and len(line) > TEMPLATE_COLUMNS:
            yield f"{page.name}:{number}", f"{len(line)} columns, at most {TEMPLATE_COLUMNS}"


def nothing_inline(page: Module) -> Faults:
    """The content policy of the site blocks inline scripts and styles; what is printed, mailed or kept is no page."""
    if not page.name.endswith(".html") or NO_PAGE.search(page.name):
        return
    for match in INLINE.finditer(page.text):
        yield f"{page.name}:{page.text.count(chr(10), 0, match.start()) + 1}", match.group().strip()


def the_formatter_rules(module: Module) -> Faults:
    """Nothing is kept out of the formatter: one shape for the whole house."""
    for number, line in enumerate(module.text.splitlines(), 1):
        if FORMATTER.search(line):
            yield f"{module.name}:{number}", line.strip()


def names_of_the_field(module: Module) -> Faults:
    """A module is named by a noun of the field, never by a participle; nothing is a thing `said` or `found`."""
    if not module.is_migration and PARTICIPLE.search(module.name):
        yield module.name, "a participle or preposition is no name of a module"
    for node in ast.walk(module.tree):
        name = BINDERS[type(node)](node) if type(node) in BINDERS else ""
        if name in VAGUE:
            yield f"{module.name}:{getattr(node, 'lineno', 0)}", f"{name} says nothing of what it is"


PYTHON_RULES: tuple[Rule, ...] = (
    short_files,
    short_functions,
    simple_functions,
    small_classes,
    has_docstring,
    no_drawers,
    state_has_one_door,
    save_saves,
    named_migrations,
    test_titles_are_sentences,
    reasons_beside_todos,
    the_formatter_rules,
    names_of_the_field,
)
TEMPLATE_RULES: tuple[Rule, ...] = (short_templates, narrow_templates, nothing_inline, reasons_beside_todos)


def length(function: Function) -> int:
    """Lines from `def` to the end, docstring and decorators left out."""
    last, docstring = function.end_lineno or function.lineno, 0
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        docstring = (first.end_lineno or first.lineno) - first.lineno + 1
    return last - function.lineno + 1 - docstring


def limit_of(module: Module, name: str, function: Function) -> int:
    """How long this function may be: by what it is."""
    if module.is_test and function.name.startswith("test_"):
        return TEST_LINES
    if any("shared_task" in ast.unparse(decorator) for decorator in function.decorator_list):
        return TASK_LINES
    takes = [argument.arg for argument in function.args.args[:2]]
    answers = takes[:1] == ["request"] or function.name in METHOD_NAMES
    return VIEW_LINES if VIEW_FILE.search(f"/{module.name}") and answers else FUNCTION_LINES


def _sets_state(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in {"update", "bulk_update"}:
        return False
    given = [*call.args, *(keyword.value for keyword in call.keywords if not keyword.arg)]
    words = {getattr(node, "value", None) for value in given for node in ast.walk(value)}
    return "state" in words or any(keyword.arg == "state" for keyword in call.keywords)
