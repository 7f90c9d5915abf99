"""How tests edit a draft in the browser: forms sent back as they came, and what the rubric says after."""

from pathlib import Path

from django.urls import reverse

from coso.rubrics.grammar.source import read_yaml
from coso.rubrics.grammar.writing import write_yaml
from coso.rubrics.specs import draft_of

SHIPPED = sorted((Path(__file__).parent.parent / "data").glob("*.yaml"))
SOURCES = {path.stem: path.read_text() for path in SHIPPED}
GRAMMARS = {name: draft_of(source).rubric for name, source in SOURCES.items()}
GATE = {
    "code": "K7", "cap": "done", "test": "zero", "criteria": "D01, D02", "applies_to": ["non_state_enterprise"],
    "say_vi": "Đạt {points} điểm, tối đa {cap}.", "say_en": "{points} points, at most {cap}.",
}  # fmt: skip
TABLE = {"title_vi": "CĐCS trường tư", "applies_to": ["non_public_service"], "calendars": ["school_year"]}


def again(row):
    return type(row).objects.get(pk=row.pk)


def read(row):
    return draft_of(again(row).source).rubric


def gate(row, code):
    return next(each for each in read(row).gates if each.code == code)


def sent_by(form):
    """What the browser would send back unchanged."""
    values = {bound.html_name: bound.value() for bound in form}
    return {name: "on" if value is True else value for name, value in values.items() if value not in (None, False)}


def form_of(client, name, *arguments):
    return sent_by(client.get(reverse(name, args=arguments)).context["form"])


def post(client, name, *arguments, **said):
    return client.post(reverse(name, args=arguments), said)


def saved(name, make):
    """The rubric after the form that `make` builds was sent back as it came."""
    grammar = GRAMMARS[name]
    form = make(sent_by(make(None, grammar)), grammar)
    assert form.is_valid(), form.errors
    data = read_yaml(SOURCES[name])
    form.edit(data)
    return draft_of(write_yaml(data)).rubric


def limits(client, draft, **said):
    return post(client, "rubric_limits", draft.pk, **form_of(client, "rubric_limits", draft.pk) | said)
