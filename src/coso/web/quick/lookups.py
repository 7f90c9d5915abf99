"""Names with dots and what they print, without the exceptions that Django raises and catches at each dot."""

from html import escape
from typing import Any

from django.template import Context
from django.template.base import FilterExpression, Parser, Variable, VariableNode, render_value_in_context
from django.utils.safestring import SafeString


class Lookup(Variable):
    """A name of a template. Whatever is not an attribute of an object or a key of a dict is left to Django."""

    def resolve(self, context: Any) -> Any:
        """The value; as `Variable` gives it, string_if_invalid and all."""
        first, *others = self.lookups or ()
        try:
            current = context[first]
            for name in others:
                current = _of(current, name)
        except (KeyError, AttributeError):
            return super().resolve(context)
        return super().resolve(context) if callable(current) else current


def _of(thing: Any, name: str) -> Any:
    if type(thing) is dict:
        return thing[name]
    if hasattr(type(thing), "__getitem__") or callable(thing):
        raise AttributeError(name)
    return getattr(thing, name)


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
        found = super().compile_filter(token)
        if isinstance(found.var, Variable) and found.var.lookups and not found.var.translate:
            found.var = Lookup(found.var.var)
        return found
