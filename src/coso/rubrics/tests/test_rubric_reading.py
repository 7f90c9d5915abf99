"""Tables that provinces write, read line by line. The expectations were worked out by hand."""

from fractions import Fraction
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from coso.rubrics.grammar.reading import load_rubric, read_draft
from coso.rubrics.grammar.source import read_yaml
from coso.rubrics.grammar.writing import write_yaml
from coso.rubrics.importing.columns import columns_of
from coso.rubrics.importing.draft import About, draft_data, step_of, sums_of
from coso.rubrics.importing.files import Table, tables_of
from coso.rubrics.importing.lines import ReadLine, read_lines
from coso.rubrics.importing.sentences import DEDUCT, IF_TRUE, PER, TYPED, points_in_cell, points_in_title, rule_in
from coso.rubrics.importing.word_out import word_table
from coso.rubrics.models import Rubric
from coso.rubrics.reading_words import faults_of_lines

RUBRICS = sorted((Path(__file__).parents[1] / "data").glob("*.yaml"))
HEAD = ["STT", "Nội dung", "Điểm chuẩn", "CĐCS tự chấm"]
PROVINCE = [
    HEAD,
    ["I", "Đại diện, bảo vệ", "40", ""],
    ["1", "Thỏa ước lao động tập thể", "12", ""],
    ["a)", "Có thỏa ước còn hiệu lực", "8", ""],
    ["b)", "Giám sát thỏa ước", "4 điểm", ""],
    ["2", "Giám sát: mỗi cuộc 0,5 điểm, tối đa 3 điểm", "3", ""],
    ["3", "Để xảy ra tai nạn, mỗi vụ trừ 1 điểm", "5", ""],
    ["4", "Chăm lo đoàn viên", "20", ""],
    ["", "- Có danh sách", "", ""],
    ["II", "Xây dựng tổ chức (55 điểm)", "", ""],
    ["1", "Phát triển đoàn viên", "50", ""],
    ["2", "Sinh hoạt", "4,5", ""],
    ["III", "Điểm thưởng", "5", ""],
    ["1", "Mô hình mới", "5", ""],
    ["", "Tổng cộng", "100", ""],
]


def read(rows, bold=()):
    return read_lines([Table(1, "", rows, frozenset(bold))]).lines


def kept(lines):
    return [(line.kind, line.code, line.max) for line in lines if line.kind in ("group", "criterion")]


def word(path, rows, bold=()):
    document = Document()
    table = document.add_table(rows=0, cols=len(rows[0]))
    for n, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text).bold = n in bold
    document.save(path)
    return path


def test_a_table_of_a_province_is_read_as_a_person_would():
    lines = read(PROVINCE)
    assert kept(lines) == [
        ("group", "I", "40"), ("criterion", "I.1.a", "8"), ("criterion", "I.1.b", "4"), ("criterion", "I.2", "3"),
        ("criterion", "I.3", "5"), ("criterion", "I.4", "20"), ("group", "II", "55"), ("criterion", "II.1", "50"),
        ("criterion", "II.2", "4,5"), ("group", "III", "5"), ("criterion", "III.1", "5"),
    ]  # fmt: skip
    assert lines[0].title == "Đại diện, bảo vệ"
    assert [line.kind for line in lines[-1:]] == ["out"]


def test_a_line_with_its_points_in_parts_is_a_heading_that_its_parts_name():
    heading, part = read(PROVINCE)[1:3]
    assert (heading.kind, heading.how) == ("text", ["heading"])
    assert part.title == "Thỏa ước lao động tập thể: Có thỏa ước còn hiệu lực"


def test_what_has_no_points_explains_the_line_above():
    lines = read(PROVINCE)
    assert lines[6].note == "Có danh sách"
    assert (lines[7].kind, lines[7].how) == ("text", ["explains"])


def test_rules_are_read_from_the_words():
    rules = {line.code: (line.rule, line.each) for line in read(PROVINCE) if line.kind == "criterion"}
    assert rules["I.2"] == (PER, "0,5")
    assert rules["I.3"] == (DEDUCT, "1")
    assert rules["I.4"] == (TYPED, "")


def test_sums_are_checked_against_what_the_table_states():
    assert [(each.code, each.stated, each.counted, each.bonus) for each in sums_of(read(PROVINCE))] == [
        ("I", 40000, 40000, False), ("II", 55000, 54500, False), ("III", 5000, 5000, True),
    ]  # fmt: skip


def test_the_same_table_from_word_reads_alike(tmp_path):
    path = word(tmp_path / "bang.docx", PROVINCE, bold=(0, 1, 9, 12))
    assert kept(read_lines(tables_of(path)).lines) == kept(read(PROVINCE))


def test_the_same_table_from_excel_reads_alike(tmp_path):
    from xlsxwriter import Workbook

    with Workbook(tmp_path / "bang.xlsx") as book:
        sheet = book.add_worksheet("Phụ lục")
        sheet.write(0, 0, "BẢNG CHẤM ĐIỂM")
        for n, row in enumerate(PROVINCE):
            for at, text in enumerate(row):
                number = at == 2 and text.replace(",", "").isdigit()
                sheet.write(n + 2, at, float(text.replace(",", ".")) if number else text)
    assert kept(read_lines(tables_of(tmp_path / "bang.xlsx")).lines) == kept(read(PROVINCE))


def test_numbers_over_dotted_numbers_are_groups():
    rows = [HEAD, ["1", "Nhóm một", "10", ""], ["1.1", "a", "4", ""], ["1.2", "b", "6", ""], ["2", "Nhóm hai", "5", ""]]
    assert kept(read([*rows, ["2.1", "c", "5", ""]])) == [
        ("group", "1", "10"), ("criterion", "1.1", "4"), ("criterion", "1.2", "6"), ("group", "2", "5"),
        ("criterion", "2.1", "5"),
    ]  # fmt: skip


def test_dotted_numbers_under_an_item_are_its_parts():
    rows = [HEAD, ["I", "Nhóm", "10", ""], ["1", "Việc", "10", ""], ["1.1", "a", "4", ""], ["1.2", "b", "6", ""]]
    assert [line[1] for line in kept(read(rows))] == ["I", "I.1.1", "I.1.2"]


def test_items_numbered_through_keep_their_numbers():
    rows = [HEAD, ["I", "Một", "4", ""], ["1", "a", "4", ""], ["II", "Hai", "6", ""], ["2", "b", "6", ""]]
    assert [line[1] for line in kept(read(rows))] == ["I", "1", "II", "2"]


def test_codes_of_their_own_are_kept():
    rows = [HEAD, ["G1", "Nhóm", "4", ""], ["D01", "a", "4", ""]]
    assert kept(read(rows, bold=[1])) == [("group", "G1", "4"), ("criterion", "D01", "4")]


def test_a_group_across_merged_cells_and_without_number_is_read():
    rows = [HEAD, ["Nhóm I: Bảo vệ (10 điểm)", "", "", ""], ["1", "a", "10", ""]]
    assert kept(read(rows)) == [("group", "I", "10"), ("criterion", "1", "10")]


def test_parts_above_groups_are_left_out_but_a_part_of_its_own_is_a_group():
    rows = [
        HEAD,
        ["A", "ĐIỂM CHUẨN", "95", ""],
        ["I", "Nhóm", "95", ""],
        ["1", "a", "95", ""],
        ["B", "ĐIỂM THƯỞNG", "5", ""],
    ]
    lines = read([*rows, ["1", "b", "5", ""]])
    assert (lines[0].kind, lines[0].how) == ("out", ["part"])
    assert kept(lines)[2] == ("group", "B", "5")


def test_a_group_of_penalties_is_left_out_with_its_lines_and_says_so():
    rows = [HEAD, ["I", "Nhóm", "4", ""], ["1", "a", "4", ""], ["II", "Điểm trừ", "", ""], ["1", "Vi phạm", "2", ""]]
    lines = read([*rows, ["III", "Điểm thưởng", "5", ""], ["1", "b", "5", ""]])
    assert [line[1] for line in kept(lines)] == ["I", "I.1", "III", "III.1"]
    assert [line.doubts for line in lines if line.kind == "out"] == [["negative"], ["negative"]]
    assert [each.fits for each in sums_of(lines)] == [True, True]


def test_choices_of_which_one_is_given_stay_one_line():
    rows = [HEAD, ["1", "Báo cáo", "4", ""], ["a", "Đúng hạn", "4", ""], ["b", "Chậm 5 ngày", "2", ""]]
    lines = read(rows)
    assert kept(lines) == [("criterion", "1", "4")]
    assert lines[0].doubts == ["choices"]


@pytest.mark.parametrize(
    ("cell", "doubt", "most"),
    [("-2", "negative", ""), ("0 - 4", "range", "4"), ("theo HD", "not_points", ""), ("", "no_points", "")],
)
def test_what_is_not_sure_is_said(cell, doubt, most):
    line = read([HEAD, ["1", "a", "1", ""], ["2", "b", cell, ""]])[1]
    assert doubt in line.doubts
    assert line.max == most


def test_a_repeated_heading_and_a_table_that_goes_on_are_understood():
    first = Table(1, "", [HEAD, ["I", "Nhóm", "9", ""], ["1", "a", "4", ""], HEAD])
    second = Table(2, "", [["2", "b", "5", ""]])
    other = Table(3, "Người nhận", [["Nơi nhận", "x"]])
    found = read_lines([first, second, other])
    assert [line[1] for line in kept(found.lines)] == ["I", "1", "2"]
    assert found.lines[-1].doubts == ["no_heading"]
    assert found.others == ["Người nhận"]


def test_a_heading_of_two_rows_with_counted_columns_is_found():
    rows = [["TT", "Nội dung đánh giá", "Điểm", ""], ["", "", "Chuẩn", "Tự chấm"], ["(1)", "(2)", "(3)", "(4)"]]
    found = columns_of([*rows, ["1", "a", "4", ""]])
    assert (found.number, found.content, found.max, found.body) == (0, 1, 2, 3)


@pytest.mark.parametrize(
    "head",
    [
        ["STT", "Tiêu chí chấm điểm", "Thang điểm"],
        ["TT", "Nội dung", "Điểm tối đa"],
        ["Số TT", "NỘI DUNG TIÊU CHÍ", "ĐIỂM CHUẨN"],
    ],
)
def test_headings_are_known_in_their_usual_words(head):
    found = columns_of([["Bảng chấm"], head])
    assert (found.number, found.content, found.max) == (0, 1, 2)


def test_a_table_of_something_else_is_no_rubric():
    assert columns_of([["STT", "Họ và tên", "Chức vụ"], ["1", "A", "B"]]) is None


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("4", 4000),
        ("4,5", 4500),
        ("4.5 điểm", 4500),
        ("04 đ", 4000),
        ("Tối đa 2 điểm", 2000),
        ("0,25", 250),
        ("", None),
    ],
)
def test_points_are_read_as_people_write_them(text, points):
    assert points_in_cell(text).points == points


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Bảo vệ (40 điểm)", (40000, "Bảo vệ")),
        ("Bảo vệ: 4,5 điểm.", (4500, "Bảo vệ")),
        ("Mỗi cuộc 1 điểm", (None, "Mỗi cuộc 1 điểm")),
    ],
)
def test_points_in_a_title_are_taken_out_of_it(title, found):
    assert points_in_title(title) == found


@pytest.mark.parametrize(
    ("text", "kind", "each", "cap"),
    [
        ("Mỗi cuộc đối thoại được 0,5 điểm, tối đa 2 điểm", PER, 500, 2000),
        ("mỗi đoàn viên mới cộng 0.1 điểm", PER, 100, None),
        ("Không gửi báo cáo trừ 1 điểm", DEDUCT, 1000, None),
        ("Thiếu mỗi loại sổ bị trừ 0,5 điểm", DEDUCT, 500, None),
        ("Có quy chế; không có không chấm điểm", IF_TRUE, None, None),
        ("Tổ chức tốt phong trào thi đua", TYPED, None, None),
    ],
)
def test_sentences_of_rules_are_recognised(text, kind, each, cap):
    said = rule_in(text)
    assert (said.kind, said.each, said.cap) == (kind, each, cap)


def about(**said):
    plain = {"code": "lam-2026", "title": "Bộ tiêu chí", "official": True, "strata": {"soe": "state"}}
    return About(**plain | said)


def test_a_draft_of_the_lines_says_what_is_missing_and_invents_nothing():
    draft = read_draft(read_yaml(write_yaml(draft_data(read(PROVINCE), about()))))
    assert draft.faults == ()
    assert not draft.rubric.usable
    assert {gap.where for gap in draft.gaps} == {"bands", "na_policy", "groups[II] / variants.chung"}
    assert draft.rubric.criterion("I.2").line("chung").max == 3000


def test_with_levels_of_another_rubric_and_right_sums_the_draft_can_be_used():
    base = read_yaml(RUBRICS[0].read_text())
    rows = [row if row[0] != "2" or row[1] != "Sinh hoạt" else ["2", "Sinh hoạt", "5", ""] for row in PROVINCE]
    rubric = load_rubric(write_yaml(draft_data(read(rows), about(base=base))))
    assert rubric.usable
    assert rubric.self_max + rubric.bonus_max == 100_000
    assert [band.min for band in rubric.bands] == [90_000, 70_000, 50_000, 0]


def test_the_step_is_the_coarsest_that_fits():
    assert step_of(read(PROVINCE)) == 500
    assert step_of([ReadLine(1, 1, "criterion", max="0,25")]) == 250
    assert step_of([ReadLine(1, 1, "criterion", max="1,15")]) == 50


def test_lines_that_cannot_become_a_rubric_are_marked():
    lines = [ReadLine(1, 1, "criterion", "a", "x", "x"), ReadLine(1, 2, "criterion", "a", "", "0", rule=PER)]
    found = faults_of_lines(lines)
    assert len(found[0]) == 2
    assert len(found[1]) == 4


@pytest.mark.parametrize("path", RUBRICS, ids=lambda path: path.stem)
def test_a_rubric_written_as_a_word_table_reads_back_with_the_same_codes_and_points(path, tmp_path):
    source = path.read_text()
    grammar = load_rubric(source)
    row = Rubric(code=grammar.code, title_vi=grammar.title_vi, status=str(grammar.status), source=source)
    for variant in grammar.variants:
        file = tmp_path / f"{variant.key}.docx"
        file.write_bytes(word_table(row, variant.key))
        lines = [line for line in read_lines(tables_of(file)).lines if line.kind == "criterion"]
        expected = [
            (criterion.code, line.max)
            for group in grammar.groups
            for criterion, line in grammar.lines_of(variant.key)
            if criterion.group == group.code
        ]
        assert [(line.code, points_in_cell(line.max).points) for line in lines] == expected


@given(st.lists(st.lists(st.integers(1, 80), min_size=1, max_size=6), min_size=1, max_size=5))
@settings(deadline=None, max_examples=40)
def test_any_table_of_groups_and_items_keeps_every_point(groups):
    rows = [HEAD]
    for n, items in enumerate(groups):
        most = Fraction(sum(items), 2)
        rows.append([("I", "II", "III", "IV", "V")[n], "Nhóm", f"{float(most):g}".replace(".", ","), ""])
        rows += [[str(at), f"Việc {at}", f"{each / 2:g}".replace(".", ","), ""] for at, each in enumerate(items, 1)]
    lines = read(rows)
    assert [points_in_cell(line.max).points for line in lines if line.kind == "criterion"] == [
        500 * each for items in groups for each in items
    ]
    assert all(each.fits for each in sums_of(lines))
    assert not faults_of_lines(lines)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=12))
@settings(deadline=None, max_examples=150)
def test_no_text_in_a_cell_is_a_fault(number, content, points):
    read([HEAD, [number, content, points, ""]])


def test_words_in_the_second_column_under_a_heading_are_kept():
    heading = ["STT", "Nội dung", "", "Điểm chuẩn", "Minh chứng", ""]
    rows = [heading, ["I", "Tổ chức", "", "10", "", ""], ["1", "a)", "Kết nạp đoàn viên", "10", "", "Quyết định"]]
    (_group, line) = read(rows)
    assert (line.title, line.max, line.evidence) == ("a) Kết nạp đoàn viên", "10", "Quyết định")


def test_figures_beside_a_text_are_no_words_of_it_and_points_may_stand_beside():
    rows = [["STT", "Nội dung", "", "Điểm", ""], ["I", "Tổ chức", "5", "", "10"], ["1", "Kết nạp", "7", "", "10"]]
    assert [(line.title, line.max) for line in read(rows)] == [("Tổ chức", "10"), ("Kết nạp", "10")]
