"""An action's page says what stood there before and after, to each reader what the post shows."""

import datetime as dt

import pytest
from django.apps import apps
from django.db.models import CharField
from django.urls import reverse

from coso.access.journal import act
from coso.access.journal.reading import written_by
from coso.access.models import Account, Action, Journaled
from coso.grading.services.rounds import choose_denominator
from coso.grading.services.scoring import score_line
from coso.lib.keys import new_key
from coso.register.models import Nomination, Person
from coso.register.services.people import add_member, correct_person, leave
from coso.register.services.units import change_unit
from coso.results.models import Reported
from coso.rubrics.specs import grammar_of
from coso.web.journal_rows import rows_of
from coso.web.journal_words import fields, named, row_terms, tables, terms

D = dt.date
DAY = D(2026, 6, 1)
NAME, SEX = "Tên", "Giới tính"


@pytest.fixture
def hoa(tree):
    values = {"name": "Lê Thị Hoa", "female": True, "phone": "0912345117"}
    return add_member(unit=tree.line5, day=D(2025, 1, 1), values=values, by=None)


def newest(verb):
    return Action.objects.filter(verb=verb).latest("at")


def told(action, user):
    """{table: {field: (before, after)}} as a reader is told."""
    return {
        row.table: {cell.label: (cell.before, cell.after) for cell in row.cells}
        for row in rows_of(written_by(action, 30), user, DAY)
    }


def test_a_correction_shows_the_old_and_the_new_value(hoa, actors):
    correct_person(person=hoa, values={"name": "Lê Thị Hòa", "female": False}, reason="giấy khai sinh", by=None)
    found = told(newest("person.correct"), actors.hanh)
    assert found == {"Người": {NAME: ("Lê Thị Hoa", "Lê Thị Hòa"), SEX: ("Nữ", "Nam")}}


def test_a_later_action_does_not_change_what_an_earlier_one_did(hoa, actors):
    for name in ("Lê Thị Hòa", "Lê Thị Hương"):
        correct_person(person=hoa, values={"name": name}, reason="sửa", by=None)
    first, second = Action.objects.filter(verb="person.correct").order_by("at")
    names = [told(each, actors.hanh)["Người"][NAME] for each in (first, second)]
    assert names == [("Lê Thị Hoa", "Lê Thị Hòa"), ("Lê Thị Hòa", "Lê Thị Hương")]


def test_codes_are_told_in_words(hoa, tree, actors):
    leave(membership=hoa.memberships.get(), day=DAY, closed="left_job", by=None)
    cells = told(newest("member.leave"), actors.hanh)["Tư cách đoàn viên"]
    assert ("đến nay", "31/05/2026") in cells.values()
    assert all("left_job" not in after for _before, after in cells.values())


def test_what_a_share_is_counted_over_is_told_in_words(a_round, actors):
    choose_denominator(round_=a_round, denominator="graded", why="Theo hướng dẫn", by=None)
    found = told(newest("round.denominator"), actors.chuyen)
    assert ("Đủ điều kiện", "Đã xếp loại") in found["Kỳ đánh giá"].values()


def test_units_are_told_by_name(tree, actors):
    change_unit(unit=tree.garment, day=DAY, facts={"parent": tree.other_ward}, reason="QĐ", by=None)
    cells = [value for row in told(newest("unit.move"), actors.chuyen).values() for value in row.values()]
    assert ("", "Công đoàn phường Trà") in cells


def test_points_are_told_as_people_write_them(sheet, actors):
    line = sheet.lines.filter(status="typed", level="").first()
    score_line(line=line, points=1500, by=actors.nhung)
    assert ("", "1,5") in told(newest("sheet.score"), actors.nhung)["Dòng chấm điểm"].values()


def test_a_phone_is_shown_only_to_whom_the_post_shows_it(hoa, actors):
    correct_person(person=hoa, values={"phone": "0987654321"}, reason="đổi số", by=None)
    action = newest("person.correct")
    assert ("0912345117", "0987654321") in told(action, actors.hanh)["Người"].values()
    assert not told(action, actors.kiem)["Người"]


def test_of_a_person_out_of_sight_nothing_is_shown(hoa, actors):
    correct_person(person=hoa, values={"name": "Lê Thị Hòa", "phone": "0987654321"}, reason="sửa", by=None)
    (row,) = rows_of(written_by(newest("person.correct"), 30), actors.giay, DAY)
    assert (row.name, row.cells) == ("", [])


def test_a_number_of_an_identity_paper_is_shown_to_nobody(hoa, actors):
    correct_person(person=hoa, values={"national_id": "040190000017"}, reason="bổ sung", by=None)
    cells = told(newest("person.correct"), actors.chuyen)["Người"]
    assert ("", "lưu mã hóa") in cells.values()
    assert not any("0401" in text for pair in cells.values() for text in pair)


def test_a_person_out_of_sight_is_not_named(hoa, tree, actors):
    leave(membership=hoa.memberships.get(), day=DAY, closed="left_job", by=None)
    names = [row.name for row in rows_of(written_by(newest("member.leave"), 30), actors.giay, DAY)]
    assert "Lê Thị Hoa" not in names


def test_the_page_shows_it_and_says_how_much_is_left_out(client, hoa, actors, monkeypatch):
    correct_person(person=hoa, values={"name": "Lê Thị Hòa"}, reason="sửa", by=None)
    client.force_login(actors.hanh)
    address = reverse("action", args=[newest("person.correct").pk])
    assert '<td data-label="Sau">Lê Thị Hòa</td>' in client.get(address).content.decode()
    monkeypatch.setattr("coso.web.views.journal.SHOWN", 0)
    assert "Còn 1 dòng không hiển thị." in client.get(address).content.decode()


def test_every_table_and_every_shown_field_has_its_word():
    models = [model for model in apps.get_models() if issubclass(model, Journaled)]
    assert {model._meta.label_lower for model in models} == set(tables())
    assert set(fields()) <= {field.attname for model in models for field in model._meta.concrete_fields}


def shown():
    """Every field that the journal shows, of every journaled table."""
    models = [model for model in apps.get_models() if issubclass(model, Journaled)]
    return [(model, each) for model in models for each in model._meta.concrete_fields if each.attname in fields()]


def test_every_shown_field_that_is_no_text_has_words_for_its_codes():
    codes = [
        f"{model._meta.label_lower}.{each.attname}"
        for model, each in shown()
        if type(each) is CharField and each.attname not in named("TEXTS")
    ]
    assert [code for code in codes if not {code, code.rpartition(".")[2]} & {*terms(), *row_terms()}] == []


def test_every_code_that_a_table_names_has_a_word():
    nameless = []
    for model in {model for model, _field in shown()}:
        coded = [terms().get(f"{model._meta.label_lower}.{each.attname}") for each in model._meta.concrete_fields]
        words = {key: str(word) for of in coded if of for key, word in of().items()}
        named_here = {value for name in dir(model) if name.isupper() and isinstance(value := getattr(model, name), str)}
        nameless += [(model.__name__, code) for code in named_here if not words.get(code)]
    assert nameless == []


def test_no_word_of_a_code_is_another_code():
    assert [code for words in terms().values() for code, word in words().items() if str(word) == code] == []


def test_what_a_nomination_waits_for_and_a_reported_level_are_told_in_words(tree, actors):
    facts = {"asked_by": new_key(), "asked_on": DAY, "post": "chair", "code": "X", "manner": "elected", "start": DAY}
    with act(by=None, verb="seat.nominate", unit=tree.garment.id) as a:
        a.write(Nomination, {new_key(): {**facts, "unit_id": tree.garment.id, "why": Nomination.CONSENT}})
        a.write(Reported, {new_key(): {"unit_id": tree.garment.id, "year": 2024, "level": "good", "document": ""}})
    after = {value for row in told(newest("seat.nominate"), actors.chuyen).values() for _old, value in row.values()}
    assert {"Bầu", "Chủ tịch", "Hoàn thành tốt"} < after
    assert any("đồng ý" in each for each in after)
    assert not {"consent", "good", "elected"} & after


def test_a_level_of_a_line_is_told_in_the_words_of_its_criterion(sheet, actors):
    lines = {line.code: line for line in sheet.lines.all()}
    criterion = next(each for each in grammar_of(sheet.round.rubric).criteria if each.levels and each.code in lines)
    level = criterion.levels[0]
    score_line(line=lines[criterion.code], level=level.key, by=actors.nhung)
    assert ("", level.vi) in told(newest("sheet.score"), actors.nhung)["Dòng chấm điểm"].values()


def test_many_rows_are_read_no_further_than_shown(tree, actors):
    assert Account.objects.exists()
    action = Action.objects.earliest("at")
    assert len(written_by(action, 1)) <= 1
    assert Person.objects.count() == len(actors.people)
