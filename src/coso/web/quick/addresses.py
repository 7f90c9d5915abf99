"""`{% url %}` put together from parts known beforehand: Django asks the patterns anew for each row of a list."""

import re
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.template import Context
from django.template.base import Node
from django.template.defaulttags import URLNode
from django.urls import get_resolver, get_script_prefix
from django.urls.converters import IntConverter, StringConverter, UUIDConverter

TYPES: dict[type, type] = {StringConverter: str, UUIDConverter: UUID, IntConverter: int}
PLAIN = re.compile(r"[\w.-]+", re.ASCII)


@dataclass(frozen=True)
class Route:
    """An address with a %s for each argument, and the type that each argument must have."""

    form: str
    types: tuple[type, ...]

    def fill(self, values: list[object]) -> str | None:
        """The address for these values; None where one needs the care of `reverse`: another type, signs to quote."""
        for value, kind in zip(values, self.types, strict=True):
            if type(value) is not kind or (kind is str and not PLAIN.fullmatch(value)):  # type: ignore[call-overload]
                return None
        return self.form % tuple(values)


@lru_cache
def route_of(name: str, count: int) -> Route | None:
    """The only address of a name with so many arguments; None where there are several, or unusual parts."""
    found = [
        (form, params, converters)
        for possibilities, _pattern, _defaults, converters in get_resolver().reverse_dict.getlist(name)
        for form, params in possibilities
    ]
    if len(found) != 1 or len(found[0][1]) != count:
        return None
    form, params, converters = found[0]
    types = tuple(TYPES.get(type(converters.get(param)), object) for param in params)
    return None if object in types else Route(get_script_prefix() + form % dict.fromkeys(params, "%s"), types)


class Address(Node):
    """Stands in the place of `{% url %}`, and asks it wherever the quick way does not do."""

    child_nodelists = ()

    def __init__(self, slow: URLNode) -> None:
        self.slow = slow
        name = slow.view_name
        self.name = None if name.is_var or name.filters else str(name.var)
        self.read = [each.resolve for each in slow.args]

    def render(self, context: Context) -> str:
        """The address, or nothing where it is kept under a name (`as`)."""
        route = route_of(self.name or self.slow.view_name.resolve(context), len(self.read))
        url = route.fill([read(context) for read in self.read]) if route else None
        if url is None:
            return self.slow.render(context)
        if self.slow.asvar is None:
            return url
        context[self.slow.asvar] = url
        return ""
