"""Words and figures in templates: every component of the pages, each drawn in one place."""

import datetime as dt
import html
import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coso.access.forms import NOT_A_DAY, DayInput
from coso.access.pages import cards_of
from coso.lib import clock
from coso.lib.dates import FOREVER, last_day, read_day, show_day
from coso.lib.points import show_points
from coso.lib.shares import show_tenths, tenths

Text = str | Promise
Number = float | int | None

SWAP = str.maketrans(",.", ".,")

register = template.Library()


def _comma() -> bool:
    """Whether the reader writes 4,5 rather than 4.5."""
    return not (get_language() or "").startswith("en")


def _unknown() -> SafeString:
    """The dash that stands where no figure is known."""
    return format_html('<span class="unknown" title="{}">–</span>', _("No figures yet"))


def _percent(share: int) -> str:
    """Tenths of a per cent as people write them: 847 → "84,7 %" or "84.7%"."""
    text = show_tenths(share, comma=_comma())
    return f"{text}\N{NO-BREAK SPACE}%" if _comma() else f"{text}%"


# ── forms ──


class FormKeysNode(CsrfTokenNode):
    """The hidden fields of a form: the token against forgery, and the key that lets it be acted on once."""

    def render(self, context: Context) -> str:
        token = str(context.get("csrf_token") or "")  # letters and digits
        against = f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        once = f'<input type="hidden" name="once" value="{uuid.uuid4()}">'
        return mark_safe((against if token not in ("", "NOTPROVIDED") else super().render(context)) + once)


@register.tag("csrf_token")
def form_keys(_parser: Parser, _token: Token) -> FormKeysNode:
    """In the place of Django's own tag, so that every form has both: {% csrf_token %}."""
    return FormKeysNode()


# ── signs and states ──


@register.simple_tag
@lru_cache(maxsize=500)
def icon(name: str, extra: str = "") -> SafeString:
    """A sign from the sprite; `extra` is a class, as s (16 px) or l (24 px): {% icon "users" "s" %}."""
    mark = '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    return format_html(mark, f"i {extra}".strip(), static("vendor/icons.svg"), name)


@register.simple_tag
def pill(text: Text, tone: str = "", sign: str = "") -> SafeString:
    """A state: a word with its sign. Tones: blue, gold, red, green, done, dash: {% pill "Đã nộp" "blue" "send" %}."""
    return _pill(text if isinstance(text, str) else str(text), tone, sign)


@lru_cache(maxsize=2000, typed=True)  # typed: what is safe and what is not must not be taken for one another
def _pill(text: str, tone: str, sign: str) -> SafeString:
    return format_html('<span class="{}">{}{}</span>', f"pill {tone}".strip(), icon(sign) if sign else "", text)


@register.simple_tag
def nodata(kind: str = "missing") -> SafeString:
    """Why there is no figure, never drawn alike: missing, none, inapplicable, unappraised: {% nodata "none" %}."""
    match kind:
        case "none":
            return pill(_("None occurred"), "green", "circle-off")
        case "inapplicable":
            return pill(_("Not applicable"), "inapplicable", "slash")
        case "unappraised":
            return pill(format_html("<b>{}</b>", _("Not appraised yet")), "unappraised", "circle-dashed")
    return pill(format_html("<b>{}</b>", _("No figures yet")), "missing")


@register.simple_tag
def save_state(state: str, why: Text = "") -> SafeString:
    """Beside a field: saved, waiting, wrong or locked, with a time or a reason: {% save_state "saved" "10:02" %}."""
    words = {
        "saved": ("check", _("Saved")),
        "waiting": ("cloud-up", _("Waiting to be sent")),
        "wrong": ("alert-circle", _("Wrong")),
        "locked": ("lock", _("Locked")),
    }
    sign, word = words[state]
    mark = '<span class="save {}" role="status">{}<span>{} {}</span></span>'
    return format_html(mark, state, icon(sign), f"{word}:" if why and state == "wrong" else word, why)


@register.simple_tag
def note(text: Text, tone: str = "") -> SafeString:
    """A sentence on a coloured ground; `tone` is gold, red, green or a level of messages: {% note "…" "gold" %}."""
    tone = {"success": "green", "warning": "gold", "error": "red"}.get(tone, tone)
    sign = {"green": "circle-check", "gold": "alert-triangle", "red": "alert-circle"}.get(tone, "info-circle")
    role = "alert" if tone == "red" else "status"
    return format_html('<div class="note {}" role="{}">{}<div>{}</div></div>', tone, role, icon(sign), text)


@register.simple_tag(takes_context=True)
def cards(context: Context, page: str, subject: Any) -> SafeString:
    """The cards that the rooms have for a page, in order: {% cards "unit" unit %}."""
    request, out = context["request"], []
    for card in cards_of(page):
        shown = card.context(request, subject)
        if shown is not None:
            out.append(render_to_string(card.template, {**shown}, request))
    return mark_safe("".join(out))


@register.simple_tag
def sees(text: Text) -> SafeString:
    """Before something sensitive is sent, who will see it: {% sees "Ban Chấp hành CĐCS" %}."""
    return format_html('<div class="note">{}<div><b>{}</b> {}</div></div>', icon("eye"), _("Who will see this:"), text)


# ── figures: each is a tag and a filter ──


@register.filter
@register.simple_tag
def number(value: Number) -> str:
    """A count with its thousands apart: {% number 1006 %} is 1.006."""
    if value is None:
        return _unknown()
    return f"{value:,}".translate(SWAP) if _comma() else f"{value:,}"


@register.filter
@register.simple_tag
def points(value: int | None) -> str:
    """Thousandths of a point as a person writes them: {% points 4500 %} is 4,5."""
    return _unknown() if value is None else show_points(value, comma=_comma())


@register.filter
@register.simple_tag
def day(value: dt.date | None) -> str:
    """A day as dd/mm/yyyy; what has no end lasts "until now": {% day unit.start %}."""
    if value is None:
        return _unknown()
    local = clock.local(value).date() if isinstance(value, dt.datetime) else value
    return _("until now") if local == FOREVER else show_day(local)


@register.filter
def until(end: dt.date) -> str:
    """The last day of what is valid on [start, end): {{ row.end|until }} is 31/05/2026 where `end` is 1 June."""
    return day(last_day(end))


@register.simple_tag
def today() -> dt.date:
    """The present day: {% today as today %}."""
    return clock.today()


@register.filter
@register.simple_tag
def moment(value: dt.datetime | None) -> str:
    """A time of the 24-hour clock and its day: {% moment action.at %} is 10:02 14/12/2026."""
    return _unknown() if value is None else f"{clock.local(value):%H:%M} {day(value)}"


@register.simple_tag
def share(numerator: int | None, denominator: int | None) -> str:
    """A part of a whole, to a tenth of a per cent: {% share 61 72 %} is 84,7 %."""
    if numerator is None or not denominator:
        return _unknown()
    return _percent(tenths(numerator, denominator) or 0)


@register.filter
def per_cent(value: Fraction) -> str:
    """A share where the sign stands in the sentence: {{ target|per_cent }} is 85."""
    return show_tenths(tenths(value, 1) or 0, comma=_comma())


@register.filter
def initials(name: str) -> str:
    """Two letters for the round sign of a person: Trần Quốc Việt is QV."""
    return "".join(word[0] for word in name.split()[-2:]).upper()


# ── forms ──


def _kind(widget: forms.Widget) -> str:
    """How a widget is laid out: a tick with its label beside, a group of choices, a day, a file, or a plain control."""
    for kind, drawn in (("tick", forms.CheckboxInput), ("day", DayInput), ("file", forms.FileInput)):
        if isinstance(widget, drawn):
            return kind
    return "group" if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else "plain"


def _classes(bound: BoundField, kind: str) -> str:
    """The classes of a control: its own and those of the house."""
    plain = "form-select" if isinstance(bound.field.widget, forms.Select) else "form-control"
    ours = {"tick": "form-check-input", "group": ""}.get(kind, plain)
    wrong = "is-wrong" if bound.errors and kind != "group" else ""
    return " ".join(filter(None, (bound.field.widget.attrs.get("class"), ours, wrong)))


def _attributes(bound: BoundField, kind: str, hint: Text) -> dict[str, str | bool]:
    """What the control says of itself to those who cannot see the page."""
    told = [f"{bound.auto_id}_hint"] * bool(hint) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    attributes = {"class": _classes(bound, kind), "aria-describedby": " ".join(told)}
    return {name: value for name, value in attributes.items() if value}


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, label: Text = "", hint: Text = "") -> dict[str, Any]:
    """A field of a form: label, hint, control, error in words: {% field form.name %}."""
    kind = _kind(bound.field.widget)
    hint = hint or bound.help_text
    control = bound.as_widget(attrs=_attributes(bound, kind, hint))
    return {"field": bound, "kind": kind, "label": label or bound.label, "hint": hint, "control": control}


@register.simple_tag
def day_input(name: str, auto_id: str, value: dt.date | str = "", **attributes: str | bool) -> SafeString:
    """A day of a form that has no class; the template has its label: {% day_input "due" "d-D01" due %}."""
    return _day_input(get_language(), name, auto_id, value, tuple(_named(attributes).items()))


@lru_cache(maxsize=2000, typed=True)  # a sheet has one at each of its lines
def _day_input(
    _language: str | None, name: str, auto_id: str, value: dt.date | str, attributes: tuple[tuple[str, str | bool], ...]
) -> SafeString:
    said = {"id": auto_id, "class": "form-control", **dict(attributes)}
    return render_to_string("web/components/day.html", {"control": DayInput().render(name, value, said)})


@register.inclusion_tag("web/components/file.html")
def file_input(name: str, auto_id: str, label: Text = "", **attributes: str | bool) -> dict[str, Any]:
    """A file of a form that has no class; `label` is on its button: {% file_input "file" "f-D01" accept=accept %}."""
    said = {"id": auto_id, "class": "form-control", **_named(attributes)}
    return {"control": forms.FileInput().render(name, None, said), "id": auto_id, "verb": label}


def _named(attributes: Mapping[str, str | bool]) -> dict[str, str | bool]:
    """Attributes as HTML writes them: `aria_describedby` is aria-describedby."""
    return {name.replace("_", "-"): value for name, value in attributes.items()}


@register.inclusion_tag("web/components/errors.html")
def errors(form: forms.BaseForm) -> dict[str, Any]:
    """The summary on top of a form, each error linked to its field: {% errors form %}."""
    named = [(bound, text) for bound in form for text in bound.errors] if form.errors else []
    return {"general": form.non_field_errors() if form.errors else [], "named": named}


@register.inclusion_tag("web/components/stale.html")
def stale(form: forms.BaseForm) -> dict[str, Any]:
    """What somebody else wrote while the page was open, beside what is in the form: {% stale form %}."""
    return {"conflicts": getattr(form, "conflicts", ())}


# ── blocks ──


@register.inclusion_tag("web/components/empty.html")
def empty(title: Text, text: Text = "", url: str = "", label: Text = "", sign: str = "inbox") -> dict[str, Any]:
    """A list with nothing in it, which says what to do: {% empty "Chưa có đoàn viên nào" "…" url "Nhập từ Excel" %}."""
    return {"title": title, "text": text, "url": url, "label": label, "sign": sign}


@register.simple_tag
def cells(row: Iterable[tuple[Text, Text | int, str, str]]) -> SafeString:
    """Cells of a row, (label on a phone, text or count, classes, sign), drawn in one go: {% cells row %}.

    For long lists: there are hundreds on a page.
    """
    return mark_safe("\n".join(_cell(*cell) for cell in row))


def _cell(label: Text, text: Text | int, classes: str, sign: str) -> str:
    inner = number(text) if isinstance(text, int) else _escaped(text)
    return f'<td data-label="{_escaped(label)}" class="{classes}">{icon(sign, "s") if sign else ""}{inner}</td>'


def _escaped(text: Text) -> str:
    """As `conditional_escape`, which is slower for being lazy."""
    return text if isinstance(text, SafeString) else html.escape(str(text))


@register.inclusion_tag("web/components/progress.html")
def progress(done: int, total: int, text: Text = "", url: str = "") -> dict[str, Any]:
    """Work in the background; `url` is asked every second for this same block anew: {% progress 314 507 "…" url %}."""
    running = not total or done < total
    width = f"{100 * done / total:.1f}%" if total else "100%"
    return {"done": str(done), "total": str(total), "width": width, "text": text, "url": url, "running": running}


@register.inclusion_tag("web/components/bar.html")
def bar(parts: Sequence[tuple[Text, int, str]], legend: bool = True) -> dict[str, Any]:
    """Shares of a whole side by side; parts are (text, count, tone): {% bar parts %}.

    Tones: best, good, fair, poor, blue, sky, grey, rest, likely (hatched), none (hatched: not known).
    """
    whole = sum(count for _text, count, _tone in parts) or 1
    drawn = [{"text": text, "count": n, "tone": tone, "width": f"{100 * n / whole:.2f}%"} for text, n, tone in parts]
    return {"parts": drawn, "legend": legend}


@register.inclusion_tag("web/components/crumbs.html")
def crumbs(path: Sequence[tuple[Text, str]]) -> dict[str, Any]:
    """Where this page stands, from the top; pairs of text and address, the last is here: {% crumbs path %}."""
    return {"above": path[:-1], "here": path[-1][0] if path else ""}


# ── the address ──


def _asked(context: Context) -> QueryDict:
    """The query of this page's address."""
    request = context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


def _changed(values: QueryDict, changes: Mapping[str, object]) -> str:
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None and value != "":
            values[name] = str(value)
    return f"?{values.urlencode()}"


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """This page's query with changes, None takes away: {% query ngay=None trang=2 %}."""
    return _changed(_asked(context), changes)


@register.simple_tag(takes_context=True)
def at(context: Context, url: str) -> str:
    """An address that keeps the past day one is looking at: {% url 'units' as here %}{% at here %}."""
    if not context.get("past") or not url:
        return url
    return f"{url}{'&' if '?' in url else '?'}ngay={context['day'].isoformat()}"


@register.inclusion_tag("web/components/day_switch.html", takes_context=True)
def day_switch(context: Context) -> dict[str, Any]:
    """The switch of the day the figures are of; the rest of the query is kept: {% day_switch %}."""
    asked = _asked(context)
    kept = [(name, value) for name, values in asked.lists() if name != "ngay" for value in values]
    typed = asked.get("ngay", "")
    wrong = typed if typed and not read_day(typed) else ""
    shown = {"day": context.get("day"), "past": context.get("past"), "wrong": wrong, "why": NOT_A_DAY}
    return {**shown, "kept": kept, "now": _changed(asked, {"ngay": None})}


@register.inclusion_tag("web/components/pager.html", takes_context=True)
def pager(context: Context, page: Page) -> dict[str, Any]:
    """Before and after of what is no list, with what is shown of how many: {% pager page_obj %}."""
    steps = {"next_url": page.has_next() and page.number + 1, "prev_url": page.has_previous() and page.number - 1}
    return {"page": page, **{name: n and _changed(_asked(context), {"trang": n}) for name, n in steps.items()}}


# ── the dial of a target ──

CENTRE, BASE, RADIUS = 150, 146, 112
NONE_OF_IT = Fraction(0)


def _place(value: float, radius: float = RADIUS) -> str:
    """The point of the half ring at a per cent."""
    angle = math.pi * (1 - min(max(value, 0), 100) / 100)
    return f"{CENTRE + radius * math.cos(angle):.2f} {BASE - radius * math.sin(angle):.2f}"


def _arc(start: float, end: float) -> str:
    """The path along the half ring from one per cent to another; nothing if it has no length."""
    return f"M{_place(start)}A{RADIUS} {RADIUS} 0 0 1 {_place(end)}" if end > start else ""


def _arcs(best: float, now: float, likely: float) -> dict[str, str]:
    """The parts of the ring, each from where the one before it ends."""
    return {"rest": _arc(0, 100), "best": _arc(0, best), "good": _arc(best, now), "likely": _arc(now, likely)}


def _target(target: float) -> dict[str, str]:
    """The tick across the ring, and where its label stands."""
    x, y = _place(target, RADIUS + 38).split()
    return {"tick": f"M{_place(target, RADIUS - 18)}L{_place(target, RADIUS + 20)}", "x": x, "y": y}


@register.inclusion_tag("web/components/gauge.html")
def gauge(
    now: Fraction,
    target: Fraction,
    forecast: Fraction | None = None,
    best: Fraction = NONE_OF_IT,
    title: Text = "",
    caption: Text = "",
) -> dict[str, Any]:
    """Shares on a half ring: {% gauge now target forecast best=best title="…" %}.

    What is reached is green, its best part darker; what the forecast adds is hatched; the target is a tick.
    """
    likely = now if forecast is None else max(forecast, now)
    shown = {"now": now, "target": target, "likely": likely}
    return {
        "arcs": _arcs(*(float(100 * share) for share in (best, now, likely))),
        "goal": _target(float(100 * target)),
        "shown": {name: _percent(tenths(value, 1) or 0) for name, value in shown.items()},
        "forecast": forecast is not None,
        "title": title,
        "caption": caption,
    }


@register.filter
def late(days: int) -> int:
    """How many days late something is, from a negative number of days left."""
    return -days
