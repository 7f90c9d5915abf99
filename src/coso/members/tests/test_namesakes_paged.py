"""A page of a list ends between two people of one name: neither is lost, neither stands twice."""

import re

import pytest
from django.urls import reverse

from coso.register.models import Person
from coso.register.services.people import add_member
from coso.register.testing.tree import START

PERSON = re.compile(r"DV\d{7}")
MANY = 60  # more than a page holds


@pytest.fixture
def namesakes(tree):
    for _n in range(MANY):
        add_member(unit=tree.garment, day=START, values={"name": "Lê Hoa"}, by=None)
    return set(Person.objects.filter(name="Lê Hoa").values_list("code", flat=True))


def codes(page):
    return list(dict.fromkeys(PERSON.findall(page.content.decode())))


def test_people_of_one_name_are_all_shown_once(client, actors, namesakes):
    client.force_login(actors.nhung)
    first = client.get(reverse("members"))
    on = re.search(r'[?&;]sau=([^"&]+)"', first.content.decode())
    seen = codes(first) + codes(client.get(reverse("members") + f"?sau={on[1]}"))
    assert len(seen) == len(set(seen))
    assert namesakes <= set(seen)
