"""Names with dots and what they print, without the exceptions that Django raises and catches at each dot."""

from collections.abc import Callable
from html import escape
from typing import Any

from django.template import Context, VariableDoesNotExist
from django.template.base import FilterExpression, Parser, Variable, VariableNode, render_value_in_context
from django.utils.safestring import SafeString


def _getter(kind: type) -> Callable[[Any, str], Any] | None:
    """How a dot is read of things of a type; None for what is left to Django."""
    if kind is dict:
        return dict.__getitem__
    called = any("__call__" in vars(each) for each in kind.__mro__)  # the class itself can be called, whatever it is
    return None if called or hasattr(kind, "__getitem__") else getattr


class _Getters(dict[type, Callable[[Any, str], Any] | None]):
    """The same, asked for once a type."""

    def __missing__(self, kind: type) -> Callable[[Any, str], Any] | None:
        found = self[kind] = _getter(kind)
        return found


GETTERS = _Getters()


class Lookup(Variable):
    """A name of a template. Whatever is not an attribute of an object or a key of a dict is left to Django."""

    def __init__(self, var: str) -> None:
        super().__init__(var)
        self.first, *self.others = self.lookups or ("",)

    def resolve(self, context: Any) -> Any:
        """The value; as `Variable` gives it, string_if_invalid and all."""
        first = self.first
        try:
            for layer in reversed(context.dicts):  # as `Context` looks a name up, without a call for it
                if first in layer:
                    current = layer[first]
                    break
            else:
                return super().resolve(context)
            for name in self.others:
                read = GETTERS[type(current)]
                if read is None:
                    return super().resolve(context)
                current = read(current, name)
        except (KeyError, AttributeError):
            return super().resolve(context)
        return super().resolve(context) if callable(current) else current


class Expression(FilterExpression):
    """What stands between braces or in a tag: a name alone or with plain filters, the usual case, needs no more."""

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        self.plain = all(map(_plain, self.filters))

    def resolve(self, context: Context, ignore_failures: bool = False) -> Any:
        """The value; as `FilterExpression` gives it."""
        if not self.plain:
            return super().resolve(context, ignore_failures)
        try:
            value = self.var.resolve(context) if self.is_var else self.var
        except VariableDoesNotExist:
            return super().resolve(context, ignore_failures)
        for change, _arguments in self.filters:
            value = change(value)
        return value


def reader(expression: FilterExpression) -> Callable[[Context], Any]:
    """How a condition reads an expression: a text or number is at hand, a name alone is looked up at once."""
    slow, var = expression.resolve, expression.var
    if not isinstance(expression, Expression) or expression.filters:
        return lambda context: slow(context, ignore_failures=True)
    if isinstance(var, str):
        return lambda _context: var
    if not isinstance(var, Lookup):
        return _number(var) or (lambda context: slow(context, ignore_failures=True))
    look_up = var.resolve

    def read(context: Context) -> Any:
        try:
            return look_up(context)
        except VariableDoesNotExist:
            return slow(context, ignore_failures=True)

    return read


def _number(var: Variable) -> Callable[[Context], Any] | None:
    number = var.literal
    return (lambda _context: number) if type(number) in (int, float) else None


def _plain(each: tuple[Any, list[Any]]) -> bool:
    """Whether a filter takes nothing but the value and gives it back as it is."""
    change, arguments = each
    marks = ("expects_localtime", "needs_autoescape", "is_safe")
    return not arguments and not any(getattr(change, mark, False) for mark in marks)


class Printed(VariableNode):
    """`{{ … }}` whose text, the usual case, needs no localising."""

    def render(self, context: Context) -> str:
        """The text, escaped where it is not safe."""
        value = self.filter_expression.resolve(context)
        if type(value) is SafeString:
            return value
        if type(value) is str and context.autoescape:
            return escape(value)
        return render_value_in_context(value, context)


class QuickParser(Parser):
    """Django's parser with our names in every expression."""

    def compile_filter(self, token: str) -> FilterExpression:
        found = Expression(token, self)
        if isinstance(found.var, Variable) and found.var.lookups and not found.var.translate:
            found.var = Lookup(str(found.var.var))
        return found
