"""A list of units from Excel becomes the tree, or comes back with its reasons."""

import datetime as dt
import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from coso.access.journal import undo
from coso.access.models import Action
from coso.lib.dates import FOREVER
from coso.register.checks import findings
from coso.register.models import Headcount, Unit, UnitArea, UnitPlace, UnitVersion

HEAD = [
    "STT",
    "Mã đơn vị",
    "Tên đơn vị",
    "Loại",
    "Cấp trên",
    "Loại hình",
    "Ngày thành lập",
    "Xã, phường",
    "Số lao động",
    "Lao động nữ",
]
GOOD = [
    [1, "NA", "LĐLĐ tỉnh Lam", "LĐLĐ tỉnh", "", "", "01/01/2012", "", "", ""],
    [
        2,
        "NA-03",
        "CĐCS May Khê",
        "CĐCS",
        "Công đoàn KKT Lam",
        "Doanh nghiệp ngoài nhà nước",
        dt.datetime(2020, 5, 1),
        "",
        512,
        440,
    ],
    [3, "NA-02", "Công đoàn KKT Lam", "Công đoàn KKT", "NA", "", "01/04/2012", "Lam; Trà", "", ""],
    [4, "NA-04", "Tổ Cắt", "Tổ", "NA-03", "", "01/05/2020", "", "", ""],
]


@pytest.fixture
def file(tmp_path):
    def write(rows, head=HEAD, above=2):
        book = openpyxl.Workbook()
        for _ in range(above):
            book.active.append(["LIÊN ĐOÀN LAO ĐỘNG TỈNH"])
        for row in [head, *rows]:
            book.active.append(row)
        path = tmp_path / "units.xlsx"
        book.save(path)
        return path

    return write


def run(path, *flags):
    out = io.StringIO()
    code = 0
    try:
        call_command("import_units", str(path), "--json", *flags, stdout=out)
    except SystemExit as ended:
        code = ended.code
    return json.loads(out.getvalue()), code


@pytest.mark.django_db
def test_a_whole_tree_comes_from_a_file_whatever_the_order_of_its_rows(file):
    said, _ = run(file(GOOD))
    assert (said["rows"], said["imported"], said["problems"]) == (4, 4, [])
    place = UnitPlace.objects.get(unit__code="NA-04", end=FOREVER)
    assert place.path == "".join(Unit.objects.get(code=c).label for c in ("NA", "NA-02", "NA-03", "NA-04"))
    assert UnitVersion.objects.get(unit__code="NA-03").start == dt.date(2020, 5, 1)
    assert not list(findings())


@pytest.mark.django_db
def test_areas_and_headcounts_come_along(file):
    run(file(GOOD))
    assert set(UnitArea.objects.values_list("area_key", flat=True)) == {"lam", "tra"}
    count = Headcount.objects.get()
    assert (count.total, count.women) == (512, 440)


@pytest.mark.django_db
def test_one_bad_row_keeps_the_whole_file_out(file):
    said, code = run(file([*GOOD, [5, "NA-05", "Tổ Lạc", "Tổ", "NA", "", "01/01/2024"]]))
    assert (said["imported"], code, Unit.objects.count()) == (0, 1, 0)
    assert [problem["row"] for problem in said["problems"]] == [8]
    assert "cấp trên" in said["problems"][0]["reason"]


@pytest.mark.django_db
def test_only_good_rows_come_in_when_asked_and_nothing_hangs_in_the_air(file):
    bad = [[5, "NA-05", "CĐCS Lạ", "CĐCS", "không có", "", ""], [6, "NA-06", "Tổ Lạ", "Tổ", "NA-05", "", ""]]
    said, code = run(file([*GOOD, *bad]), "--good-rows")
    assert (said["imported"], code, len(said["problems"])) == (4, 0, 2)
    assert not list(findings())


@pytest.mark.django_db
def test_a_dry_run_writes_nothing(file):
    said, _ = run(file(GOOD), "--dry-run")
    assert (said["imported"], Unit.objects.count(), Action.objects.count()) == (4, 0, 0)


@pytest.mark.django_db
def test_a_second_import_changes_only_what_differs(file):
    run(file(GOOD))
    changed = [*GOOD[:1], [2, "NA-03", "CĐCS May Khê Mới", *GOOD[1][3:]], *GOOD[2:]]
    said, _ = run(file(changed), "--day", "2025-01-01")
    assert (said["imported"], said["updated"]) == (0, 1)
    names = UnitVersion.objects.filter(unit__code="NA-03").order_by("start").values_list("name", "start")
    assert list(names) == [("CĐCS May Khê", dt.date(2020, 5, 1)), ("CĐCS May Khê Mới", dt.date(2025, 1, 1))]


@pytest.mark.django_db
def test_an_import_is_undone_as_a_whole(file):
    run(file(GOOD))
    undo(action=Action.objects.get(verb="units.import"), reason="nhầm tệp", by=None)
    assert not any(model.objects.exists() for model in (Unit, UnitVersion, UnitPlace, UnitArea, Headcount))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "word"),
    [
        ([5, "NA-03", "CĐCS Trùng", "CĐCS", "NA-02", "", ""], "trùng mã"),
        ([5, "NA-07", "", "CĐCS", "NA-02", "", ""], "chưa có tên"),
        ([5, "NA-07", "CĐCS Sai", "Câu lạc bộ", "NA-02", "", ""], "không có trong danh mục"),
        ([5, "NA-07", "CĐCS Sai", "CĐCS", "NA-02", "", "hôm qua"], "không phải là ngày"),
        ([5, "NA-07", "CĐCS Sai", "CĐCS", "NA-02", "", "01/01/2011"], "thành lập sau"),
        ([5, "NA-07", "CĐCS Sai", "CĐCS", "NA-02", "", "", "", 10, 12], "Lao động nữ nhiều hơn"),
        ([5, "NA-07", "CĐ xã Sai", "CĐ xã", "NA", "", "01/01/2024"], "không được thành lập vào ngày"),
    ],
)
def test_every_problem_is_told_in_words(file, row, word):
    said, _ = run(file([*GOOD, row]))
    assert word.lower() in said["problems"][0]["reason"].lower()
    assert said["problems"][0]["row"] == 8


@pytest.mark.django_db
def test_a_file_that_is_no_table_is_told_so(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"not a workbook")
    with pytest.raises(CommandError, match="tệp"):
        call_command("import_units", str(path), "--json")


@pytest.mark.django_db
def test_a_table_without_headings_is_told_so(file):
    said, _ = run(file(GOOD, head=["A", "B", "C"]))
    assert "tiêu đề" in said["problems"][0]["reason"]
