"""What forms say in every room."""

import pytest
from django import forms
from django.utils import translation


@pytest.mark.parametrize(("language", "said"), [("vi", "Chưa điền mục này."), ("en", "Please fill this in.")])
def test_an_empty_field_says_what_to_do(language, said):
    with translation.override(language):
        form = forms.Form({})
        form.fields["name"] = forms.CharField()
        assert form.errors["name"] == [said]
