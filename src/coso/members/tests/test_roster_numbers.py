"""Papers compared with birth and sex; people met twice."""

import datetime as dt

import pytest

from coso.lib.tables import Sheet
from coso.members.roster import Field, Layout, read_roster
from coso.members.roster.reasons import REASONS

TODAY = dt.date(2026, 11, 22)
COLUMNS = {0: Field.NAME, 1: Field.BORN, 2: Field.SEX, 3: Field.ID, 4: Field.OLD_ID, 5: Field.PASSPORT, 6: Field.PHONE}


def read(*rows, columns=COLUMNS):
    """People of rows under given columns."""
    width = max(columns) + 1
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    return read_roster(Sheet("DS", False, [["?"] * width, *padded]), Layout(1, 2, columns, "", {}), today=TODAY)


def one(*cells):
    """The only person of one row, and the codes of what is wrong."""
    found = read(cells)
    return found.rows[0], [problem.code for problem in found.problems]


@pytest.mark.parametrize("year", [1930, 1950, 1969, 1975, 1999, 2000, 2008])
@pytest.mark.parametrize("female", [True, False])
def test_papers_that_agree_pass_for_every_century(year, female):
    digit = (year >= 2000) * 2 + female
    paper = f"040{digit}{year % 100:02d}012345"
    person, codes = one("Lê An", dt.date(year, 6, 1), "Nữ" if female else "Nam", paper)
    assert (person.national_id, person.female, codes) == (paper, female, [])


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        ("040190012345", "id_sex"),
        ("040085012345", "id_year"),
        ("040290012345", "id_year"),
        ("040990012345", "id_century"),
        ("003090012345", "id_province"),
        ("04009001234", "id_length"),
        ("04009001234O", "id_letters"),
        ("không", "id_letters"),
        ("0400900123456", "id_length"),
    ],
)
def test_papers_that_do_not_agree(paper, code):
    _, codes = one("Lê An", dt.date(1990, 6, 1), "Nam", paper)
    assert codes == [code]


@pytest.mark.parametrize(
    ("eaten", "whole"),
    [
        (40090012345.0, "040090012345"),
        (40090012345, "040090012345"),
        ("40090012345", "040090012345"),
        (1090012345.0, "001090012345"),
        ("040.090.012.345", "040090012345"),
        ("'040090012345", "040090012345"),
        (" 040090012345 ", "040090012345"),
    ],
)
def test_papers_spoiled_by_spreadsheets(eaten, whole):
    person, codes = one("Lê An", dt.date(1990, 6, 1), "Nam", eaten)
    assert (person.national_id, codes) == (whole, [])


def test_foreign_born_papers_pass():
    person, codes = one("Lê An", dt.date(1990, 6, 1), "Nam", "232090012345")
    assert (person.national_id, codes) == ("232090012345", [])


def test_every_paper_in_its_own_column():
    person, codes = one("Lê An", dt.date(1990, 6, 1), "Nam", "040090012345", 182345678.0, "B1234567")
    assert (person.national_id, person.old_id, person.passport) == ("040090012345", "182345678", "B1234567")
    assert codes == []


def test_a_new_paper_in_the_column_of_old_ones():
    person, _ = one("Lê An", dt.date(1990, 6, 1), "Nam", "", "040090012345")
    assert (person.national_id, person.old_id) == ("040090012345", None)


def test_sex_and_birth_are_filled_from_the_paper_only_where_missing():
    person, codes = one("Lê An", "", "", "040090012345")
    assert (person.female, person.born, person.born_exact, codes) == (False, dt.date(1990, 1, 1), False, [])
    person, codes = one("Lê An", dt.date(1990, 6, 1), "", "040190012345")
    assert (person.female, person.born, person.born_exact, codes) == (True, dt.date(1990, 6, 1), True, [])


def test_a_birth_that_was_blanked_comes_from_the_paper():
    person, codes = one("Lê An", "hôm qua", "Nam", "040090012345")
    assert (person.born, person.born_exact, codes) == (dt.date(1990, 1, 1), False, ["born_unread"])


def test_a_paper_that_was_blanked_fills_nothing():
    person, codes = one("Lê An", "", "", "003190012345")
    assert (person.female, person.born, person.national_id, codes) == (None, None, None, ["id_province"])


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("0912345678", "0912345678"),
        (912345678.0, "0912345678"),
        (912345678, "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("01669123456", "0369123456"),
        ("0238 3844 123", "02383844123"),
    ],
)
def test_phones_spoiled_by_spreadsheets(typed, phone):
    person, codes = one("Lê An", "", "", "", "", "", typed)
    assert (person.phone, codes) == (phone, [])


@pytest.mark.parametrize("column", [3, 4, 5])
def test_any_paper_met_twice_keeps_the_later_out(column):
    paper = {3: "040090012345", 4: "182345678", 5: "B1234567"}[column]
    rows = [["Lê An"], ["Hồ Bình"], ["Vi Chi"]]
    for n in (0, 2):
        rows[n] += [""] * (column - 1) + [paper]
    found = read(*rows)
    assert [(problem.row, problem.column, problem.code) for problem in found.problems] == [(4, column, "same_id")]
    assert [person.row for person in found.rows] == [2, 3]


def test_three_of_one_paper_all_point_to_the_first():
    found = read(*[["Lê An", "", "", "040090012345"]] * 3)
    assert [problem.reason_vi for problem in found.problems] == ["Trùng số giấy tờ với dòng 2"] * 2


def test_one_person_is_said_to_be_there_twice_only_once():
    lan = ["Lê Lan", dt.date(1990, 6, 1), "Nữ", "040190012345"]
    found = read(lan, lan, ["Hồ An", "", "Nam", ""])
    assert [problem.code for problem in found.problems] == ["same_id"]


@pytest.mark.parametrize(
    ("one_paper", "other_paper", "codes"),
    [
        ("", "", ["same_person"]),
        ("040190012345", "", ["same_person"]),
        ("182345678", "182345679", []),
        ("182345678", "040190012345", ["same_person"]),
        ("B1234567", "B1234568", []),
    ],
)
def test_namesakes_of_one_day(one_paper, other_paper, codes):
    birth = dt.date(1990, 6, 1)
    found = read(["Lê Lan", birth, "Nữ", one_paper], ["LÊ LAN", birth, "Nữ", other_paper])
    assert [problem.code for problem in found.problems] == codes


def test_namesakes_without_a_birth_are_left_alone():
    assert read(["Lê Lan"], ["Lê Lan"]).problems == []


def test_every_reason_can_be_said_in_both_languages():
    facts = {"row": 2, "shown": "#REF!", "heading": "CCCD", "youngest": 15, "oldest": 100}
    for vi, en in REASONS.values():
        assert vi.format(**facts)
        assert en.format(**facts)
        assert vi != en
