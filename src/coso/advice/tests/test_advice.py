"""The register of legal advice: recorded without a name, counted once closed, from the first day it is kept."""

import datetime as dt

import pytest
from django.urls import reverse

from coso.access.refusals import ForbiddenError, RefusedError
from coso.advice.models import SETTLED, Advice
from coso.advice.services import close_advice, log_advice
from coso.indicators.registry import Scope, figures, indicators
from coso.lib import clock
from coso.lib.dates import Period

CASES = "legal.advice_cases"


@pytest.fixture
def case(tree, actors):
    return log_advice(unit=tree.garment, day=clock.today(), field="wage", way="met", people=3, by=actors.nhung)


def scope(tree):
    return Scope(tree.province.path, Period.closed(clock.today() - dt.timedelta(days=30), clock.today()))


def figure(tree):
    return figures([CASES], scope(tree))[CASES].get(tree.garment.pk)


def test_there_is_no_figure_before_the_register_is_kept(tree, actors):
    assert figure(tree) is None


def test_an_open_case_counts_nothing_and_a_closed_one_counts(case, tree, actors, django_assert_num_queries):
    assert (figure(tree).numerator, figure(tree).absent) == (0, "")
    close_advice(advice=case, outcome=SETTLED, by=actors.nhung)
    with django_assert_num_queries(1):
        (found,) = indicators()[CASES].figures(scope(tree))
    assert (found.numerator, found.records) == (1, indicators()[CASES].evidence(scope(tree)).count())


def test_a_case_is_closed_once(case, actors):
    close_advice(advice=case, outcome=SETTLED, by=actors.nhung)
    with pytest.raises(RefusedError):
        close_advice(advice=case, outcome=SETTLED, by=actors.nhung)


def test_a_stranger_records_nothing(tree, actors):
    with pytest.raises(ForbiddenError):
        log_advice(unit=tree.garment, day=clock.today(), field="wage", way="met", people=1, by=actors.giay)


def test_pages_record_and_close(client, tree, actors):
    client.force_login(actors.nhung)
    page = reverse("advice_new", args=[tree.garment.code])
    assert page in client.get(reverse("advices")).content.decode()
    sent = {"day": f"{clock.today():%d/%m/%Y}", "field": "wage", "way": "phone", "people": "2"}
    assert client.post(page, sent).status_code == 302
    row = Advice.objects.get()
    assert client.post(reverse("advice", args=[row.pk]), {"outcome": SETTLED}).status_code == 302
    row.refresh_from_db()
    assert (row.people, row.outcome, row.is_open) == (2, SETTLED, False)
    assert client.get(reverse("advice", args=[row.pk])).status_code == 200
