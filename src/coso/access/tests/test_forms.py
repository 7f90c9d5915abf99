"""What forms say in every room."""

import datetime as dt

import pytest
from django import forms
from django.utils import translation

from coso.access.forms import DayField


@pytest.mark.parametrize(("language", "said"), [("vi", "Chưa điền mục này."), ("en", "Please fill this in.")])
def test_an_empty_field_says_what_to_do(language, said):
    with translation.override(language):
        form = forms.Form({})
        form.fields["name"] = forms.CharField()
        assert form.errors["name"] == [said]


class Dated(forms.Form):
    day = DayField()


@pytest.mark.parametrize("typed", ["2/1/26", "2026-01-02", "02012026", "02/01/2026"])
def test_a_day_is_taken_however_it_is_typed_and_shown_as_it_is_written_here(typed):
    form = Dated({"day": typed})
    assert form.is_valid()
    assert form.cleaned_data["day"] == dt.date(2026, 1, 2)
    assert 'type="text"' in str(form["day"])
    assert 'value="02/01/2026"' in str(form["day"])


@pytest.mark.parametrize(("language", "said"), [("vi", "không phải là một ngày"), ("en", "This is not a day")])
def test_what_is_no_day_stays_and_is_told_in_words(language, said):
    with translation.override(language):
        form = Dated({"day": "31/2/2026"})
        assert said in form.errors["day"][0]
        assert 'value="31/2/2026"' in str(form["day"])


def test_a_day_that_is_asked_for_is_missed_and_one_that_is_not_may_be_left_out():
    assert "day" in Dated({"day": ""}).errors
    assert DayField(required=False).clean("") is None
