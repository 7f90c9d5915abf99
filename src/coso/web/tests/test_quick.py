"""The quick templates say exactly what Django's own say."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.template import Context, Template, engines
from django.template.base import TextNode
from django.urls import get_resolver, reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from coso.web.quick.addresses import Address, route_of
from coso.web.quick.folding import compiled

ENGINE = engines["django"].engine
THING = SimpleNamespace(
    name="Lê <b>", n=1234, none=None, day=dt.date(2026, 1, 2), call=lambda: "called", items_of=[5, 6]
)
VALUES = {
    "thing": THING,
    "table": {"key": "giá trị", "items": "mine", "deep": {"er": 7}},
    "rows": ["a", "b"],
    "safe": mark_safe("<i>"),
    "yes": True,
    "fraction": 1.5,
    "nobody": None,
}


def both(source):
    """What Django's own template and ours make of a source."""
    slow, ours = Template(source, engine=ENGINE), Template(source, engine=ENGINE)
    ours.nodelist = compiled(ours)
    return slow.render(Context(dict(VALUES))), ours.render(Context(dict(VALUES)))


@pytest.mark.parametrize(
    "source",
    [
        "{{ thing.name }} {{ thing.n }} {{ thing.none }} {{ thing.day }} {{ thing.call }} {{ thing.items_of.1 }}",
        "{{ table.key }} {{ table.items }} {{ table.deep.er }} {{ rows.0 }} {{ rows|length }}",
        "{{ safe }} {{ yes }} {{ fraction }} {{ nobody }} {{ 'text' }} {{ 12 }}",
        "{{ thing.name|upper }} {{ thing.name|safe }} {{ nobody|default:'–' }}",
        "{% autoescape off %}{{ thing.name }}{% endautoescape %}",
        "{% for row in rows %}{{ forloop.counter }}{{ row }}{% if forloop.last %}!{% endif %}{% endfor %}",
        "{% if thing.name and not thing.none %}a{% elif yes %}b{% else %}c{% endif %}",
        "{% if 'b' in rows %}1{% endif %}{% if 'c' not in rows %}2{% endif %}{% if thing.n == 1234 %}3{% endif %}",
        "{% if thing.n != 5 or missing %}1{% endif %}{% if rows|length >= 2 and thing.n < 9999 %}2{% endif %}",
        "{% if nobody > 3 %}1{% else %}2{% endif %}{% if thing.n in nobody %}3{% endif %}",
        "{% if nobody is None %}1{% endif %}{% if yes is not True %}2{% endif %}{% if thing.n <= 1 %}3{% endif %}",
        "{% if 3 > thing.name %}1{% elif thing.call == 'called' %}2{% endif %}",
        "{% if thing.nothing.at.all %}1{% endif %}{% if not missing %}2{% endif %}",
        "{{ missing }}{{ thing.nothing }}{{ thing.n|number }}{{ thing.day|day }}{{ missing|default:'–' }}",
        "{% save_state 'waiting' %}{% save_state 'wrong' thing.name %}",
        "{% with x=thing.n %}{{ x }}{% endwith %}{% firstof nobody thing.name %}",
        "{% translate 'Members' %} {% translate 'Members' as word %}{{ word }}",
        "{% icon 'users' %}{% nodata 'none' %}{% pill thing.name 'gold' 'zzz' %}",
        "{% url 'home' %} {% url 'unit' 'CD0001' %} {% url 'unit' thing.name %} {% url 'home' as there %}{{ there }}",
        "{% static 'css/coso.css' %}",
        "{% blocktranslate with n=thing.n %}{{ n }} members{% endblocktranslate %}",
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_says_what_django_says(source, language):
    with translation.override(language):
        slow, ours = both(source)
    assert ours == slow


@given(st.text(), st.text())
def test_any_text_is_escaped_as_django_escapes_it(name, key):
    values = {"thing": SimpleNamespace(name=name), "table": {"key": key}}
    source = "{{ thing.name }}|{{ table.key }}"
    slow, ours = Template(source, engine=ENGINE), Template(source, engine=ENGINE)
    ours.nodelist = compiled(ours)
    assert ours.render(Context(values)) == slow.render(Context(values))


def test_what_never_changes_is_one_piece_of_text():
    ours = Template("<b>{% translate 'Members' %}</b>{% icon 'users' %}{% if x %}{% url 'home' %}!{% endif %}")
    nodes = compiled(ours)
    assert isinstance(nodes[0], TextNode)
    assert len(nodes) == 2


def test_each_language_has_its_own():
    with translation.override("vi"):
        loaded = ENGINE.get_template("web/home.html")
    with translation.override("en"):
        assert ENGINE.get_template("web/home.html") is not loaded
    with translation.override("vi"):
        assert ENGINE.get_template("web/home.html") is loaded


@pytest.mark.parametrize("source", ["{{ nothing.here }}", "{{ thing.nothing }}", "{{ table.nothing.at_all }}"])
def test_a_missing_name_is_told_as_django_tells_it(source, monkeypatch):
    monkeypatch.setattr(ENGINE, "string_if_invalid", "missing: %s")
    slow, ours = both(source)
    assert ours == slow
    assert ours.startswith("missing: ")


@pytest.mark.parametrize("name", sorted(name for name in get_resolver().reverse_dict if isinstance(name, str)))
def test_every_address_is_the_one_that_reverse_gives(name):
    (possibilities, _pattern, _defaults, converters) = get_resolver().reverse_dict.getlist(name)[0]
    params = possibilities[0][1]
    samples = {"UUIDConverter": uuid.UUID(int=7), "IntConverter": 2026}
    values = [samples.get(type(converters.get(param)).__name__, "CD-01_a") for param in params]
    route = route_of(name, len(params))
    quick = route.fill(values) if route else None
    assert quick in (None, reverse(name, args=values))


def test_what_needs_quoting_is_left_to_django():
    assert route_of("unit", 1).fill(["CĐ 1"]) is None
    assert route_of("unit", 1).fill([""]) is None
    assert route_of("unit", 1).fill([5]) is None
    ours = Template("{% url 'unit' code %}")
    ours.nodelist = compiled(ours)
    assert isinstance(ours.nodelist[0], Address)
    assert ours.render(Context({"code": "CĐ 1"})) == reverse("unit", args=["CĐ 1"])
