"""Claims about the reading of collective agreements."""

import datetime as dt
import io
import json
import unicodedata
import zipfile
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from coso.agreements import floors, measuring, terms
from coso.agreements.clauses import UNITS, VERDICTS, plain_number
from coso.agreements.documents import text_of
from coso.agreements.kinds import kinds
from coso.agreements.reading import read
from coso.agreements.versions import changes
from coso.lib.tables.book import TableError
from coso.lib.text import fold

DATA = Path(__file__).parent / "data"
DAY = dt.date(2025, 3, 10)
TOPICS = set(yaml.safe_load((DATA / "wordings.yaml").read_text(encoding="utf-8"))["topics"])
WORDINGS = yaml.safe_load((DATA / "wordings.yaml").read_text(encoding="utf-8"))["wordings"]
PASSAGES = yaml.safe_load((DATA / "passages.yaml").read_text(encoding="utf-8"))["passages"]
OVERTIME = "Điều 1. Làm thêm giờ trả 150% ngày thường, 200% ngày nghỉ hằng tuần và 290% ngày lễ"


def _short(clause):
    value = "-" if clause.value is None else plain_number(clause.value)
    return f"{clause.topic} {value} {clause.unit or '-'} {clause.verdict}"


def _said(text):
    return [_short(clause) for clause in read(text, "II", DAY, 8_000_000)]


@pytest.mark.parametrize(("text", "expected"), WORDINGS)
def test_a_sentence_is_read(text, expected):
    assert _said(f"Điều 1. {text}") == ([] if expected == "-" else [expected])


@pytest.mark.parametrize(("text", "expected"), PASSAGES)
def test_a_passage_is_read_in_its_order(text, expected):
    found = read(text, "III", dt.date(2022, 10, 5), 8_000_000)
    assert [f"{c.article}/{c.clause or '-'} {_short(c)}" for c in found] == expected


@pytest.mark.parametrize("write", [fold, str.upper, lambda text: unicodedata.normalize("NFD", text)])
def test_the_same_is_read_without_marks_in_capitals_and_decomposed(write):
    assert _said(write(OVERTIME)) == _said(OVERTIME) != []


def test_one_sentence_with_three_rates_is_three_clauses():
    assert [c.topic for c in read(OVERTIME, "I", DAY, 1)] == ["overtime_day", "overtime_rest", "overtime_holiday"]
    assert [c.verdict for c in read(OVERTIME, "I", DAY, 1)] == ["equal", "equal", "worse"]


@pytest.mark.parametrize("name", ["tuned.yaml", "held_out.yaml"])
def test_labelled_agreements_are_read_as_well_as_asked(name):
    found = measuring.of_file(DATA / name)
    assert found.found >= 0.9 * found.labelled
    assert found.read - found.found <= 0.1 * found.read
    assert found.topic >= 0.85 * found.found
    assert min(found.number, found.verdict) >= 0.9 * found.found
    assert found.too_good == 0


def test_the_floor_is_that_of_the_day():
    text = "Điều 1. Lương thấp nhất 4.200.000 đồng/tháng"
    verdicts = [read(text, "II", dt.date(year, 8, 1), 1)[0].verdict for year in (2021, 2023, 2024, 2026)]
    assert verdicts == ["better", "better", "worse", "worse"]
    assert read(text, "II", dt.date(2027, 8, 1), 1)[0].verdict == "unclear"


def test_what_it_is_worth_is_the_difference_to_the_floor():
    clause = read("Điều 1. Nghỉ phép năm 14 ngày", "II", DAY, 7_800_000)[0]
    assert (clause.dong_per_year, clause.law_floor.value) == (600_000, 12)


def test_steps_of_a_scale_are_one_clause_with_the_lowest():
    clause = read("Điều 2. Thâm niên: đủ 3 năm 100.000 đ/tháng, đủ 6 năm 250.000 đ/tháng", "II", DAY, 1)[0]
    assert (clause.value, clause.value_max) == (100_000, 250_000)


def test_articles_clauses_and_points_are_named():
    text = (
        "Điều 7. Nghỉ\n1. Nghỉ việc riêng:\na) Kết hôn: nghỉ 3 ngày\nb) Con kết hôn: nghỉ 1 ngày\n2. Nghỉ phép 12 ngày"
    )
    assert [(c.article, c.clause) for c in read(text, "II", DAY, 1)] == [("7", "1.a"), ("7", "1.b"), ("7", "2")]


def test_a_wrapped_line_belongs_to_its_clause():
    text = "Điều 3. Phúc lợi\n1. Người lao động được hỗ trợ tiền xăng xe, đi lại với mức là\n200.000 đồng một tháng."
    assert [c.quote for c in read(text, "II", DAY, 1)] == [text.partition("1. ")[2].rstrip(".")]


def test_each_reading_names_the_words_that_decided():
    assert all(c.because for c in read(OVERTIME, "II", DAY, 1))


def test_every_topic_is_known_and_no_other():
    assert {kind.topic for kind in kinds()} == TOPICS
    assert {unit for kind in kinds() for unit in kind.units} <= set(UNITS)
    assert all(kind.floor is None or kind.floor in floors._data()["kinds"] or "wage" in kind.floor for kind in kinds())


WORDS = st.sampled_from(
    [word for text, _ in WORDINGS for word in text.split()] + ["Điều 3.", "\n", "a)", "1.", "không", "tối đa", "0", "-"]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_is_read_and_each_quote_is_a_part_of_it(text):
    for clause in read(text, "III", DAY, 6_000_000):
        assert clause.quote in text
        assert text[clause.start : clause.end] == clause.quote
        assert clause.topic in TOPICS
        assert clause.verdict in VERDICTS


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_nothing_at_or_below_its_floor_is_called_better(text):
    for clause in read(f"Điều 1. {text}", "III", DAY, 6_000_000):
        floor = clause.law_floor
        if (
            clause.verdict == "better"
            and clause.per not in ("quarter", "month")
            and clause.unit not in ("hours", "days")
        ):
            assert floor.value is not None
            assert clause.value > floor.value if floor.kind == "min" else clause.value < floor.value


@given(st.integers(1, 60))
def test_a_wage_below_the_minimum_is_worse(hundred_thousands):
    wage = hundred_thousands * 100_000
    verdict = read(f"Điều 1. Lương thấp nhất {wage:,} đồng/tháng", "I", DAY, 1)[0].verdict
    assert verdict == ("worse" if wage < 4_960_000 else "better")


def test_an_amendment_shows_what_it_changes():
    old = read(
        "Điều 1. Ăn ca 20.000 đồng/suất\nĐiều 2. Nghỉ phép 12 ngày\nĐiều 3. Phụ cấp điện thoại 50.000đ", "II", DAY, 1
    )
    new = read("Điều 1. Ăn ca 25.000 đồng/suất\nĐiều 4. Nghỉ phép 12 ngày\nĐiều 5. Trợ cấp nhà ở 90.000đ", "II", DAY, 1)
    said = [((c.new or c.old).topic, c.fields, c.old is None, c.new is None) for c in changes(old, new)]
    assert said == [
        ("shift_meal", ("number", "wording"), False, False),
        ("annual_leave", ("place",), False, False),
        ("housing", (), True, False),
        ("other", (), False, True),
    ]
    assert [c.is_change for c in changes(old, new)] == [True, False, True, True]


@given(st.lists(st.sampled_from(WORDINGS), max_size=12))
@settings(max_examples=30, deadline=None)
def test_every_clause_of_two_versions_stands_once_and_a_version_changes_nothing_in_itself(rows):
    clauses = read("\n".join(f"Điều {n}. {text}" for n, (text, _) in enumerate(rows, 1)), "II", DAY, 1)
    found = changes(clauses, clauses)
    assert [c.new for c in found] == clauses
    assert not any(c.is_change for c in found)


def test_a_word_file_is_read_paragraphs_and_tables(tmp_path):
    paper = Document()
    paper.add_paragraph("Điều 1. Phụ cấp")
    cells = paper.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Ăn ca", "30.000 đồng/suất"
    paper.save(tmp_path / "a.docx")
    assert _said(text_of(tmp_path / "a.docx")) == ["shift_meal 30000 dong beyond"]


def test_what_is_no_word_file_is_refused_with_a_sentence(tmp_path):
    for n, raw in enumerate(
        (b"", b"not a zip", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600)
    ):
        (tmp_path / f"{n}.docx").write_bytes(raw)
        with pytest.raises(TableError):
            text_of(tmp_path / f"{n}.docx")


def test_a_zip_bomb_is_not_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "b.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (40 << 20))
    with pytest.raises(TableError):
        text_of(tmp_path / "b.docx")


def _command(text, monkeypatch, *options):
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    call_command("read_agreement", *options, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_prints_the_clauses(monkeypatch):
    said = _command(OVERTIME, monkeypatch, "--region", "II", "--on", "2023-03-15", "--wage", "7800000", "--json")
    first = said["clauses"][0]
    assert (first["article"], first["value"], first["per"], first["verdict"]) == ("1", 150, "hour_wage", "equal")
    assert first["law_floor"] == {"article": "BLLĐ 98(1)a", "value": 150, "kind": "min", "code": "P"}


def test_the_command_says_what_is_missing():
    with pytest.raises(CommandError, match="--region"):
        call_command("read_agreement", "--wage", "1")


def test_every_word_shown_has_its_name():
    assert set(terms.TOPICS) == TOPICS
    assert set(terms.VERDICTS) == set(VERDICTS)
    assert set(terms.UNITS) == set(UNITS)
    assert {per for kind in kinds() for per in kind.units.values() if per} <= set(terms.PER)
