"""A list is sent, checked, looked at and booked; the work is done by a worker, once, and found again."""

import datetime as dt
import io
import uuid

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coso.access.imports import imports
from coso.access.jobs import LostError, Running, claim, run_one
from coso.access.models import Account, Action, Job
from coso.access.uploads import folder_of
from coso.imports import jobs
from coso.imports.services import sent_by
from coso.lib import clock
from coso.members import import_kinds
from coso.members.importing import prepare_import
from coso.register.models import Headcount, Membership, Person

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Nữ", "Số CCCD", "Điện thoại", "Bộ phận"]
GOOD = [
    [1, "NGUYỄN THỊ HOA", "12/05/1990", "x", "040190001234", "0912 345 678", "Chuyền 5"],
    [2, "Đậu Văn Hùng", "20/11/1988", "", "040088005678", "0915666777", "Chuyền 5"],
]
BAD = [3, "", "01/01/1991", "", "", "", "Chuyền 5"]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def chair(client, actors):
    client.force_login(actors.nhung)
    return client


def xlsx(rows, head=HEAD):
    book = openpyxl.Workbook()
    for row in [head, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("Danh sách T12.xlsx", out.getvalue())


def send(client, tree, rows, head=HEAD, of="members", unit=None):
    data = {"of": of, "file": xlsx(rows, head), "unit": (unit or tree.garment).code, "day": clock.today()}
    return client.post(reverse("members_import"), data)


def sent(client, tree, rows, **options):
    """The key of a list that was sent and checked."""
    answer = send(client, tree, rows, **options)
    assert run_one()
    return answer.url.rstrip("/").split("/")[-1]


def page(client, name, key):
    return client.get(reverse(name, args=[key]))


def fields(client, key):
    return [column["field"] for column in page(client, "members_import_check", key).context["found"]["columns"]]


def the(name):
    return Person.objects.get(name=name)


def book_it(client, key, rows="all", **more):
    client.post(reverse("members_import_book", args=[key]), {"rows": rows, **more})
    return run_one()


def test_a_list_is_sent_checked_and_booked(chair, tree):
    key = sent(chair, tree, GOOD)
    found = page(chair, "members_import_check", key).context["found"]
    assert [found[name] for name in ("rows", "good", "new", "known", "problems")] == [2, 2, 2, 0, 0]
    assert not Person.objects.filter(name="Nguyễn Thị Hoa").exists()
    assert book_it(chair, key)
    done = page(chair, "members_import_check", key)
    assert Membership.objects.get(person__name="Nguyễn Thị Hoa").unit == tree.line5
    action = Action.objects.get(verb="members.import")
    assert reverse("action", args=[action.pk]) in done.content.decode()


def test_while_it_is_checked_the_page_shows_how_far_it_is(chair, tree):
    url = send(chair, tree, GOOD).url
    key = url.rstrip("/").split("/")[-1]
    assert reverse("members_import_progress", args=[key]) in chair.get(url).content.decode()
    assert "HX-Refresh" not in page(chair, "members_import_progress", key).headers
    run_one()
    assert page(chair, "members_import_progress", key).headers["HX-Refresh"] == "true"


def test_rows_with_problems_stand_first_and_only_the_good_ones_are_booked(chair, tree):
    key = sent(chair, tree, [*GOOD, BAD])
    shown = page(chair, "members_import_check", key)
    assert [(problem.row, problem.keeps_out) for problem in shown.context["problems"]] == [(4, True)]
    assert 'value="all"' not in shown.content.decode()
    book_it(chair, key, "good")
    assert Person.objects.filter(name="Đậu Văn Hùng").exists()
    assert page(chair, "members_import_check", key).context["found"]["out"] == 1


def test_a_file_with_problems_is_not_booked_whole(chair, tree):
    key = sent(chair, tree, [*GOOD, BAD])
    book_it(chair, key, "all")
    assert not Action.objects.filter(verb="members.import").exists()
    shown = page(chair, "members_import_check", key)
    assert shown.context["refused"]
    assert book_it(chair, key, "good")


def test_the_rows_with_problems_come_back_as_a_file_with_reasons(chair, tree):
    key = sent(chair, tree, [*GOOD, BAD])
    answer = page(chair, "members_import_problems", key)
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert (rows[0][-1], rows[1][-1]) == ("Lý do", "Thiếu họ tên")


def test_a_list_of_workers_makes_nobody_a_member(chair, tree):
    before = Membership.objects.count()
    key = sent(chair, tree, GOOD, of="workers")
    book_it(chair, key, sure="1")
    assert Membership.objects.count() == before
    assert Headcount.objects.get().total == 2
    assert page(chair, "members_import_check", key).context["found"]["new"] == 2


def test_a_list_of_workers_names_who_is_missing_and_who_is_to_be_invited(chair, tree):
    key = sent(chair, tree, GOOD, of="workers")
    answer = page(chair, "members_import_check", key)
    text = answer.content.decode()
    seen = answer.context["seen"]
    assert len(seen.invited) == 2
    assert all(name in text for name in (*seen.invited, *seen.missing))
    members = Membership.objects.filter(unit__path__startswith=tree.garment.path)
    assert set(seen.missing) == set(members.values_list("person__name", flat=True))


def test_fewer_workers_than_members_is_asked_about_before_booking(chair, tree):
    key = sent(chair, tree, GOOD, of="workers")
    assert page(chair, "members_import_check", key).context["found"]["questions"]
    book_it(chair, key)
    assert not Headcount.objects.exists()
    assert 'name="sure"' in page(chair, "members_import_check", key).content.decode()
    book_it(chair, key, sure="1")
    assert Headcount.objects.get().total == 2


BROKEN = [3, "Cao Thị Lành", "31/02/1990", "x", "", "", "", "Chuyền 5"]
LETTER = [4, "Cao Thị Lý", "01/02/1990", "x", "04019000O234", "", "", "Chuyền 5"]
SIGNED = ["", "Phạm Văn Ký", "", "", "", "", "", ""]


def test_broken_rows_are_written_only_if_the_person_says_so(chair, tree):
    rows = [*GOOD, BROKEN, LETTER]
    found = page(chair, "members_import_check", sent(chair, tree, rows)).context["found"]
    assert (found["good"], found["broken"]) == (2, 2)
    key = sent(chair, tree, rows)
    book_it(chair, key, "good")
    assert not Person.objects.filter(name__startswith="Cao Thị").exists()
    key = sent(chair, tree, rows)
    book_it(chair, key, "broken")
    assert Person.objects.filter(name__startswith="Cao Thị", id_look=None).count() == 2


def test_a_row_of_a_name_alone_among_full_ones_may_be_a_signature(chair, tree):
    names = ("An", "Bích", "Chi", "Dung", "Giang")
    rows = [[n, f"Lê Thị {name}", 1990, "x", "", "", "", "Chuyền 5"] for n, name in enumerate(names)]
    found = page(chair, "members_import_check", sent(chair, tree, [*rows, SIGNED])).context["found"]
    assert (found["new"], found["broken"]) == (5, 1)


def test_the_kind_of_list_is_asked_once_and_remembered(chair, tree):
    assert chair.get(reverse("members_import")).context["form"]["of"].value() == ""
    send(chair, tree, GOOD, of="workers")
    assert chair.get(reverse("members_import")).context["form"]["of"].value() == "workers"


def test_columns_are_corrected_and_the_choice_kept_for_the_next_list(chair, tree):
    key = sent(chair, tree, GOOD)
    assert fields(chair, key) == ["order", "name", "born", "woman", "id", "phone", "group"]
    chair.post(reverse("members_import_columns", args=[key]), {"c1": "name", "c2": "born", "c6": "position"})
    run_one()
    assert fields(chair, key) == ["", "name", "born", "", "", "", "position"]
    again = sent(chair, tree, GOOD)
    assert fields(chair, again) == fields(chair, key)
    book_it(chair, again)
    assert (the("Đậu Văn Hùng").position, the("Đậu Văn Hùng").phone) == ("Chuyền 5", "")


def test_a_list_without_names_asks_which_column_they_are(chair, tree):
    key = sent(chair, tree, [[1, 5], [2, 6]], head=["Mã X", "Số lượng"])
    shown = page(chair, "members_import_check", key)
    assert shown.context["read"] is False
    assert not shown.context["problems"]


def test_a_file_that_cannot_be_read_says_so(chair, tree):
    file = SimpleUploadedFile("x.xlsx", b"%PDF-1.4 nothing")
    data = {"of": "members", "file": file, "unit": tree.garment.code, "day": clock.today()}
    url = chair.post(reverse("members_import"), data).url
    run_one()
    assert "Không phải tệp bảng tính" in chair.get(url).content.decode()


def test_a_second_click_books_nothing_twice(chair, tree):
    key = sent(chair, tree, GOOD)
    for _ in range(2):
        chair.post(reverse("members_import_book", args=[key]), {"rows": "all"})
    assert Job.objects.filter(kind="members.book").count() == 1
    run_one()
    chair.post(reverse("members_import_book", args=[key]), {"rows": "all"})
    assert not run_one()
    assert Action.objects.filter(verb="members.import").count() == 1


def test_a_booking_is_done_once_when_a_worker_dies(chair, tree):
    key = sent(chair, tree, GOOD)
    chair.post(reverse("members_import_book", args=[key]), {"rows": "all"})
    claim(clock.now())
    assert not run_one()
    assert run_one(clock.now() + dt.timedelta(minutes=5))
    assert not run_one(clock.now() + dt.timedelta(minutes=9))
    assert Action.objects.filter(verb="members.import").count() == 1


def test_a_slow_worker_whose_job_was_taken_over_writes_nothing(chair, tree, monkeypatch):
    key = sent(chair, tree, GOOD)
    chair.post(reverse("members_import_book", args=[key]), {"rows": "all"})
    slow = Running(claim(clock.now()))

    def meanwhile(**asked):
        prepared = prepare_import(**asked)
        monkeypatch.setattr(import_kinds, "prepare_import", prepare_import)
        jobs.book(Running(claim(clock.now() + dt.timedelta(minutes=5))))
        return prepared

    monkeypatch.setattr(import_kinds, "prepare_import", meanwhile)
    with pytest.raises(LostError):
        jobs.book(slow)
    assert Action.objects.filter(verb="members.import").count() == 1
    assert Job.objects.get(kind="members.book").state == Job.DONE


def test_the_file_goes_when_it_is_booked(chair, tree):
    key = sent(chair, tree, GOOD)
    folder = folder_of(uuid.UUID(key))
    assert (folder / "Danh_sách_T12.xlsx").exists() or (folder / "Danh sách T12.xlsx").exists()
    book_it(chair, key)
    assert not [path for path in folder.iterdir() if path.name.startswith("Danh")]


def test_numbers_of_people_do_not_stand_in_the_database(chair, tree):
    sent(chair, tree, [*GOOD, [3, "Ngô Ba", "x", "", "0401900012", "", ""]])
    assert "040190001234" not in str(Job.objects.get().result)
    assert "0401900012" not in str(Job.objects.get().result)


def test_a_list_left_is_found_again(chair, tree):
    key = sent(chair, tree, GOOD)
    chair.post(reverse("members_import_columns", args=[key]), {"c1": "name"})
    ((job, booking),) = chair.get(reverse("members_import")).context["sent"]
    assert (job.asked["key"], booking) == (key, None)


@pytest.mark.parametrize("who", ["pho", "giay", "lanh", "quan"])
def test_a_list_of_another_is_not_found(client, tree, actors, who):
    client.force_login(actors.nhung)
    key = sent(client, tree, [*GOOD, BAD])
    client.force_login(getattr(actors, who))
    for step in ("check", "progress", "problems", "done"):
        assert page(client, f"members_import_{step}", key).status_code == 404
    for step in ("columns", "book"):
        assert client.post(reverse(f"members_import_{step}", args=[key]), {"rows": "good"}).status_code == 404
    assert not Job.objects.filter(kind="members.book").exists()


@pytest.mark.parametrize("who", ["to", "kiem", "quan"])
def test_who_may_not_change_members_sends_no_list(client, tree, actors, who):
    client.force_login(getattr(actors, who))
    assert client.get(reverse("members_import")).status_code == 404
    assert send(client, tree, GOOD).status_code == 404


def test_no_list_is_sent_for_a_strange_unit(chair, tree):
    answer = send(chair, tree, GOOD, unit=tree.stranger)
    assert list(answer.context["form"].errors) == ["unit"]
    assert not Job.objects.exists()


def test_whoever_lost_the_post_cannot_book(chair, tree, actors):
    key = sent(chair, tree, GOOD)
    chair.post(reverse("members_import_book", args=[key]), {"rows": "all"})
    Job.objects.filter(kind="members.book").update(by=Account.objects.get(username="to").pk)
    run_one()
    assert Job.objects.get(kind="members.book").state == Job.FAILED
    assert not Action.objects.filter(verb="members.import").exists()


def test_check_of_is_the_newest(chair, tree, actors):
    key = sent(chair, tree, GOOD)
    first = sent_by(imports()["members"], actors.nhung, uuid.UUID(key)).check
    chair.post(reverse("members_import_columns", args=[key]), {"c1": "name"})
    assert sent_by(imports()["members"], actors.nhung, uuid.UUID(key)).check.pk != first.pk
