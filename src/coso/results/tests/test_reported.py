"""Levels of years known only on paper stand beside what was graded here, marked as reported."""

import contextlib
import io
import json

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from coso.access.journal import undo
from coso.access.models import Action
from coso.results.models import Reported
from coso.results.reads import result


@pytest.fixture
def take(tmp_path):
    def run(rows, *flags, year=2022, head=("STT", "Mã CĐCS", "Tên", "Mức xếp loại")):
        book = openpyxl.Workbook()
        for row in [["LĐLĐ TỈNH"], [*head], *rows]:
            book.active.append(row)
        book.save(tmp_path / "x.xlsx")
        out = io.StringIO()
        with contextlib.suppress(SystemExit):
            call_command("import_results", str(tmp_path / "x.xlsx"), "--year", str(year), "--json", *flags, stdout=out)
        return json.loads(out.getvalue())

    return run


def test_levels_are_taken_in_and_corrected_by_a_second_file(take, tree):
    said = take(
        [[1, tree.garment.code, "May", "Hoàn thành tốt nhiệm vụ"], [2, tree.school.code, "Trường", "HOÀN THÀNH"]]
    )
    assert (said["rows"], said["imported"], said["problems"]) == (2, 2, [])
    again = take([[1, tree.garment.code, "May", "Xuất sắc"], [2, tree.school.code, "Trường", "Hoàn thành"]])
    assert (again["imported"], again["updated"]) == (0, 1)
    assert Reported.objects.get(unit=tree.garment).level == "excellent"


@pytest.mark.parametrize(
    ("row", "word"), [(["KHONG", "x", "Tốt"], "mã"), (["{}", "x", "Khá"], "mức"), (["{}", "x", ""], "mức")]
)
def test_a_wrong_row_keeps_the_file_out_and_says_why(take, tree, row, word):
    said = take([[1, *[cell.replace("{}", tree.garment.code) for cell in row]]])
    assert said["imported"] == 0
    assert word in said["problems"][0]["reason"].lower()
    assert not Reported.objects.exists()


def test_a_file_without_headings_is_told_so(take, tree):
    assert take([], head=("A", "B"))["problems"]


def test_a_dry_run_and_good_rows(take, tree):
    rows = [[1, tree.garment.code, "May", "Tốt"], [2, "KHONG", "x", "Tốt"]]
    assert take(rows, "--dry-run", "--good-rows")["imported"] == 1
    assert not Reported.objects.exists()
    assert take(rows, "--good-rows")["imported"] == 1


def test_they_are_shown_as_reported_and_never_counted(client, take, tree, actors):
    take([[1, tree.garment.code, "May", "Tốt"]])
    client.force_login(actors.nhung)
    page = client.get(reverse("unit", args=[tree.garment.code])).content.decode()
    assert "2022" in page
    assert "theo báo cáo" in page
    assert result(2022).strata["non_state"].all == 0


def test_the_import_is_undone_as_a_whole(take, tree):
    take([[1, tree.garment.code, "May", "Tốt"]])
    undo(action=Action.objects.get(verb="results.import"), reason="nhầm năm", by=None)
    assert not Reported.objects.exists()
