"""Units are found by a word written out or shortened, whichever way their name has it."""

import pytest
from django.urls import reverse

from coso.register.abbreviations import ByName, naming, written_out
from coso.register.models import Unit
from coso.register.reads import find_units
from coso.register.services.units import end_unit
from coso.web.machine import find_accounts

NAMES = [
    "LĐLĐ huyện Quế Phong",
    "Liên đoàn Lao động thị xã Thái Hòa",
    "CĐCS Trường TH&THCS Châu Bình",
    "Công đoàn cơ sở Trường Tiểu học Thạch Bàn",
    "Nghiệp đoàn cơ sở nghề cá Thanh Bình",
    "CĐCS Cty TNHH MTV Thanh Tùng",
    "CĐCS Công ty Cổ phần Tân Kỳ",
    "CĐCS UBND xã Tam Hợp",
    "Công đoàn các KCN",
    "CĐCS Trường Mầm non Hoa Sen",
    "CĐCS Cao đẳng Sư phạm",
    "CĐCS Công ty CP May An Sa",
    "CĐCS BV đa khoa Yên Thành",
]
SAID = [
    ("liên đoàn lao động", ["LĐLĐ huyện Quế Phong", "Liên đoàn Lao động thị xã Thái Hòa"]),
    ("ldld", ["LĐLĐ huyện Quế Phong", "Liên đoàn Lao động thị xã Thái Hòa"]),
    ("LĐLĐ TX Thái", ["Liên đoàn Lao động thị xã Thái Hòa"]),
    ("cdcs truong tieu hoc", ["CĐCS Trường TH&THCS Châu Bình", "Công đoàn cơ sở Trường Tiểu học Thạch Bàn"]),
    ("công đoàn cơ sở trường trung học cơ sở", []),
    ("trung học cơ sở châu", ["CĐCS Trường TH&THCS Châu Bình"]),
    ("nđcs", ["Nghiệp đoàn cơ sở nghề cá Thanh Bình"]),
    ("công ty trách nhiệm hữu hạn một thành viên", ["CĐCS Cty TNHH MTV Thanh Tùng"]),
    ("cty cp", ["CĐCS Công ty Cổ phần Tân Kỳ", "CĐCS Công ty CP May An Sa"]),
    ("công ty cổ phần may", ["CĐCS Công ty CP May An Sa"]),
    ("CTCP May", ["CĐCS Công ty CP May An Sa"]),
    ("bệnh viện đa khoa", ["CĐCS BV đa khoa Yên Thành"]),
    ("bvđk", ["CĐCS BV đa khoa Yên Thành"]),
    ("ủy ban nhân dân xã", ["CĐCS UBND xã Tam Hợp"]),
    ("khu công nghiệp", ["Công đoàn các KCN"]),
    ("mn hoa sen", ["CĐCS Trường Mầm non Hoa Sen"]),
    ("cđ sư phạm", ["CĐCS Cao đẳng Sư phạm"]),
]


@pytest.fixture
def named_units(tree):
    for name in NAMES:
        tree.found(name, "grassroots", tree.ward, "soe")


@pytest.mark.parametrize(("said", "names"), SAID)
def test_a_unit_is_found_by_either_way_of_writing(named_units, today, said, names):
    found = [each.last.name for each in find_units(Unit.objects.all(), said, today)]
    assert sorted(name for name in found if name in NAMES) == sorted(names)


def test_a_short_way_of_several_meanings_widens_the_search(named_units, today):
    found = {each.last.name for each in find_units(Unit.objects.all(), "th", today)}
    assert {"CĐCS Trường TH&THCS Châu Bình", "Công đoàn cơ sở Trường Tiểu học Thạch Bàn"} < found
    assert "CĐCS Cty TNHH MTV Thanh Tùng" in found  # as the letters alone found it before


def test_a_word_written_out_does_not_find_letters_inside_another(named_units):
    assert not naming("tiểu học")("cdcs cty tnhh thanh tung")


@pytest.mark.parametrize("page", ["search", "tree", "portfolios"])
def test_every_search_of_units_knows_them(province, named_units, tree, page):
    address = reverse(page) if page == "search" else reverse(page, args=[tree.ward.code])
    query = {"q": "ủy ban nhân dân xã", "loai": "grassroots"}
    assert "CĐCS UBND xã Tam Hợp" in province.get(address, query).content.decode()


def test_living_units_stand_before_those_that_ended(tree, today):
    old = tree.found("CĐCS Cơ khí A", "grassroots", tree.ward, "soe")
    tree.found("CĐCS Cơ khí B", "grassroots", tree.ward, "soe")
    end_unit(unit=old, day=today, reason="QĐ 5", by=None)
    found = [each.last.name for each in find_units(Unit.objects.all(), "cơ khí", today)]
    assert found == ["CĐCS Cơ khí B", "CĐCS Cơ khí A"]


def test_accounts_are_found_by_the_unit_in_either_way(actors):
    found = {row.username for row in find_accounts("công đoàn cơ sở may")}
    assert found == {row.username for row in find_accounts("CĐCS May")} != set()


def test_a_name_of_an_import_is_the_same_written_out_unless_it_may_mean_two_things():
    names = ByName([("CĐCS Trường THCS Nghi Lâm", 1), ("CĐ Sư phạm", 2)])
    assert names.find("Công đoàn cơ sở Trường Trung học cơ sở Nghi Lâm") == [1]
    assert names.find("Công đoàn Sư phạm") == []
    assert written_out("LĐLĐ TP. Vinh") == "lien doan lao dong thanh pho vinh"
