"""Workplaces with counts, communes, authorisations: from the page, dated, with a way back."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coso.access.journal import act, undo
from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.indicators.models import Coverage
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.register.links import letters, sites
from coso.register.models import Authorisation, Headcount, UnitArea, UnitVersion, UnitWorkplace, Workplace
from coso.register.services import follow as following
from coso.register.services.authority import authorise, cover_area, end_authorisation, leave_area
from coso.register.services.workplaces import add_workplace, count_workers, leave_workplace
from coso.testing.forms import send

D = dt.date
START = D(2026, 1, 1)


def site(tree, unit=None, **said):
    facts = {"unit": unit or tree.garment, "name": "Công ty May Lam", "day": START, "by": None, **said}
    return add_workplace(**facts)


def letter(tree, **said):
    facts = {"unit": tree.ward, "number": "12/UQ-LĐLĐ", "acts": ["appraise"], "day": START, "by": None, **said}
    return authorise(**facts)


# ── workplaces ──


def test_a_workplace_with_the_same_tax_code_is_the_same_one(tree):
    first = site(tree, tax_code="2900123456")
    second = site(tree, tree.school, name="khác", tax_code="2900123456")
    assert first.workplace_id == second.workplace_id
    assert sites(tree.school, START)[0].others == 1


def test_the_same_workplace_is_not_added_twice(tree):
    site(tree, tax_code="2900123456")
    with pytest.raises(RefusedError):
        site(tree, tax_code="2900123456")


def test_workers_are_counted_with_women_and_the_record_begins(tree):
    link = site(tree)
    count_workers(link=link, on=D(2026, 3, 1), total=120, women=80, by=None)
    count_workers(link=link, on=D(2026, 3, 1), total=121, women=None, by=None)
    row = Headcount.objects.get()
    assert (row.total, row.women, row.source) == (121, None, "reported")
    assert Coverage.objects.get(unit=tree.garment.id, what="headcounts").since == D(2026, 3, 1)


@pytest.mark.parametrize("wrong", [{"women": 121}, {"on": D(2099, 1, 1)}])
def test_a_count_that_cannot_be_is_refused(tree, wrong):
    with pytest.raises(RefusedError):
        count_workers(**{"link": site(tree), "on": D(2026, 3, 1), "total": 120, "women": 80, "by": None, **wrong})


def test_a_chair_counts_workers_but_adds_no_workplace(tree, actors):
    link = site(tree)
    count_workers(link=link, on=D(2026, 3, 1), total=120, women=80, by=actors.nhung)
    for who in (actors.kiem, actors.giay):
        with pytest.raises(ForbiddenError):
            count_workers(link=link, on=D(2026, 3, 1), total=1, women=1, by=who)
    with pytest.raises(ForbiddenError):
        site(tree, by=actors.nhung)


def test_a_workplace_is_left_and_stays_in_the_past(tree):
    link = site(tree)
    leave_workplace(link=link, day=D(2026, 6, 1), reason="công ty dời đi", by=None)
    assert [bool(sites(tree.garment, day)) for day in (D(2026, 5, 31), D(2026, 6, 1))] == [True, False]
    with pytest.raises(RefusedError):
        leave_workplace(link=UnitWorkplace.objects.get(), day=D(2026, 7, 1), reason="x", by=None)


def test_undoing_a_new_workplace_leaves_nothing(tree):
    site(tree)
    undo(action=Action.objects.get(verb="workplace.add"), reason="nhầm", by=None)
    assert not Workplace.objects.exists()


def test_the_pages_of_workplaces(client, tree, actors):
    client.force_login(actors.hanh)
    url = reverse("workplaces", args=[tree.garment.code])
    assert send(client, url, name="", day="2026-01-01").status_code == 422
    assert send(client, url, name="Công ty May Lam", tax_code="29", day="2026-01-01").status_code == 302
    link = UnitWorkplace.objects.get()
    count = reverse("workplace_count", args=[tree.garment.code, link.pk])
    assert send(client, count, on="2026-02-01", total="50", women="").url == url
    assert "50" in client.get(url).content.decode()
    assert "Công ty May Lam" in client.get(reverse("unit", args=[tree.garment.code])).content.decode()
    end = reverse("link_end", args=[tree.garment.code, "workplaces", link.pk])
    send(client, end, day="2026-05-01", reason="dời đi")
    assert UnitWorkplace.objects.get().end == D(2026, 5, 1)


def test_a_reader_sees_no_form_and_may_not_post(client, tree, actors):
    client.force_login(actors.kiem)
    for name in ("workplaces", "communes", "authority", "records"):
        url = reverse(name, args=[tree.ward.code])
        assert '<form class="card' not in client.get(url).content.decode()
        assert client.post(url, {"day": "2026-01-01"}).status_code == 404


# ── communes ──


def test_a_commune_finds_the_union_that_covers_it(client, tree, actors):
    cover_area(unit=tree.ward, area="Hưng  Nguyên Nam", day=START, by=None)
    client.force_login(actors.lanh)
    page = client.get(reverse("search"), {"q": "hung nguyen nam"}).content.decode()
    assert "Công đoàn phường Hồng" in page


def test_a_commune_is_covered_once_and_left_on_a_day(tree):
    row = cover_area(unit=tree.ward, area="Hưng Nam", day=START, by=None)
    with pytest.raises(RefusedError):
        cover_area(unit=tree.ward, area="hưng nam", day=D(2026, 2, 1), by=None)
    leave_area(row=row, day=D(2026, 6, 1), reason="x", by=None)
    assert UnitArea.objects.get().end == D(2026, 6, 1)


def test_only_a_managing_union_covers_communes(tree):
    with pytest.raises(RefusedError):
        cover_area(unit=tree.garment, area="Hưng Nam", day=START, by=None)


def test_the_page_of_communes(client, tree, actors):
    client.force_login(actors.hanh)
    url = reverse("communes", args=[tree.ward.code])
    send(client, url, area="Hưng Nam", day="2026-01-01")
    assert "Hưng Nam" in client.get(url).content.decode()
    client.post(reverse("link_end", args=[tree.ward.code, "communes", UnitArea.objects.get().pk]), {})
    assert UnitArea.objects.get().end == FOREVER


# ── authorisations ──


def test_only_the_union_above_authorises(tree, actors):
    with pytest.raises(ForbiddenError):
        letter(tree, by=actors.hanh)
    row = letter(tree, by=actors.chuyen)
    assert (row.holder_id, row.giver_id, row.end) == (tree.ward.id, tree.province.id, FOREVER)
    with pytest.raises(ForbiddenError):
        end_authorisation(row=row, day=D(2026, 6, 1), reason="x", by=actors.hanh)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"number": " "}, "number"), ({"acts": []}, "acts"), ({"acts": ["x"]}, "acts"), ({"until": START}, "until")],
)
def test_a_letter_has_a_number_acts_and_a_span(tree, wrong, field):
    with pytest.raises(RefusedError) as told:
        letter(tree, **wrong)
    assert told.value.reasons[0].field == field


def test_rooms_are_told_of_the_branch_when_a_letter_begins_and_ends(tree, monkeypatch):
    told = []
    monkeypatch.setattr(following, "_tell", lambda hook, _a, units: told.append((hook, set(units))))
    row = letter(tree)
    end_authorisation(row=row, day=D(2026, 6, 1), reason="thu hồi", by=None)
    branch = {unit.id for unit in (tree.ward, tree.garment, tree.school, tree.line5, tree.cutting)}
    assert told == [("follow", branch), ("follow", branch)]


def test_the_page_of_authorisations(client, tree, actors):
    client.force_login(actors.chuyen)
    url = reverse("authority", args=[tree.ward.code])
    assert client.post(url, {"number": "12/UQ", "day": "2026-01-01"}).status_code == 422
    send(client, url, number="12/UQ", acts=["appraise", "posts"], day="2026-01-01")
    assert letters(tree.ward, START)[0].lasts
    assert "12/UQ" in client.get(reverse("unit", args=[tree.ward.code])).content.decode()
    row = Authorisation.objects.get()
    client.post(reverse("link_end", args=[tree.ward.code, "authority", row.pk]), {"day": "2026-06-01", "reason": "x"})
    assert Authorisation.objects.get().end == D(2026, 6, 1)
    assert not letters(tree.ward, D(2026, 7, 1))[0].lasts


# ── coverage and dormancy, from the page ──


def test_since_when_a_record_is_kept_is_set_by_hand(client, tree, actors):
    client.force_login(actors.hanh)
    url = reverse("records", args=[tree.garment.code])
    assert send(client, url, what="members", since="2099-01-01").status_code == 422
    send(client, url, what="members", since="2026-01-01", reason="rà soát")
    assert Coverage.objects.get(what="members").since == START
    assert Action.objects.get(verb="coverage.set").actor == actors.hanh.id


def test_a_union_falls_asleep_from_a_day_with_a_reason(client, tree, actors):
    client.force_login(actors.hanh)
    url = reverse("unit_change", args=[tree.garment.code])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"day": "2026-03-01", "state": "dormant"}
    assert client.post(url, data).status_code == 422
    assert client.post(url, {**data, "reason": "BB làm việc 1/3"}).status_code == 302
    assert UnitVersion.objects.on(D(2026, 3, 1)).get(unit=tree.garment).state == "dormant"


def test_far_fewer_workers_than_before_are_asked_about(tree):
    link = site(tree)
    count_workers(link=link, on=D(2026, 3, 1), total=1131, women=None, by=None)
    fewer = {"link": link, "on": D(2026, 4, 1), "total": 343, "women": None, "by": None}
    with pytest.raises(RefusedError, match="343") as told:
        count_workers(**fewer)
    assert [reason.field for reason in told.value.reasons] == ["sure"]
    assert count_workers(**fewer, sure=True)
    assert count_workers(link=link, on=D(2026, 5, 1), total=300, women=None, by=None)


def test_more_members_than_workers_are_asked_about_on_the_page_too(client, tree, actors):
    link = site(tree)
    client.force_login(actors.nhung)
    url = reverse("workplace_count", args=[tree.garment.code, link.pk])
    form = client.get(url).context["form"]
    data = {**{name: form[name].value() or "" for name in form.fields}, "on": "2026-03-01", "total": "1"}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert 'type="checkbox" name="sure"' in answer.content.decode()
    assert client.post(url, {**data, "sure": "on"}).status_code == 302


def test_one_link_of_a_union_and_a_workplace_lasts(tree):
    link = site(tree)
    facts = {"unit_id": link.unit_id, "workplace_id": link.workplace_id, "start": D(2026, 2, 1), "end": FOREVER}
    with pytest.raises(IntegrityError), transaction.atomic(), act(by=None, verb="demo.seed") as a:
        a.write(UnitWorkplace, {new_key(): facts})
