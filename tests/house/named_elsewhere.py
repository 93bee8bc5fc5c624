"""Names that are used otherwise than by Python: by templates, settings, columns. For vulture to read."""

import ast
import re
import sys
from collections.abc import Iterator
from keyword import iskeyword

from tests.house.tree import modules, templates

TAG = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
QUOTED = re.compile(r'"[^"]*"')
NAME = re.compile(r"[A-Za-z_]\w*")
PATH = re.compile(r"-?[A-Za-z_]\w*(\.\w+)*")  # one name, a column behind `__`, or where a class is

DECLARED = re.compile(r"(models|serializers|forms)\.\w+\(")
SETTINGS = re.compile(r"^portal/(settings|formats/)")


def names_in_template(text: str) -> Iterator[str]:
    """`due_at` and `is_late` of `{{ dossier.due_at }}` and `{% if row.is_late %}`; what is in quotes is text."""
    for tag in TAG.findall(text):
        yield from NAME.findall(QUOTED.sub("", tag))


def names_in_strings(tree: ast.AST) -> Iterator[str]:
    """`edition` and `content` of `"edition__content"`, `Measured` of `"portal.operations.metrics.Measured"`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and PATH.fullmatch(node.value):
            yield from re.split(r"__|\.", node.value.removeprefix("-"))


def columns_and_choices(tree: ast.AST) -> Iterator[str]:
    """What rows, forms and answers carry, and what a column may hold: the data use them."""
    for node in (inner for inner in ast.walk(tree) if isinstance(inner, ast.ClassDef)):
        chosen = any(ast.unparse(base).endswith("Choices") for base in node.bases)
        for line in node.body:
            if isinstance(line, ast.Assign) and (chosen or DECLARED.match(ast.unparse(line.value))):
                yield ast.unparse(line.targets[0])


def settings_and_formats(tree: ast.Module) -> Iterator[str]:
    """What Django and its packages look for by name."""
    yield from (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id.isupper())


def main() -> None:
    """A module that uses every one of them."""
    names = {name for page in templates() for name in names_in_template(page.text)}
    for module in modules():
        if not module.is_test and not module.is_migration:
            names.update(names_in_strings(module.tree), columns_and_choices(module.tree))
            if SETTINGS.search(module.name):
                names.update(settings_and_formats(module.tree))
    sys.stdout.writelines(f"_.{name}\n" for name in sorted(names) if name.isidentifier() and not iskeyword(name))


if __name__ == "__main__":
    main()
