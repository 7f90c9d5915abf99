"""A number that another session wrote meanwhile: what the database refuses is told like a number on record."""

import pytest
from django.db import IntegrityError

from coso.access.refusals import RefusedError
from coso.register.services.numbers import own_numbers

NUMBER = {"national_id": "040190000123", "name": "Lê Hoa"}


def test_a_lost_race_for_a_number_is_left_to_the_union_above(tree):
    lost = IntegrityError("UNIQUE constraint failed: register_person.id_look")
    with pytest.raises(RefusedError) as refused, own_numbers(NUMBER, tree.garment, None):
        raise lost
    assert [reason.field for reason in refused.value.reasons] == ["national_id"]
    assert refused.value.__cause__ is lost


def test_what_else_the_database_refuses_is_not_told_as_a_number(tree):
    with pytest.raises(IntegrityError), own_numbers(NUMBER, tree.garment, None):
        raise IntegrityError("UNIQUE constraint failed: register_person.code")
