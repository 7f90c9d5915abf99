"""What a browser would send of a form, and what is seen when a page has lost a field."""

import pytest

from coso.testing.forms import forms_of

PAGE = """
<form action="/a"><input type="hidden" name="key" value="7"><input name="name" value="Hoa"><input type="file" name="f">
<input type="checkbox" name="on" value="1" checked><input type="checkbox" name="off" value="1">
<input name="shut" value="x" disabled><select name="one"><option value="a">A<option value="b" selected>B</select>
<select name="first"><option value="c">C<option value="d">D</select><textarea name="why">
x &amp; y</textarea><button name="what" value="save">Lưu</button></form><form></form>
"""


def test_a_form_sends_what_a_browser_would():
    form, other = forms_of(PAGE, "/here")
    assert (form.action, other.action) == ("/a", "/here")
    untouched = {"key": ["7"], "name": ["Hoa"], "on": ["1"], "one": ["b"], "first": ["c"], "why": ["x & y"]}
    assert form.values == untouched
    assert form.filled({"name": "Lan", "off": 1, "what": "save"}) == untouched | {
        "name": ["Lan"], "off": ["1"], "what": ["save"],
    }  # fmt: skip


@pytest.mark.parametrize("said", [{"born": "1990"}, {"shut": "y"}, {"what": "delete"}])
def test_what_the_form_does_not_have_is_seen(said):
    with pytest.raises(AssertionError):
        forms_of(PAGE, "/here")[0].filled(said)
