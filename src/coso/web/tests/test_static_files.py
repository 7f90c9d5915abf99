"""What a browser fetches: everything a page names is there, packed, and kept for good once gathered."""

import gzip
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

NAMED = re.compile(r'{% static ["\']([^"\']+)["\'] %}')


def test_every_file_that_a_template_names_is_there():
    templates = [path.read_text() for path in (settings.PROJECT / "src").rglob("*.html")]
    named = {name for text in templates for name in NAMED.findall(text)}
    assert len(named) > 8
    assert [name for name in named if not finders.find(name)] == []


def test_no_page_has_a_field_of_the_browser_s_for_days_or_files():
    """They speak the browser's language: mm/dd/yyyy, "No file chosen". Photos are added without any script, too."""
    native = re.compile(r'type="(date|datetime-local|month|week|time)"|(?<!class="vh" )type="file"')
    form = re.compile(r"forms\.(Date(Time)?|Time)(Field|Input)\b")
    source = settings.PROJECT / "src" / "coso"
    found = [path.name for path in source.rglob("*.html") if native.search(path.read_text())]
    found = [name for name in found if name not in ("speak.html", "report.html")]
    assert found + [path.name for path in source.rglob("*forms*.py") if form.search(path.read_text())] == []


@pytest.mark.django_db
def test_a_page_is_packed_for_who_takes_it_so(client):
    plain = client.get(reverse("account_login"))
    packed = client.get(reverse("account_login"), headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) * 2 < len(plain.content)
    assert b"</html>" in gzip.decompress(packed.content)


@pytest.mark.django_db
def test_a_file_that_is_packed_already_is_left_so(province):
    answer = province.get(reverse("members_excel"), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer
