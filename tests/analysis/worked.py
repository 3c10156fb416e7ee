"""An explanation recomputed: the expression that is printed, evaluated by Python with exact fractions."""

import ast
import operator
from fractions import Fraction

from pipeline.analysis.results import Explanation

_OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def assert_recomputes(explanation: Explanation) -> None:
    """What stands before the last "=" gives what stands after it, as far as its decimals go."""
    expression, _, given = explanation.worked.rpartition(" = ")
    decimals = len(given.partition(".")[2])
    # The numbers that are put in are themselves shown with four decimals at most.
    allowed = Fraction(1, 2 * 10**decimals) if decimals < 4 else Fraction(1, 1000)
    assert abs(value_of(expression) - Fraction(_plain(given))) <= allowed, explanation.worked


def value_of(expression: str) -> Fraction:
    """The value of a printed expression: "(0.3 × 8) − 2 ÷ 4"."""
    return _value(ast.parse(_plain(expression), mode="eval").body)


def _plain(text: str) -> str:
    return text.replace("×", "*").replace("÷", "/").replace("−", "-")


def _value(node: ast.expr) -> Fraction:
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand)
    assert isinstance(node, ast.BinOp), ast.dump(node)
    left, right = _value(node.left), _value(node.right)
    return Fraction(_OPERATIONS[type(node.op)](left, right))
