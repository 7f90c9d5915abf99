"""What `{% if %}` asks, as one function a sign: Django walks through three for each."""

from collections.abc import Callable
from operator import contains, eq, ge, gt, is_, is_not, le, lt, ne
from typing import Any

from django.template import Context
from django.template.defaulttags import TemplateLiteral

from coso.web.quick.lookups import reader

Test = Callable[[Context], Any]
COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "in": lambda x, y: contains(y, x),
    "not in": lambda x, y: not contains(y, x),
    "is": is_,
    "is not": is_not,
    "==": eq,
    "!=": ne,
    ">": gt,
    ">=": ge,
    "<": lt,
    "<=": le,
}


class Condition:
    """Stands in the place of Django's own condition."""

    def __init__(self, token: Any) -> None:
        self.eval = test_of(token)


def test_of(token: Any) -> Test:
    """The function for a condition; as with Django, whatever goes wrong between two sides is False."""
    if isinstance(token, TemplateLiteral):
        return reader(token.value)  # type: ignore[arg-type]  # an expression, say the stubs a list
    first = test_of(token.first)
    test = _not(first) if token.id == "not" else _between(token.id, first, test_of(token.second))

    def tested(context: Context) -> Any:
        try:
            return test(context)
        except Exception:
            return False

    return tested


def _not(first: Test) -> Test:
    return lambda context: not first(context)


def _between(sign: str, first: Test, second: Test) -> Test:
    if sign == "and":
        return lambda context: first(context) and second(context)
    if sign == "or":
        return lambda context: first(context) or second(context)
    compare = COMPARED[sign]
    return lambda context: compare(first(context), second(context))
