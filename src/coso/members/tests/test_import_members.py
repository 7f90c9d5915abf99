"""A list of people becomes members, once and as a whole; a list of workers makes nobody a member."""

import datetime as dt
import io
import json
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from coso.access.counters import next_numbers
from coso.access.journal import BlockedError, bulk, undo
from coso.access.models import Action, Change
from coso.lib.dates import FOREVER, Period
from coso.members.testing import HEAD, the
from coso.register import checks
from coso.register.balance import balance
from coso.register.models import Headcount, Membership, Person, Unit, UnitVersion
from coso.register.services.people import correct_person, leave

PEOPLE = [
    [1, "NGUYỄN THỊ HOA", "12/05/1990", "x", "040190001234", "0912 345 678", "01/03/2024", "Chuyền 5"],
    [2, "Đậu Văn Hùng", "20/11/1988", "", "040088005678", 915666777, "01/03/2024", "Chuyền 5"],
    [3, "Lô Thị Mỷ", 1995, "x", "", "", "", "Tổ Là"],
]


def run(path, unit, *flags):
    out, code = io.StringIO(), 0
    try:
        call_command("import_members", str(path), "--unit", unit.code, "--json", *flags, stdout=out)
    except SystemExit as ended:
        code = ended.code
    return json.loads(out.getvalue()), code


def test_people_become_members_of_the_groups_that_the_list_names(file, tree):
    said, _ = run(file(PEOPLE), tree.garment)
    assert (said["rows"], said["imported"], said["updated"], said["problems"]) == (3, 3, 0, [])
    assert the("Nguyễn Thị Hoa").home == tree.line5
    assert UnitVersion.objects.get(unit=the("Lô Thị Mỷ").home).name == "Tổ Là"
    assert Membership.objects.get(person=the("Nguyễn Thị Hoa")).start == dt.date(2024, 3, 1)
    assert not list(checks.findings())


def test_names_sexes_births_phones_and_ids_are_read_as_meant(file, tree):
    run(file(PEOPLE), tree.garment)
    hoa, hung, my = the("Nguyễn Thị Hoa"), the("Đậu Văn Hùng"), the("Lô Thị Mỷ")
    assert (hoa.female, hoa.born, hoa.phone) == (True, dt.date(1990, 5, 12), "0912345678")
    assert settings.KEYS.decrypt(bytes(hoa.id_cipher)) == "040190001234"
    assert (hung.female, hung.phone) == (False, "0915666777")
    assert (my.born, my.born_exact, my.id_cipher) == (dt.date(1995, 1, 1), False, None)


def test_the_id_is_found_by_exact_value_and_stands_nowhere_in_clear(file, tree):
    run(file(PEOPLE), tree.garment)
    assert Person.objects.get(id_look=settings.KEYS.look_up("040190001234")) == the("Nguyễn Thị Hoa")
    database = b"".join(bytes(change.body) for change in Change.objects.all())
    assert b"040190001234" not in database


def test_the_same_list_again_changes_nothing(file, tree):
    run(file(PEOPLE), tree.garment)
    said, _ = run(file(PEOPLE), tree.garment)
    assert (said["imported"], Person.objects.count(), Membership.objects.count()) == (0, 3, 3)


def test_a_list_a_month_later_corrects_and_moves_people(file, tree):
    run(file(PEOPLE), tree.garment, "--day", "2026-10-01")
    later = [
        [*PEOPLE[0][:7], "Tổ Cắt"],
        [2, "Đậu Văn Hùng", "20/11/1988", "", "040088005678", "0915666888", "", "Chuyền 5"],
    ]
    said, _ = run(file(later), tree.garment, "--day", "2026-11-01")
    assert (said["imported"], said["updated"]) == (0, 2)
    assert the("Nguyễn Thị Hoa").home == tree.cutting
    assert the("Đậu Văn Hùng").phone == "0915666888"
    month = balance(tree.garment, Period(dt.date(2026, 11, 1), dt.date(2026, 11, 2)))
    assert (month.increase.total, month.decrease.total) == (0, 0)
    assert not list(checks.findings())


def test_one_bad_row_keeps_the_whole_list_out_unless_only_good_rows_are_asked_for(file, tree):
    rows = [*PEOPLE, [4, "", "01/01/1990", "", "040090000001", "", "", "Chuyền 5"]]
    said, code = run(file(rows), tree.garment)
    assert (said["imported"], code, Person.objects.count()) == (0, 1, 0)
    assert said["problems"][0]["row"] == 8
    said, code = run(file(rows), tree.garment, "--good-rows")
    assert (said["imported"], code, Person.objects.count()) == (3, 0, 3)


def test_the_problem_rows_come_back_in_the_same_layout_with_reasons(file, tree):
    said, _ = run(file([*PEOPLE, [4, "", "01/01/1990", "", "040090000001", "", "", "Chuyền 5"]]), tree.garment)
    sheet = openpyxl.load_workbook(said["problem_file"]).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][: len(HEAD)] == HEAD
    assert rows[0][-1] == "Lý do"
    assert rows[-1][-1]
    Path(said["problem_file"]).unlink()


def test_a_dry_run_writes_nothing(file, tree):
    before = Action.objects.count()
    said, _ = run(file(PEOPLE), tree.garment, "--dry-run")
    assert (said["imported"], Person.objects.count(), Action.objects.count()) == (3, 0, before)


def test_workers_never_become_members_by_an_upload(file, tree):
    run(file(PEOPLE), tree.garment)
    workers = [*PEOPLE, *([n, f"Trần Văn {chr(64 + n)}n", "01/01/1990", "", "", "", "", ""] for n in range(4, 14))]
    run(file(workers), tree.garment, "--of", "workers")
    assert Person.objects.count() == 3
    assert Headcount.objects.get().total == 13
    assert Headcount.objects.get().women == 2


def test_who_is_a_member_elsewhere_is_not_taken_in_twice(file, tree):
    run(file(PEOPLE), tree.garment)
    said, code = run(file(PEOPLE[:1]), tree.stranger)
    assert code == 1
    assert "chuyển sinh hoạt" in said["problems"][0]["reason"]
    assert Membership.objects.filter(end=FOREVER, person=the("Nguyễn Thị Hoa")).count() == 1


def test_who_left_and_comes_back_is_the_same_person(file, tree):
    run(file(PEOPLE), tree.garment)
    gone = Membership.objects.get(person=the("Nguyễn Thị Hoa"))
    leave(membership=gone, day=dt.date(2025, 6, 1), closed="left_job", by=None)
    back = [[*PEOPLE[0][:6], "01/02/2026", ""]]
    said, _ = run(file(back), tree.stranger)
    assert (said["imported"], said["updated"], Person.objects.count()) == (0, 1, 3)
    assert Membership.objects.get(person=the("Nguyễn Thị Hoa"), end=FOREVER).opened == "rejoined"


def test_an_import_is_undone_as_a_whole(file, tree):
    units = Unit.objects.count()
    run(file(PEOPLE), tree.garment)
    undo(action=Action.objects.get(verb="members.import"), reason="nhầm tệp", by=None)
    assert (Person.objects.count(), Membership.objects.count(), Unit.objects.count()) == (0, 0, units)
    assert not list(checks.findings())


def test_an_undo_says_what_has_happened_since(file, tree):
    run(file(PEOPLE), tree.garment)
    correct_person(person=the("Nguyễn Thị Hoa"), values={"phone": "0999888777"}, by=None)
    with pytest.raises(BlockedError) as told:
        undo(action=Action.objects.get(verb="members.import"), reason="nhầm tệp", by=None)
    assert [blocker.table for blocker in told.value.blockers] == ["register.person"]


def test_a_list_of_a_whole_branch_names_the_union_of_each_row(file, tree):
    head = [*HEAD, "Mã CĐCS"]
    rows = [[*PEOPLE[0], tree.garment.code], [*PEOPLE[1][:7], "", tree.school.code], [*PEOPLE[2], "không có"]]
    said, _ = run(file(rows, head), tree.ward, "--good-rows")
    assert said["imported"] == 2
    assert the("Đậu Văn Hùng").home == tree.school
    assert the("Nguyễn Thị Hoa").home == tree.line5
    assert [problem["row"] for problem in said["problems"]] == [7]


def test_an_unknown_unit_or_a_broken_file_is_told_in_words(file, tree, tmp_path):
    with pytest.raises(CommandError, match="mã"):
        call_command("import_members", "x.xlsx", "--unit", "KHONG")
    broken = tmp_path / "hong.xlsx"
    broken.write_bytes(b"PK\x03\x04broken")
    with pytest.raises(CommandError, match="hỏng"):
        call_command("import_members", str(broken), "--unit", tree.garment.code)


def test_a_list_of_a_day_before_its_unit_is_told_in_words(file, tree):
    with pytest.raises(CommandError, match="không tồn tại"):
        call_command("import_members", str(file(PEOPLE)), "--unit", tree.garment.code, "--day", "1901-01-01")


def test_a_long_list_is_booked_as_a_short_one_is(file, tree, monkeypatch):
    monkeypatch.setattr(bulk, "MANY", 2)
    said, _ = run(file(PEOPLE), tree.garment)
    assert said["imported"] == 3
    assert the("Nguyễn Thị Hoa").home == tree.line5
    assert Membership.objects.get(person=the("Lô Thị Mỷ")).end == FOREVER
    assert not list(checks.findings())
    undo(action=Action.objects.get(verb="members.import"), reason="x", by=None)
    assert not Person.objects.filter(name__in=["Nguyễn Thị Hoa", "Lô Thị Mỷ"]).exists()


def test_new_people_get_their_codes_in_the_order_of_names(file, tree):
    run(file(PEOPLE), tree.garment)
    codes = [the(name).code for name in ("Nguyễn Thị Hoa", "Đậu Văn Hùng", "Lô Thị Mỷ")]
    assert codes == sorted(codes)


def test_a_list_that_is_not_booked_uses_up_no_codes(file, tree):
    before = next_numbers("person")[0]
    run(file([*PEOPLE, [4, "Ngô Ba", "", "", "0401900012", "", "", "Chuyền 5"]]), tree.garment, "--dry-run")
    assert next_numbers("person")[0] == before + 1
