"""A number on record under another name is a question, never an update; who may not see numbers learns nothing."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.law import parameter
from coso.members.importing import WORKERS, Asked, import_members
from coso.members.testing import HEAD, the
from coso.register.models import Headcount, NumberMatch, Person
from coso.register.services.people import add_member

ID, ID2 = "040190001234", "040190004321"
START = dt.date(2024, 1, 1)
LIMIT = int(parameter("people.matches_per_day").at(dt.date(2026, 11, 22)).number)


def row(name="Nguyễn Thị Hoa", born="12/05/1990", number=ID, group="Chuyền 5"):
    return [1, name, born, "x", number, "", "", group]


@pytest.fixture
def book(file, tree):
    def run(rows, by=None, unit=None, **more):
        return import_members(asked=Asked(file(rows, HEAD), unit or tree.garment, good_rows=True, **more), by=by)

    return run


def add(unit, name="Nguyễn Thị Hoa", born=dt.date(1990, 5, 12), number=ID, **more):
    values = {"name": name, "born": born, "national_id": number, **more}
    return add_member(unit=unit, day=START, values=values, by=None)


def reasons(report):
    return [problem.reason for problem in report.problems if problem.keeps_out]


# ── the other person's record ──


@pytest.mark.parametrize(
    ("name", "born"), [("Trần Thị Lan", "01/02/1990"), ("Trần Thị Lan", "12/05/1990"), ("Nguyễn Thị Hoa", "13/05/1990")]
)
def test_a_number_on_record_for_another_name_or_birth_is_asked_about(book, tree, name, born):
    hoa = add(tree.garment)
    report = book([row(name, born)])
    (said,) = reasons(report)
    assert all(part in said for part in ("Nguyễn Thị Hoa", hoa.code, "12/05/1990", name, born))
    assert (report.imported, report.updated) == (0, 0)
    kept = Person.objects.get(pk=hoa.pk)
    assert (kept.name, kept.born) == ("Nguyễn Thị Hoa", dt.date(1990, 5, 12))


@pytest.mark.parametrize("number", [{"passport": "C1234567"}, {"old_id": "183456789"}, {"card": "4000001"}])
def test_so_it_is_for_every_number(file, tree, number):
    hoa = add(tree.garment, number=None, **number)
    head = [*HEAD, "Số hộ chiếu", "Số thẻ", "CMND"]
    given = [number.get("passport", ""), number.get("card", ""), number.get("old_id", "")]
    path = file([[*row("Trần Thị Lan", number=""), *given]], head)
    report = import_members(asked=Asked(path, tree.garment, good_rows=True), by=None)
    assert hoa.code in reasons(report)[0]
    assert the("Nguyễn Thị Hoa") == hoa


def test_the_lists_as_they_came_rename_nobody(tree):
    lists = Path(__file__).parent / "data"
    import_members(asked=Asked(lists / "first.xlsx", tree.garment, good_rows=True), by=None)
    before = set(Person.objects.values_list("code", "name", "born"))
    report = import_members(asked=Asked(lists / "other_person.xlsx", tree.garment, good_rows=True), by=None)
    assert reasons(report)
    assert before <= set(Person.objects.values_list("code", "name", "born"))


def test_a_namesake_with_another_number_is_asked_about_and_keeps_the_first_number(book, tree):
    hoa = add(tree.garment)
    report = book([row(number=ID2)])
    assert hoa.code in reasons(report)[0]
    assert settings.KEYS.decrypt(bytes(the("Nguyễn Thị Hoa").id_cipher)) == ID


def test_a_year_of_birth_takes_nothing_from_a_whole_day(book, tree):
    add(tree.line5)
    book([row(born=1990)])
    hoa = the("Nguyễn Thị Hoa")
    assert (hoa.born, hoa.born_exact) == (dt.date(1990, 5, 12), True)


def test_a_year_of_birth_means_somebody_of_the_own_union_only(file, tree):
    add(tree.school, born=dt.date(1990, 1, 1), born_exact=False, number=None)
    head, rows = [*HEAD, "Mã CĐCS"], [[*row(born=1990, number="", group=""), tree.garment.code]]
    report = import_members(asked=Asked(file(rows, head), tree.ward, good_rows=True), by=None)
    assert report.imported == 1


def test_two_namesakes_of_one_year_are_asked_about(book, tree):
    for _n in range(2):
        add_member(
            unit=tree.garment, day=START, another=True, by=None,
            values={"name": "Nguyễn Thị Hoa", "born": dt.date(1990, 1, 1), "born_exact": False},
        )  # fmt: skip
    assert "2 người" in reasons(book([row(born=1990, number="", group="")]))[0]


# ── what a number on record tells ──


def test_without_the_right_to_see_numbers_a_match_tells_nothing(book, tree, actors):
    add(tree.stranger)
    add(tree.garment, "Lê Lan", dt.date(1990, 4, 3), ID2)
    report = book([row("Ai Đó", ""), row("Người Khác", "", ID2)], by=actors.uy, dry_run=True)
    assert set(reasons(report)) == {"Số này để công đoàn cấp trên đối chiếu; hàng chưa được ghi."}
    told = repr(report)
    secrets = ["Nguyễn Thị Hoa", "Lê Lan", "Giày", "Trà", *Person.objects.values_list("code", flat=True)]
    assert not [secret for secret in secrets if secret in told]
    assert (report.imported, report.updated) == (0, 0)


def test_a_chair_learns_no_more_of_a_stranger(book, tree, actors):
    add(tree.stranger)
    assert reasons(book([row()], by=actors.nhung)) == ["Số này để công đoàn cấp trên đối chiếu; hàng chưa được ghi."]


def test_somebody_known_by_name_and_birth_is_no_secret(book, tree, actors):
    add(tree.line5)
    report = book([row()], by=actors.uy)
    assert (reasons(report), report.updated) == ([], 1)


def test_a_list_of_workers_does_not_tell_who_is_a_member_elsewhere(book, tree, actors):
    add(tree.stranger)
    report = book([row("Ai Đó", ""), row("Người Khác", "", ID2)], by=actors.uy, of=WORKERS, sure=True)
    assert (report.updated, reasons(report)) == (0, [])
    assert Headcount.objects.get(source="list").total == 2
    assert not NumberMatch.objects.exists()


def many(tree, n):
    numbers = [f"0401900{n:05d}" for n in range(1, n + 1)]
    for number in numbers:
        add(tree.stranger, f"Lê {number}", None, number)
    return [row(f"Ai {chr(65 + n % 26)}{chr(65 + n // 26)}", "", number) for n, number in enumerate(numbers)]


def test_the_matches_of_a_day_are_limited_and_the_rows_are_not(book, tree, actors):
    rows = many(tree, LIMIT + 1)
    others = [row(f"Cao {chr(65 + n % 26)}{chr(65 + n // 26)}", "", f"0401911{n:05d}") for n in range(LIMIT)]
    assert len(reasons(book(rows[:LIMIT] + others, by=actors.uy, dry_run=True))) == LIMIT
    assert len(reasons(book(rows[:LIMIT], by=actors.uy, dry_run=True))) == LIMIT
    with pytest.raises(RefusedError):
        book(rows[LIMIT:], by=actors.uy, dry_run=True)
    assert len(reasons(book(rows[LIMIT:], by=actors.pho, dry_run=True))) == 1


def test_a_list_over_the_limit_tells_of_none_and_uses_up_the_day(book, tree, actors):
    rows = many(tree, LIMIT + 1)
    with pytest.raises(RefusedError):
        book(rows, by=actors.uy, dry_run=True)
    with pytest.raises(RefusedError):
        book(rows[LIMIT:], by=actors.uy, dry_run=True)


def test_matches_are_kept_in_the_journal_without_the_number(book, tree, actors):
    add(tree.stranger)
    book([row("Ai Đó", "")], by=actors.uy, dry_run=True)
    kept = Action.objects.get(verb="person.match")
    assert (kept.actor, kept.unit) == (actors.uy.id, tree.garment.id)
    assert ID not in repr(vars(kept))
    match = NumberMatch.objects.get()
    assert (match.asked, match.limited) == (False, True)
    book([row("Ai Đó", "")], by=actors.uy)
    assert NumberMatch.objects.get().asked


def test_a_name_whose_number_was_refused_is_asked_about_without_it(book, tree, actors):
    add(tree.stranger)
    book([row("Ai Đó", "")], by=actors.uy)
    assert "bỏ số đi" in reasons(book([row("Ai Đó", "", "")], by=actors.uy))[0]
    assert not Person.objects.filter(name="Ai Đó").exists()
