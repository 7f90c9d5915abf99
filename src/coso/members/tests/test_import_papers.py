"""A list is believed about papers, begins the record of its union, and takes both back with it."""

import datetime as dt

import pytest
from django.conf import settings

from coso.access.journal import undo
from coso.access.models import Action
from coso.indicators.models import Coverage
from coso.indicators.registry import Scope, figures
from coso.indicators.services import start_coverage
from coso.lib import clock
from coso.lib.dates import Period
from coso.members.importing import WORKERS, Asked, import_members
from coso.members.testing import HEAD, the
from coso.register.models import Person
from coso.register.services.people import add_member
from coso.register.testing.tree import START

PASSPORTS = [*HEAD, "Số hộ chiếu"]
HOA = [1, "Nguyễn Thị Hoa", "12/05/1990", "x", "040190001234", "", "01/03/2024", "Chuyền 5", "C1234567"]
LAN = [2, "Lê Thị Lan", "01/02/1992", "x", "", "", "", "Chuyền 5", "B7654321"]


@pytest.fixture
def book(file, tree):
    def run(rows, head=PASSPORTS, **more):
        return import_members(asked=Asked(file(rows, head), tree.garment, **more), by=None)

    return run


def passport(name):
    stored = the(name).passport_cipher
    return settings.KEYS.decrypt(bytes(stored)) if stored else ""


def since(unit, what="members"):
    return Coverage.objects.filter(unit=unit.id, what=what).values_list("since", flat=True).first()


def take_back(report):
    undo(action=Action.objects.get(pk=report.action), reason="nhầm", by=None)


def count(tree, day):
    scope = Scope(tree.garment.path, Period.closed(day, day))
    return figures(["members.count"], scope)["members.count"].get(tree.garment.id)


def test_passports_are_kept_encrypted_and_found(book):
    book([HOA, LAN])
    assert [passport("Nguyễn Thị Hoa"), passport("Lê Thị Lan")] == ["C1234567", "B7654321"]
    assert Person.objects.with_number("B7654321").get() == the("Lê Thị Lan")


def test_somebody_is_known_again_by_the_passport(book):
    book([LAN])
    again = book([[1, "LÊ THỊ LÀN", "", "x", "", "", "", "Chuyền 5", "B7654321"]])
    assert (again.imported, again.updated) == (0, 1)
    assert the("Lê Thị Làn").born == dt.date(1992, 2, 1)


def test_a_list_adds_papers_to_somebody_known_and_blanks_none(book):
    book([[*HOA[:8], ""]])
    assert passport("Nguyễn Thị Hoa") == ""
    book([HOA])
    assert passport("Nguyễn Thị Hoa") == "C1234567"
    book([[*HOA[:8], ""]])
    assert passport("Nguyễn Thị Hoa") == "C1234567"


def test_a_passport_taken_in_goes_with_the_undo(book):
    book([[*HOA[:8], ""]])
    take_back(book([HOA]))
    assert (passport("Nguyễn Thị Hoa"), the("Nguyễn Thị Hoa").passport_look) == ("", None)


def test_papers_of_two_people_in_one_row_keep_it_out(book):
    book([[*HOA[:8], ""], LAN])
    said = book([[*HOA[:8], "B7654321"]])
    assert [problem.reason for problem in said.problems] == [
        "Các số giấy tờ ở hàng này là của những người khác nhau đã có hồ sơ."
    ]
    assert said.action is None
    assert passport("Nguyễn Thị Hoa") == ""


def test_a_list_begins_the_record_of_its_union(book, tree):
    today = clock.today()
    assert since(tree.garment) is None
    report = book([HOA])
    assert since(tree.garment) == today
    assert since(tree.school) is None
    assert count(tree, today).numerator == 1
    assert count(tree, today - dt.timedelta(days=40)).absent
    take_back(report)
    assert since(tree.garment) is None


def test_members_known_before_the_list_stay_figures(book, tree):
    add_member(unit=tree.line5, day=START, values={"name": "Cao Văn Sơn"}, by=None)
    book([HOA])
    assert since(tree.garment) == START
    assert count(tree, START + dt.timedelta(days=1)).numerator == 1


def test_a_record_that_is_kept_already_is_left_as_it_is(book, tree):
    from coso.access.journal import act

    with act(by=None, verb="coverage.set") as a:
        start_coverage(a, "members", {tree.garment.id: dt.date(2025, 6, 1)})
    book([HOA])
    assert since(tree.garment) == dt.date(2025, 6, 1)


def test_a_list_that_is_only_checked_begins_nothing(book, tree):
    book([HOA], dry_run=True)
    assert since(tree.garment) is None


def test_a_list_of_workers_begins_the_record_of_workers(book, tree):
    report = book([HOA, LAN], of=WORKERS)
    assert since(tree.garment, "headcounts") == clock.today()
    assert since(tree.garment) is None
    take_back(report)
    assert since(tree.garment, "headcounts") is None
