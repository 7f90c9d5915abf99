"""What is sent or cannot be taken back is said first, with what is missing, and done on a second press."""

import pytest
from django.urls import reverse

from coso.access.models import Action
from coso.grading.models import Sheet
from coso.grading.services.scoring import score_line, submit_sheet
from coso.grading.testing.rounds import stand_at
from coso.grading.testing.year import again, fill_in, line
from coso.testing.forms import press_again, send


@pytest.fixture
def filled(sheet, actors):
    fill_in(sheet, actors.nhung)
    return sheet


def deed(client, sheet, what):
    return send(client, reverse("sheet", args=[sheet.pk]), reverse("sheet_deed", args=[sheet.pk]), what=what)


def test_sending_says_first_what_goes_and_which_lines_have_no_proof(client, filled, actors):
    client.force_login(actors.nhung)
    asked = deed(client, filled, "submit")
    text = asked.content.decode()
    assert "Công đoàn phường Hồng" in text
    assert "dòng chưa có minh chứng" in text
    assert (again(filled).step, Action.objects.filter(verb="sheet.submit").count()) == ("self", 0)
    done = client.get(press_again(client, asked).url).content.decode()
    assert again(filled).step == "appraise"
    assert "Đã gửi bảng chấm của CĐCS May Lam Trà" in done
    assert "Đã xong." not in done


def test_a_sheet_that_changed_between_the_two_presses_is_looked_at_again(client, filled, actors):
    client.force_login(actors.nhung)
    asked = deed(client, filled, "submit")
    submit_sheet(sheet=again(filled), by=actors.pho)
    client.get(press_again(client, asked).url)
    assert Action.objects.filter(verb="sheet.submit").count() == 1


def test_points_that_a_colleague_changed_after_the_question_are_told_again(client, filled, actors):
    client.force_login(actors.nhung)
    asked = deed(client, filled, "submit")
    score_line(line=line(filled, "D01"), points=1000, by=actors.pho)
    anew = press_again(client, asked)
    assert "đã thay đổi" in anew.content.decode()
    assert again(filled).step == "self"
    press_again(client, anew)
    assert again(filled).step == "appraise"


def test_no_more_results_are_published_than_the_question_named(client, a_round, actors):
    first, *others = [stand_at(row, "publish", grade="good") for row in Sheet.objects.filter(round=a_round, why_not="")]
    stand_at(first, "decide")
    client.force_login(actors.chuyen)
    asked = client.post(reverse("decide", args=[2026]), {"all": "1", "what": "publish"})
    stand_at(first, "publish", grade="good")
    press_again(client, asked)
    assert {again(row).step for row in (first, *others)} == {"publish"}


def test_what_is_refused_anyway_is_not_asked_about(client, sheet, actors):
    client.force_login(actors.nhung)
    answer = client.post(reverse("sheet_deed", args=[sheet.pk]), {"what": "submit"}, follow=True)
    assert "Dòng D01 chưa chấm" in answer.content.decode()


def test_finishing_says_how_many_lines_differ(client, filled, actors):
    submit_sheet(sheet=again(filled), by=actors.nhung)
    client.force_login(actors.hanh)
    for each in filled.lines.all():
        client.post(reverse("line_appraise", args=[each.pk]), {"keep": "1"})
    asked = deed(client, filled, "finish")
    assert "0 dòng khác với CĐCS tự chấm" in asked.content.decode()
    assert again(filled).step == "appraise"
    press_again(client, asked)
    assert again(filled).step == "decide"


def test_publishing_names_whom_and_what_is_left_out_first(client, a_round, tree, actors):
    rows = [stand_at(row, "publish", grade="excellent") for row in Sheet.objects.filter(round=a_round, why_not="")]
    stand_at(rows[0], "decide")
    client.force_login(actors.chuyen)
    asked = client.post(reverse("decide", args=[2026]), {"all": "1", "what": "publish"})
    text = asked.content.decode()
    assert "1 bảng trong danh sách chọn chưa đến bước này" in text
    assert "không cần đăng nhập" in text
    assert {again(row).step for row in rows[1:]} == {"publish"}
    press_again(client, asked)
    assert {again(row).step for row in rows[1:]} == {"done"}


def test_keeping_what_the_records_propose_is_told_with_the_lines(client, sheet, actors):
    client.force_login(actors.nhung)
    done = client.get(deed(client, sheet, "confirm").url).content.decode()
    n = sheet.lines.filter(own__isnull=False).count()
    assert f"Đã giữ theo gợi ý từ số liệu: {n} dòng" in done
    score_line(line=line(sheet, "D01"), points=1000, note="x", by=actors.nhung)
