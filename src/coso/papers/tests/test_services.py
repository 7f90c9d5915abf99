"""Issuing a paper freezes it; its number comes from the series or from the clerk's own book; the scan is official."""

import datetime as dt
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from coso.access.journal import undo
from coso.access.models import Action
from coso.access.refusals import ForbiddenError, RefusedError
from coso.lib import clock
from coso.lib.keys import new_key
from coso.papers.models import Document, Series
from coso.papers.services import attach_scan, issue_document, next_number, paper_of, take_number, type_number
from coso.papers.testing import a_paper

SUBJECT = new_key()


def issue(unit, by=None, subject=SUBJECT, kind="to-trinh", **facts):
    return issue_document(kind=kind, unit=unit, subject=subject, frozen=a_paper(**facts), by=by)


def again(document):
    return Document.objects.get(pk=document.pk)


def test_an_issued_paper_keeps_its_words_and_figures(tree):
    made = issue(tree.ward)
    assert paper_of(again(made)) == a_paper()
    assert made.title == "Tờ trình về việc đề nghị xếp loại"
    assert (made.number, made.on) == ("", None)


def test_the_same_figures_again_are_the_same_document_and_other_figures_another(tree):
    first = issue(tree.ward)
    assert issue(tree.ward) == first
    assert issue(tree.ward, about="Khác") != first
    assert Document.objects.count() == 2


def test_the_series_is_offered_and_counts_for_each_unit_symbol_and_year(tree):
    one, two = issue(tree.ward), issue(tree.ward, subject=new_key())
    other = issue(tree.other_ward)
    assert next_number(one) == "01/TTr-CĐ"
    assert take_number(document=one, by=None).number == "01/TTr-CĐ"
    assert take_number(document=two, by=None).number == "02/TTr-CĐ"
    assert take_number(document=other, by=None).number == "01/TTr-CĐ"
    earlier = issue(tree.ward, subject=new_key())
    assert take_number(document=earlier, on=dt.date(2025, 12, 30), by=None).number == "01/TTr-CĐ"


def test_a_number_is_taken_once(tree):
    made = take_number(document=issue(tree.ward), by=None)
    with pytest.raises(RefusedError, match="01/TTr-CĐ"):
        take_number(document=made, by=None)
    assert Series.objects.get().last == 1


def test_the_clerk_types_another_number_and_the_series_goes_on_from_there(tree):
    one, two = issue(tree.ward), issue(tree.ward, subject=new_key())
    on = clock.today() - dt.timedelta(days=1)
    typed = type_number(document=one, number=" 45/TTr-CĐPH ", on=on, by=None)
    assert (typed.number, typed.on, typed.n) == ("45/TTr-CĐPH", on, None)
    assert paper_of(typed).number_line == "Số: 45/TTr-CĐPH"
    assert next_number(two, on.year) == "46/TTr-CĐ"


def test_an_older_number_typed_late_does_not_turn_the_series_back(tree):
    one, two, three = (issue(tree.ward, subject=new_key()) for _ in range(3))
    on = clock.today()
    type_number(document=one, number="45/TTr", on=on, by=None)
    type_number(document=two, number="12/TTr", on=on, by=None)
    assert next_number(three) == "46/TTr-CĐ"


@pytest.mark.parametrize(("number", "days"), [("", 0), ("   ", 0), ("7/TTr", 1)])
def test_no_number_and_a_day_to_come_are_refused(tree, number, days):
    made = issue(tree.ward)
    with pytest.raises(RefusedError):
        type_number(document=made, number=number, on=clock.today() + dt.timedelta(days=days), by=None)
    assert again(made).number == ""


def test_a_number_that_another_paper_of_the_year_has_is_refused_with_its_title(tree):
    one, two = issue(tree.ward), issue(tree.ward, subject=new_key(), about="Khác")
    take_number(document=one, by=None)
    with pytest.raises(RefusedError, match="đề nghị xếp loại"):
        type_number(document=two, number="01/ttr-cđ", on=clock.today(), by=None)


def test_who_issues_and_numbers_and_who_does_not(tree, actors):
    made = issue(tree.ward, by=actors.hanh)
    for who in (actors.khach, actors.nhung, actors.kiem, actors.to, actors.uy, actors.quan):
        with pytest.raises(ForbiddenError):
            issue(tree.ward, by=who, about="Khác")
        with pytest.raises(ForbiddenError):
            take_number(document=made, by=who)
        with pytest.raises(ForbiddenError):
            type_number(document=made, number="1", on=clock.today(), by=who)
        with pytest.raises(ForbiddenError):
            attach_scan(document=made, upload=SimpleUploadedFile("a.pdf", b"x"), by=who)
    assert take_number(document=made, by=actors.hanh).number


def test_a_number_given_by_mistake_can_be_taken_back(tree, actors):
    made = take_number(document=issue(tree.ward), by=actors.hanh)
    undo(action=Action.objects.get(pk=made.act), by=actors.hanh, reason="nhầm")
    assert again(made).number == ""
    assert next_number(made) == "01/TTr-CĐ"


def test_the_signed_scan_is_attached_in_one_action(tree, actors, store):
    made = issue(tree.ward)
    signed = attach_scan(document=made, upload=SimpleUploadedFile("đã ký.pdf", b"%PDF-1.7"), by=actors.hanh)
    assert (signed.scan.name, signed.scan.unit_id) == ("đã ký.pdf", tree.ward.id)
    assert signed.scan.act == signed.act


def test_a_file_that_the_store_refuses_leaves_nothing(tree, actors, store):
    made = issue(tree.ward)
    before = Action.objects.count()
    with pytest.raises(RefusedError):
        attach_scan(document=made, upload=SimpleUploadedFile("a.exe", b"MZ"), by=actors.hanh)
    assert Action.objects.count() == before
    assert again(made).scan is None


@pytest.mark.django_db(transaction=True)
def test_two_who_take_a_number_at_once_get_two_numbers(tree):
    papers = [issue(tree.ward, subject=new_key()) for _ in range(4)]
    start, wrong = threading.Barrier(4), []

    def take(paper):
        try:
            start.wait(timeout=10)
            take_number(document=paper, by=None)
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=[paper]) for paper in papers]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=30)
    if connection.vendor == "postgresql":
        assert not wrong
    taken = sorted(filter(None, Document.objects.values_list("number", flat=True)))
    assert taken == [f"{n:02d}/TTr-CĐ" for n in range(1, len(taken) + 1)]
    assert len(taken) + len(wrong) == 4
