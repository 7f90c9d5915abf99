"""The rows of a list, drawn in one go: a page has hundreds of cells, and a template node costs more than a cell."""

from collections.abc import Callable
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from coso.lists.listing import DAY, MOMENT, NUMBER, POINTS, Column, Pill
from coso.lists.reading import Asked
from coso.web.templatetags.coso import _escaped, at, day, icon, moment, number, pill, points, register

Draw = Callable[[Any], str]
_FIGURES: dict[str, Callable[[Any], str]] = {DAY: day, MOMENT: moment, NUMBER: number, POINTS: points}


class _Drawn:
    """How the cells of a column are drawn: what they hold, and the tag around it."""

    def __init__(self, context: Context, asked: Asked, column: Column[Any], *, first: bool) -> None:
        self.column = column
        self.inner = _inner(context, asked, column)
        self.brief = column.brief and not first
        classes = " ".join(["num"] * column.figures + ["hide-s"] * self.brief + ["wide"] * column.wide)
        label = "" if first or column.buttons else f' data-label="{_escaped(column.label)}"'
        self.start = f'<td{label} class="{classes}">'
        self.alert = f'<td{label} class="{f"{classes} gold-ink".strip()}">{icon("alert-circle", "s")}'

    def cell(self, row: Any, inner: str) -> str:
        """The whole cell around what it holds."""
        lacks = inner and self.column.alert is not None and self.column.alert(row)
        return f"{self.alert if lacks else self.start}{inner}</td>"


def _inner(context: Context, asked: Asked, column: Column[Any]) -> Draw:
    """What the cells of a column hold."""
    if column.template:
        template = get_template(column.template)
        return lambda row: _by_template(context, template, row)
    draw = _linked(context, column, _marked(column, asked.reading(column)))
    if not (column.after or column.under):
        return draw
    under = _inner(context, asked, column.under) if column.under else None
    after = column.after or (lambda _row: "")
    return lambda row: draw(row) + _behind(after(row)) + (_below(under(row)) if under else "")


def _by_template(context: Context, template: Any, row: Any) -> str:
    with context.push(row=row):
        return str(template.template.render(context))


def _behind(text: Any) -> str:
    if isinstance(text, Pill):
        return f" {pill(*text)}"
    return f' <span class="faint">{_escaped(text)}</span>' if text else ""


def _below(inner: str) -> str:
    return f'<div class="sub">{inner}</div>' if inner else ""


def _marked(column: Column[Any], read: Draw) -> Draw:
    """The value by its kind, in a pill where the column has one."""
    figure = _FIGURES.get(column.kind)

    def plain(row: Any) -> str:
        value = read(row)
        if figure is None or isinstance(value, str):
            return "" if value is None else _escaped(value)
        return _escaped(figure(value))

    if column.pill is None:
        return plain
    return lambda row: _pill(plain(row), column.pill and column.pill(row))


def _pill(inner: str, mark: tuple[str, str] | None) -> str:
    return pill(mark_safe(inner), *mark) if mark and inner else inner


def _linked(context: Context, column: Column[Any], draw: Draw) -> Draw:
    """The value as a link to a page, if the reader may open it; the day one is looking at goes along."""
    address = column.link
    if address is None:
        return draw

    def linked(row: Any) -> str:
        url = address(row)
        return (
            f'<a class="t" href="{_escaped(at(context, url))}">{draw(row)}</a>'
            if url
            else f'<span class="t">{draw(row)}</span>'
        )

    return linked


@register.simple_tag(takes_context=True)
def list_rows(context: Context, asked: Asked) -> SafeString:
    """The rows of the page of a list: {% list_rows list %}."""
    drawn = [_Drawn(context, asked, column, first=not n) for n, column in enumerate(asked.shown)]
    tick = _tick(context, asked)
    return mark_safe("\n".join(f"<tr>{tick(row)}{''.join(_cells(drawn, row))}</tr>" for row in asked.rows))


def _cells(drawn: list[_Drawn], row: Any) -> list[str]:
    inners = [each.inner(row) for each in drawn]
    brief = " · ".join(inner for each, inner in zip(drawn, inners, strict=True) if each.brief and inner)
    if brief:
        inners[0] += f'<span class="sub only-s">{brief}</span>'
    return [each.cell(row, inner) for each, inner in zip(drawn, inners, strict=True)]


def _tick(context: Context, asked: Asked) -> Draw:
    """The box of a row before its cells, where something may be done with it."""
    bulk, ticked = asked.listing.bulk, {str(key) for key in context.get("ticked") or ()}
    if bulk is None or not asked.listing.ticks:
        return lambda _row: ""
    name, read = _escaped(bulk.name), asked.reading(asked.shown[0])

    def box(row: Any) -> str:
        key = bulk.tick(row)
        said = f'value="{key}"{" checked" if key in ticked else ""} aria-label="{_escaped(read(row))}"'
        mark = f'<input class="form-check-input" type="checkbox" name="{name}" {said}>'
        return f"<td>{mark if key else ''}</td>"

    return box
