"""The question type whose value is computed from other answers, by the formula of its definition."""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from procedures.questions.base import Question
from procedures.questions.numbers import Number

PLACES = 2
SIGNS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class BadFormula(ValueError):
    """A formula of the catalogue that is more than arithmetic over answers."""


class Computed(Number):
    """A number that is shown, never asked: what a browser or a partner sends for it is ignored."""

    template = "computed"

    def read(self, posted: Mapping[str, Any], question: Question) -> Any:
        """Nothing: it is not an input."""
        return ""

    def schema(self, question: Question) -> dict[str, Any]:
        """A number that is read-only."""
        return {"type": "number", "readOnly": True}


def compute(formula: str, answers: Mapping[str, Any]) -> int | float | None:
    """The value of *formula* over *answers*, to two places; None while an operand is missing or zero divides."""
    if not formula:
        return None
    try:
        value = round(_value(_parsed(formula), answers), PLACES)
    except (KeyError, ZeroDivisionError, OverflowError):
        return None
    return int(value) if value == int(value) else value


def check_formula(formula: str) -> None:
    """Raise BadFormula when *formula* is more than arithmetic over answers."""
    for node in ast.walk(_parsed(formula)) if formula else ():
        allowed = (ast.BinOp, ast.Constant, ast.Name, ast.Load, *SIGNS)
        if not isinstance(node, allowed):
            raise BadFormula(formula)


@lru_cache(maxsize=64)
def _parsed(formula: str) -> ast.expr:
    try:
        return ast.parse(formula, mode="eval").body
    except SyntaxError as error:
        raise BadFormula(formula) from error


def _value(node: ast.expr, answers: Mapping[str, Any]) -> float:
    if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        return SIGNS[type(node.op)](_value(node.left, answers), _value(node.right, answers))
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.Name):
        value = answers[node.id]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise KeyError(node.id)
        return value
    raise BadFormula(ast.unparse(node))
