"""The pages of the grading year do what their buttons say, with script and without."""

from django.urls import reverse

from coso.grading.models import SheetLine
from coso.grading.testing.year import again, fill_in, line, to_decision
from coso.register.services.units import end_unit

HX = {"HX-Request": "true"}


def post(client, name, row, data, **headers):
    return client.post(reverse(name, args=[row.pk]), data, headers=headers)


def test_a_cell_saves_and_comes_back_with_the_totals(client, sheet, actors):
    client.force_login(actors.nhung)
    answer = post(client, "line_score", line(sheet, "D01"), {"points": "4", "seen": ""}, **HX)
    assert answer.status_code == 200
    assert b'id="totals"' in answer.content
    assert "Đã lưu" in answer.content.decode()
    assert line(sheet, "D01").own == 4000


def test_a_wrong_value_comes_back_as_typed_with_its_reason(client, sheet, actors):
    client.force_login(actors.nhung)
    text = post(client, "line_score", line(sheet, "D01"), {"points": "7", "seen": ""}, **HX).content.decode()
    assert 'value="7"' in text
    assert "tối đa 4 điểm" in text
    assert line(sheet, "D01").own is None


def test_a_percentage_is_asked_about_with_the_points_it_would_be(client, sheet, actors):
    client.force_login(actors.nhung)
    text = post(client, "line_score", line(sheet, "D11"), {"points": "95%", "seen": ""}, **HX).content.decode()
    assert "95 % của 6 điểm, tức 5,5 điểm" in text


def test_another_value_in_between_is_told(client, sheet, actors):
    client.force_login(actors.nhung)
    post(client, "line_score", line(sheet, "D01"), {"points": "3", "seen": ""}, **HX)
    client.force_login(actors.pho)
    text = post(client, "line_score", line(sheet, "D01"), {"points": "4", "seen": ""}, **HX).content.decode()
    assert "người khác đã nhập 3" in text


def test_without_script_the_page_comes_back(client, sheet, actors):
    client.force_login(actors.nhung)
    answer = post(client, "line_score", line(sheet, "D01"), {"points": "4"})
    assert answer.url == reverse("sheet", args=[sheet.pk])


def test_a_cell_saved_after_the_sign_in_ended_is_told_so_and_keeps_its_value(client, sheet, actors):
    answer = post(client, "line_score", line(sheet, "D01"), {"points": "4"}, **HX)
    assert answer.status_code == 401
    assert not answer.content


def test_levels_notes_and_none_are_saved(client, sheet, actors):
    client.force_login(actors.nhung)
    post(client, "line_score", line(sheet, "U05"), {"level": "regular"}, **HX)
    post(client, "line_score", line(sheet, "U05"), {"note": "văn nghệ"}, **HX)
    post(client, "line_score", line(sheet, "D11"), {"none_shown": "1", "none": "on"}, **HX)
    assert (line(sheet, "U05").own, line(sheet, "U05").note) == (1000, "văn nghệ")
    assert (line(sheet, "D11").none, line(sheet, "D11").own) == (True, 2000)


def test_sending_an_open_sheet_names_the_lines(client, sheet, actors):
    client.force_login(actors.nhung)
    answer = client.post(reverse("sheet_deed", args=[sheet.pk]), {"what": "submit", "sure": "1"}, follow=True)
    assert "Dòng D01 chưa chấm" in answer.content.decode()


def test_the_appraiser_keeps_cuts_asks_and_finishes(client, sheet, actors):
    fill_in(sheet, actors.nhung)
    client.force_login(actors.nhung)
    client.post(reverse("sheet_deed", args=[sheet.pk]), {"what": "submit", "sure": "1"})
    client.force_login(actors.hanh)
    client.post(reverse("sheet_deed", args=[sheet.pk]), {"what": "accept"})
    post(client, "line_appraise", line(sheet, "D01"), {"points": "3", "reason": "một biên bản"}, **HX)
    post(client, "line_ask", line(sheet, "D12"), {"text": "thiếu chữ ký", "due": "2026-12-18"}, **HX)
    assert (line(sheet, "D01").appraised, line(sheet, "D12").asked) == (3000, "thiếu chữ ký")
    client.force_login(actors.nhung)
    assert "thiếu chữ ký" in client.get(reverse("sheet", args=[sheet.pk])).content.decode()
    post(client, "line_answer", line(sheet, "D12"), {"answer": "đã ký"}, **HX)
    client.force_login(actors.hanh)
    for each in SheetLine.objects.filter(sheet=sheet, appraised=None).exclude(status="not_applicable"):
        post(client, "line_appraise", each, {"keep": "1"}, **HX)
    client.post(reverse("sheet_deed", args=[sheet.pk]), {"what": "finish", "sure": "1"})
    assert again(sheet).step == "decide"


def test_what_is_not_appraised_has_no_sum_rather_than_0(client, sheet, actors):
    fill_in(sheet, actors.nhung)
    client.force_login(actors.nhung)
    client.post(reverse("sheet_deed", args=[sheet.pk]), {"what": "submit", "sure": "1"})
    client.force_login(actors.hanh)
    page = reverse("sheet", args=[sheet.pk])
    view = client.get(page).context["view"]
    assert not view.any_appraised
    assert "Thẩm định <b>–</b>" in client.get(page).content.decode()
    post(client, "line_appraise", line(sheet, "D01"), {"points": "0", "reason": "không có biên bản"}, **HX)
    view = client.get(page).context["view"]
    assert [group.any_appraised for group in view.groups].count(True) == 1
    assert "Thẩm định <b>0</b>" in client.get(page).content.decode()


def test_sheets_are_decided_and_published_by_list(client, a_round, sheet, actors):
    to_decision(sheet, actors.nhung, actors.hanh)
    client.force_login(actors.chuyen)
    listed = client.get(reverse("sheets", args=[2026]) + "?step=decide").content.decode()
    assert "CĐCS May Lam Trà" in listed
    assert "CĐCS Giày Khê" not in listed
    for what in ("decide", "publish"):
        data = {"round": a_round.pk, "sheet": [sheet.pk], "what": what, "document": "QĐ 12", "sure": "1"}
        client.post(reverse("decide", args=[2026]), data)
    assert again(sheet).step == "done"


def test_a_chair_comes_straight_to_her_sheet(client, sheet, actors):
    client.force_login(actors.nhung)
    assert client.get(reverse("grading")).url == reverse("sheet", args=[sheet.pk])


def test_the_list_takes_as_many_queries_for_three_sheets_as_for_one(
    client, a_round, actors, django_assert_max_num_queries
):
    client.force_login(actors.chuyen)
    with django_assert_max_num_queries(12):
        client.get(reverse("sheets", args=[2026]))


def test_the_english_page_is_english(client, sheet, actors):
    client.force_login(actors.nhung)
    client.cookies["django_language"] = "en"
    text = client.get(reverse("sheet", args=[sheet.pk])).content.decode()
    assert "Members among workers" in text
    assert "Bảng chấm điểm" not in text


def test_a_year_without_a_round_leads_to_the_newest_and_says_so(client, a_round, actors):
    client.force_login(actors.chuyen)
    page = client.get(reverse("grading_year", args=[1999]), follow=True)
    assert page.context["year"] == 2026
    assert "1999" in page.content.decode()


def test_a_list_of_sheets_begins_with_unions_that_live(province, a_round, tree, actors, today):
    end_unit(unit=tree.school, day=today, reason="QĐ 5", by=None)
    page = province.get(reverse("sheets", args=[a_round.year]))
    units = [row.sheet.unit for row in page.context["rows"]]
    assert units[-1] == tree.school
    assert units[:-1] == sorted(units[:-1], key=lambda unit: unit.path) != []
