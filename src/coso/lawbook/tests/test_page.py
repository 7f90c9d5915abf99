"""The law for everybody: found without tones, counted without a script, light enough for a phone."""

import json
import re

import pytest
from django.urls import reverse

from coso.law import parameters
from coso.law.functions import FUNCTIONS
from coso.lawbook.rows import TOPICS, UNITS

pytestmark = pytest.mark.django_db
MOST = 50 * 1024


def read(client, name="law", *arguments, **asked):
    answer = client.get(reverse(name, args=arguments), asked)
    assert len(answer.content) <= MOST
    return answer.content.decode()


@pytest.mark.parametrize("topic", ["", *TOPICS])
def test_every_topic_is_light(client, topic):
    assert 'role="search"' in read(client, nhom=topic)


def test_every_parameter_stands_under_a_topic_with_its_unit():
    assert {each.topic for each in parameters().values()} <= set(TOPICS)


def test_pages_of_all_topics_show_every_parameter(client):
    seen = set()
    for topic in TOPICS:
        for n in (1, 2, 3):
            seen |= set(re.findall(r"<code>([^<]+)</code>", read(client, nhom=topic, trang=n)))
    assert seen >= set(parameters())


@pytest.mark.parametrize(
    "asked", ["luong toi thieu vung", "Lương tối thiểu vùng", "MINIMUM WAGE", "293/2025", "wage.minimum"]
)
def test_words_are_found_with_or_without_tones(client, asked):
    assert "5.310.000" in read(client, q=asked)


def test_a_number_that_nobody_fixed_says_why(client):
    assert "2027" in read(client, q="luong toi thieu vung II")
    assert "24/11" in read(client, nhom="holidays")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_its_form_and_says_what_is_wrong(client, name):
    asked = FUNCTIONS[name].asked
    said = read(client, "law_function", name)
    assert all(f'name="{each.name}"' in said for each in asked)
    assert 'id="answer"' not in said
    assert 'role="alert"' in read(client, "law_function", name, **{asked[0].name: "?"})


def test_an_overtime_slip_is_counted_without_a_script_and_the_browser_has_the_shares(client):
    said = read(client, "law_function", "pay.overtime", rate="37.500", day="holiday", night="1")
    assert "146.250 đ" in said
    assert "Điều 98" in said
    shares = json.loads(re.search(r'data-shares="([^"]+)"', said)[1].replace("&quot;", '"'))
    assert shares["weekday 1 1"] == 2.1
    assert len(shares) == 12


def test_an_answer_that_is_not_known_says_so(client):
    assert "2027" in read(client, "law_function", "wage.minimum", region="II", on="2027-01-01")


def test_both_languages(client):
    assert "146,250 đ for an hour" in read(
        client, "law_function", "pay.overtime", rate="37500", day="holiday", night="1", tieng="en"
    )


def test_an_unknown_function_is_not_found(client):
    assert client.get(reverse("law_function", args=["no.such"])).status_code == 404


def test_the_page_is_linked_where_one_signs_in(client):
    assert reverse("law") in client.get(reverse("account_login")).content.decode()


def test_units_of_law_have_words():
    law = {each.unit for each in parameters().values() if each.topic != "parameters"}
    assert law - {"share"} <= set(UNITS)
