"""Templates whose constant parts are worked out once for each language, not on every page.

Most of a page never changes: words to translate, addresses without arguments, signs. A template is compiled once a
language, and each such part becomes plain text (`docs/decisions/0006-constant-parts-of-templates.md`).
"""

from collections.abc import Iterable
from typing import Any

from django.template import Context, Origin, Template
from django.template.base import FilterExpression, Lexer, Node, NodeList, TextNode, Variable, VariableNode
from django.template.defaulttags import IfNode, URLNode
from django.template.library import SimpleNode
from django.template.loaders import cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.utils.translation import get_language

from coso.web.quick.addresses import Address
from coso.web.quick.conditions import Condition
from coso.web.quick.lookups import Printed, QuickParser
from coso.web.templatetags.coso import icon, nodata, save_state

FIXED = (icon, nodata, save_state)


class Loader(cached.Loader):
    """The cached loader of Django, with one folded template a language."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()}:{super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        known = self.cache_key(template_name, skip) in self.get_template_cache
        template = super().get_template(template_name, skip)
        if not known and not self.engine.debug:
            template.nodelist = compiled(template)
        return template


def compiled(template: Template) -> NodeList:
    """The nodes of a template, read by the quick parser."""
    engine = template.engine
    tokens = Lexer(template.source).tokenize()
    parser = QuickParser(tokens, engine.template_libraries, engine.template_builtins, template.origin)
    nodes: NodeList = parser.parse()
    return fold(nodes)


def fold(nodes: NodeList) -> NodeList:
    """Put text in the place of each constant part and quick nodes in that of slow ones, here and within."""
    out: list[Node] = []
    for node in nodes:
        for inner in _within(node):
            fold(inner)
        folded = TextNode(str(node.render(Context()))) if _constant(node) else _quick(node)
        before = out[-1] if out else None
        if isinstance(folded, TextNode) and isinstance(before, TextNode):
            out[-1] = TextNode(before.s + folded.s)
        else:
            out.append(folded)
    nodes[:] = out
    return nodes


def _quick(node: Node) -> Node:
    if isinstance(node, IfNode):
        tests: list[Any] = node.conditions_nodelists
        tests[:] = [(token and Condition(token), inner) for token, inner in tests]
    if isinstance(node, URLNode) and not node.kwargs:
        return Address(node)
    return Printed(node.filter_expression) if type(node) is VariableNode else node


def _within(node: Node) -> list[NodeList]:
    if isinstance(node, IfNode):  # its `nodelist` is a copy
        return [inner for _condition, inner in node.conditions_nodelists]
    found = (getattr(node, name, None) for name in node.child_nodelists)
    return [inner for inner in found if isinstance(inner, NodeList)]


def _constant(node: Node) -> bool:
    match node:
        case TranslateNode(asvar=None, message_context=None, filter_expression=text):
            return _literal([text])
        case StaticNode(varname=None, path=path):
            return _literal([path])
        case URLNode(asvar=None, args=[], kwargs={}, view_name=name) if not node.kwargs:
            return _literal([name])
        case SimpleNode(func=func, target_var=None, kwargs=kwargs, args=args) if not kwargs:
            return func in FIXED and _literal(args)
    return False


def _literal(expressions: Iterable[FilterExpression]) -> bool:
    """Whether each is a text written in the template, without filters."""
    return all(not each.filters and _text(each.var) for each in expressions)


def _text(var: object) -> bool:
    return isinstance(var, str) or (isinstance(var, Variable) and isinstance(var.literal, str))
