"""Each component renders as it claims, in both languages; the shell stands with nobody signed in."""

import datetime as dt
import re
from fractions import Fraction
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from coso.access.refusals import Reason
from coso.lib.dates import FOREVER
from coso.lib.shares import tenths
from coso.papers.paper import shown
from coso.web.templatetags import coso

SOURCE = Path(coso.__file__).parents[2]


def show(source, address="/", **values):
    request = RequestFactory().get(address)
    return " ".join(Template(source).render(Context({"request": request, **values})).split())


def plain(source, **values):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", show(source, **values))).strip()


@pytest.fixture
def english():
    with translation.override("en"):
        yield


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"class": "tall"}))
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")])
    sex = forms.ChoiceField(label="Sex", choices=[("f", "F"), ("m", "M")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed")
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("Not together.")


# ── figures ──


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("{% points 4500 %}", "4,5", "4.5"),
        ("{{ 4000|points }}", "4", "4"),
        ("{% number 1234567 %}", "1.234.567", "1,234,567"),
        ("{% number 0 %}", "0", "0"),
        ("{% share 61 72 %}", "84,7\N{NO-BREAK SPACE}%", "84.7%"),
        ("{% share 1 1 %}", "100\N{NO-BREAK SPACE}%", "100%"),
        ("{{ 'Trần Quốc Việt'|initials }}", "QV", "QV"),
    ],
)
def test_figures_are_written_as_people_write_them(text, vi, en):
    assert Template(text).render(Context()) == vi
    with translation.override("en"):
        assert Template(text).render(Context()) == en


@pytest.mark.parametrize("text", ["{% points None %}", "{% number None %}", "{% day None %}", "{% share 1 0 %}"])
def test_what_is_not_known_is_a_dash_that_says_so(text):
    assert 'class="unknown"' in show(text)
    assert plain(text) == "–"


def test_days_and_moments():
    at = dt.datetime(2026, 12, 14, 3, 2, tzinfo=dt.UTC)
    assert show("{% day d %}", d=dt.date(2026, 1, 2)) == "02/01/2026"
    assert show("{% day d %} {% moment d %}", d=at) == "14/12/2026 10:02 14/12/2026"


def test_what_lasts_has_no_last_day(english):
    assert show("{{ d|day }}", d=FOREVER) == "until now"


# ── signs and states ──


def test_a_pill_has_a_sign_and_a_word_and_is_escaped():
    assert show('{% pill text "blue" "send" %}', text="<b>").startswith('<span class="pill blue"><svg class="i"')
    assert "&lt;b&gt;" in show("{% pill text %}", text="<b>")
    assert "icons.svg#send" in show('{% pill "x" "blue" "send" %}')


def test_four_kinds_of_nothing_are_never_drawn_alike():
    drawn = {kind: show("{% nodata kind %}", kind=kind) for kind in ("missing", "none", "inapplicable", "unappraised")}
    assert len(set(drawn.values())) == 4
    assert len({re.search('class="(.*?)"', text)[1] for text in drawn.values()}) == 4


def test_the_state_of_saving_is_told_in_words(english):
    assert plain('{% save_state "saved" "10:02" %}') == "Saved 10:02"
    assert plain('{% save_state "wrong" "at most 6" %}') == "Wrong: at most 6"


def test_notes_take_the_levels_of_messages(english):
    assert 'class="note red" role="alert"' in show('{% note "x" "error" %}')
    assert plain('{% sees "the committee" %}') == "Who will see this: the committee"


# ── forms ──


def test_a_field_ties_its_label_hint_and_error_to_the_control():
    text = show("{% field form.name %}", form=Sample({}))
    assert '<label class="lab" for="id_name">Name</label>' in text
    assert 'aria-describedby="id_name_hint id_name_error"' in text
    assert 'class="form-control is-wrong"' in text
    assert 'id="id_name_error"' in text


def test_a_field_that_may_stay_empty_says_so(english):
    assert "optional" in show("{% field form.note %}", form=Sample())
    assert 'class="tall form-control"' in show("{% field form.note %}", form=Sample())
    assert "optional" not in show("{% field form.name %}", form=Sample())


def test_each_kind_of_control_is_laid_out_in_its_way():
    form = Sample()
    assert 'class="form-select"' in show("{% field form.kind %}", form=form)
    assert '<legend class="lab">Sex' in show("{% field form.sex %}", form=form)
    assert '<label class="check" for="id_agreed">' in show("{% field form.agreed %}", form=form)
    assert "<label" not in show("{% field form.key %}", form=form)


def test_the_summary_of_errors_links_to_each_field():
    text = show("{% errors form %}", form=Sample({}))
    assert '<a href="#id_name">Name</a>' in text
    assert "Not together." in text
    assert show("{% errors form %}", form=Sample()) == ""


# ── blocks ──


def test_an_empty_list_teaches():
    text = show('{% empty "Nobody yet" "Send a list." "/in/" "Send" %}')
    assert '<a class="btn btn-primary btn-sm" href="/in/">Send</a>' in text


def test_progress_asks_again_until_it_is_done():
    assert 'hx-get="/job/"' in show('{% progress 314 507 "Writing" "/job/" %}')
    assert 'aria-valuenow="3014" ' in show('{% progress 3014 5070 "Writing" %}').replace(">", " ")
    assert "hx-get" not in show('{% progress 507 507 "Done" "/job/" %}')


def test_a_bar_gives_each_part_its_share_and_its_count():
    text = show("{% bar parts %}", parts=[("Sent", 1, "good"), ("Not sent", 3, "none")])
    assert 'class="k-none" style="width:75.00%"' in text
    assert plain("{% bar parts %}", parts=[("Sent", 1200, "good")]) == "Sent 1.200"


def test_crumbs_end_where_one_is():
    text = show("{% crumbs path %}", path=[("Lam", "/lam/"), ("Hồng", "/hong/")])
    assert '<a href="/lam/">Lam</a>' in text
    assert 'href="/hong/"' not in text
    assert 'aria-current="page"' in text


def test_a_pager_keeps_the_query():
    page = Paginator(range(1006), 25).get_page(3)
    text = show("{% pager page %}", "/?q=an&trang=3", page=page)
    assert 'href="?q=an&amp;trang=4"' in text
    assert 'href="?q=an&amp;trang=2"' in text
    assert "1.006" in text


def dial(**shares):
    return show('{% gauge now target likely best=best title="State" %}', **{"likely": None, "best": 0, **shares})


def test_the_dial_tells_its_figures(english):
    text = dial(now=Fraction(636, 1000), target=Fraction(85, 100), likely=Fraction(859, 1000), best=Fraction(15, 100))
    assert "<title>State</title>" in text
    assert "Reached 63.6%, target 85%." in text
    assert "Forecast 85.9%." in text
    assert 'stroke-dasharray="2 3"' in text
    assert "stroke-dasharray" not in dial(now=Fraction(367, 1000), target=Fraction(6, 10))


@pytest.mark.parametrize(("part", "whole", "text"), [(1717, 2000, "85,9"), (1719, 2000, "86"), (1, 3, "33,3")])
def test_a_share_is_rounded_alike_in_text_dial_and_paper(part, whole, text):
    assert f"{text} %" in show("{% share part whole %}", part=part, whole=whole)
    assert f"{text} %" in dial(now=Fraction(part, whole), target=Fraction(1, 2))
    assert show("{{ it|per_cent }}", it=Fraction(part, whole)) == text
    assert shown(tenths(part, whole), "share") == text


# ── the address ──


def test_the_query_changes_in_part():
    assert show("{% query ngay=None trang=2 %}", "/?q=an&ngay=2025-02-28") == "?q=an&amp;trang=2"
    assert show("{% query ngay=None %}", "/?ngay=2025-02-28") == "?"


def test_links_keep_the_past_day():
    past = {"past": True, "day": dt.date(2025, 2, 28)}
    assert show("{% at '/units/' %}", **past) == "/units/?ngay=2025-02-28"
    assert show("{% at '/units/' %}", past=False, day=dt.date(2025, 2, 28)) == "/units/"


def test_the_switch_of_the_day_keeps_the_query():
    text = show("{% day_switch %}", "/?q=an&ngay=2025-02-28", day=dt.date(2025, 2, 28), past=True)
    assert '<input type="hidden" name="q" value="an">' in text
    assert 'name="ngay" value="28/02/2025"' in text
    assert 'href="?q=an"' in text


# ── the shell ──


@pytest.mark.parametrize("page", ["403.html", "404.html", "500.html", "403_csrf.html", "account/login.html"])
def test_pages_stand_with_nobody_signed_in(page):
    form = forms.Form()
    form.fields.update(login=forms.CharField(), password=forms.CharField())
    assert "Cơ Sở" in render_to_string(page, {"form": form}, request=RequestFactory().get("/"))


def test_a_refusal_gives_every_reason():
    reasons = [Reason("Too late.", "day"), Reason("No reason.")]
    text = render_to_string("web/refused.html", {"reasons": reasons}, request=RequestFactory().post("/"))
    assert "<li>Too late.</li><li>No reason.</li>" in text


def test_no_page_carries_a_script_of_its_own():
    inline = re.compile(r"<script(?![^>]*(src=|application/json))|\son[a-z]+=\"|javascript:")
    wrong = [path for path in SOURCE.rglob("templates/**/*.html") if inline.search(path.read_text(encoding="utf-8"))]
    assert not wrong


def test_every_sign_that_is_used_is_in_the_sprite():
    listed = set((SOURCE / "web" / "icons.txt").read_text(encoding="utf-8").split())
    pages = [path.read_text(encoding="utf-8") for path in SOURCE.rglob("templates/**/*.html")]
    used = {name for text in pages for name in re.findall(r"{% icon ['\"]([\w-]+)['\"]", text)}
    used |= {name for text in pages for name in re.findall(r"{% pill [^%]*['\"]([a-z0-9-]+)['\"] %}", text)}
    assert used <= listed | {"blue", "gold", "red", "green", "done", "dash"}


def test_until_tells_the_last_day_of_what_ends_before_a_day():
    assert coso.until(dt.date(2026, 6, 1)) == "31/05/2026"
    assert coso.until(FOREVER) == "đến nay"
