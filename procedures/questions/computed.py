"""The question type whose value is computed from other answers, by the formula of its definition."""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from procedures.questions.base import Question
from procedures.questions.numbers import Number

PLACES = 2
FORMULA_MAX, DEPTH_MAX, DIGITS_MAX = 500, 50, 15
SIGNS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class BadFormula(ValueError):
    """A formula of the catalogue that is more than arithmetic over answers."""


class LongFormula(BadFormula):
    """A formula longer or deeper than any form needs."""


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
        value = _value(_parsed(formula), answers)
        if not math.isfinite(value):
            return None
        value = round(value, PLACES)
    except (KeyError, ZeroDivisionError, OverflowError, LongFormula):
        return None
    return int(value) if value == int(value) else value


def check_formula(formula: str) -> None:
    """Raise BadFormula when *formula* is more than arithmetic over answers, LongFormula when it is too much of it."""
    for node in ast.walk(_parsed(formula)) if formula else ():
        allowed = (ast.BinOp, ast.Constant, ast.Name, ast.Load, *SIGNS)
        if not isinstance(node, allowed) or (isinstance(node, ast.Constant) and type(node.value) not in (int, float)):
            raise BadFormula(formula)


@lru_cache(maxsize=64)
def _parsed(formula: str) -> ast.expr:
    if len(formula) > FORMULA_MAX or any(len(digits) > DIGITS_MAX for digits in re.findall(r"[0-9_]+", formula)):
        raise LongFormula(formula[:FORMULA_MAX])
    try:
        tree = ast.parse(formula, mode="eval").body
    except (RecursionError, MemoryError) as error:
        raise LongFormula(formula) from error
    except (SyntaxError, ValueError) as error:
        raise BadFormula(formula) from error
    if _depth(tree) > DEPTH_MAX:
        raise LongFormula(formula)
    return tree


def _depth(tree: ast.expr) -> int:
    """How many signs stand inside each other, at most; counted level by level, not by recursion."""
    level: list[ast.AST] = [tree]
    depth = 0
    while level := [inner for node in level for inner in ast.iter_child_nodes(node) if isinstance(inner, ast.expr)]:
        depth += 1
    return depth


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
