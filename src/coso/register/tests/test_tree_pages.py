"""The tree by kind of unit, a long kind folded; upper units are chosen by name."""

import pytest
from django.urls import reverse

from coso.register.models import UnitVersion
from coso.testing.forms import send


@pytest.fixture
def wide(tree):
    """Forty more grassroots unions right under the province."""
    return [tree.found(f"CĐCS Số {n:02}", "grassroots", tree.province, "soe") for n in range(40)]


def page(client, unit, query=""):
    return client.get(reverse("tree", args=[unit.code]) + query)


def test_a_long_level_shows_the_first_of_each_kind_with_counts(province, wide, tree):
    heaps = page(province, tree.province).context["heaps"]
    assert [(heap["key"], heap["n"], len(heap["rows"]), heap["more"]) for heap in heaps] == [
        ("zone_union", 2, 2, False),
        ("grassroots", 40, 10, True),
    ]
    assert page(province, tree.province).content.decode().count("CĐCS Số") == 10


def test_all_of_a_kind_stand_in_a_list_of_their_own_that_can_be_searched(province, wide, tree):
    listed = page(province, tree.province, "?loai=grassroots").context["list"]
    assert (listed.count, listed.listing.excel) == (40, "to-chuc")
    assert [row.name for row in page(province, tree.province, "?loai=grassroots&q=so 07").context["rows"]] == [
        "CĐCS Số 07"
    ]


def test_a_level_costs_as_many_queries_however_wide_it_is(province, tree, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page(province, tree.province)
    for n in range(40):
        tree.found(f"CĐCS Số {n:02}", "grassroots", tree.province, "soe")
    with django_assert_max_num_queries(12):
        page(province, tree.province)


@pytest.mark.parametrize("query", ["", "?loai=grassroots"])
def test_a_grassroots_union_opens_its_page_and_an_upper_one_its_level(province, tree, query):
    text = page(province, tree.ward, query).content.decode()
    assert f'href="{reverse("unit", args=[tree.garment.code])}"' in text
    assert f'href="{reverse("tree", args=[tree.garment.code])}"' not in text
    top = page(province, tree.province).content.decode()
    assert f'href="{reverse("tree", args=[tree.ward.code])}"' in top


def test_the_leader_of_a_group_comes_to_her_group(client, tree, actors):
    client.force_login(actors.to)
    assert client.get(reverse("units")).url == reverse("unit", args=[tree.line5.code])


def test_the_way_above_a_group_leads_to_the_page_of_its_union(province, tree):
    text = province.get(reverse("unit", args=[tree.line5.code])).content.decode()
    path = text.partition('<nav class="path"')[2].partition("</nav>")[0]
    assert f'href="{reverse("unit", args=[tree.garment.code])}"' in path
    assert f'href="{reverse("tree", args=[tree.ward.code])}"' in path


def test_an_upper_unit_is_chosen_by_name(province, tree):
    change = reverse("unit_change", args=[tree.garment.code])
    text = province.get(change).content.decode()
    assert f'<option value="{tree.other_ward.code}">Công đoàn phường Trà ({tree.other_ward.code})</option>' in text
    assert "CĐCS Giày Khê" not in text
    send(province, change, parent=tree.other_ward.code, reason="QĐ 7")
    assert UnitVersion.objects.filter(unit=tree.garment, parent=tree.other_ward).exists()


def test_only_units_that_one_may_change_are_offered_and_taken(client, tree, actors):
    client.force_login(actors.hanh)
    change = reverse("unit_change", args=[tree.garment.code])
    assert tree.other_ward.code not in client.get(change).content.decode()
    answer = send(client, change, parent=tree.other_ward.code, reason="QĐ 7")
    assert answer.status_code == 422
    assert "parent" in answer.context["form"].errors
