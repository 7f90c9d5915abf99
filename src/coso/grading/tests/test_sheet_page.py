"""The page of a sheet: filters, states of a cell, what it asks before writing, what changed after it was sent."""

from dataclasses import replace

import pytest
from django.urls import reverse

from coso.grading.models import Sheet, SheetLine
from coso.grading.reads import sheet_view
from coso.grading.services.appraisal import appraise_line, ask_supplement, return_sheet
from coso.grading.services.scoring import place_of as place
from coso.grading.services.scoring import read_cell, score_line, submit_sheet
from coso.grading.services.supplements import answer_request
from coso.grading.testing.year import DUE, again, fill_in, line
from coso.lib.points import show_points

HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def submitted(sheet, actors):
    fill_in(sheet, actors.nhung)
    submit_sheet(sheet=again(sheet), by=actors.nhung)
    return again(sheet)


def page(client, sheet, who, query=""):
    client.force_login(who)
    return client.get(reverse("sheet", args=[sheet.pk]) + query)


def shown(answer):
    return [each.line.code for group in answer.context["view"].groups for each in group.shown]


def tabs(answer):
    return {tab.key: tab.n for tab in answer.context["tabs"]}


def post(client, name, row, data, **headers):
    return client.post(reverse(name, args=[row.pk]), data, headers=headers)


def ask(sheet, code, actors):
    return ask_supplement(line=line(sheet, code), text="thiếu chữ ký", due=DUE, by=actors.hanh)


# ── which lines are shown ──


def test_only_the_open_lines_are_shown_on_wish(client, sheet, actors):
    score_line(line=line(sheet, "D01"), points=4000, by=actors.nhung)
    everything, still = page(client, sheet, actors.nhung), page(client, sheet, actors.nhung, "?xem=mo")
    assert "D01" in shown(everything)
    assert "D01" not in shown(still)
    assert "B01" not in shown(still)
    assert tabs(still)["mo"] == len(shown(still))
    assert "Hiện tất cả" in still.content.decode()


def test_the_greatest_gap_comes_first(client, sheet, actors):
    score_line(line=line(sheet, "T01"), points=5000, note="thêm người", by=actors.nhung)
    score_line(line=line(sheet, "T02"), points=0, note="thiếu", by=actors.nhung)
    answer = page(client, sheet, actors.nhung, "?xem=lech")
    gaps = [each.gap for group in answer.context["view"].groups for each in group.shown]
    assert gaps == sorted(gaps, reverse=True)
    assert min(gaps) > 0
    assert "T01" in shown(answer)


@pytest.mark.parametrize("asked", ["", "?xem=", "?xem=abc", "?xem=doi"])
def test_an_unknown_filter_shows_everything(client, sheet, actors, asked):
    assert len(shown(page(client, sheet, actors.nhung, asked))) == 30


def test_the_appraiser_sees_what_is_left_to_look_at(client, submitted, actors):
    appraise_line(line=line(submitted, "D01"), points=4000, by=actors.hanh)
    answer = page(client, submitted, actors.hanh, "?xem=mo")
    assert "D01" not in shown(answer)
    assert "D02" in shown(answer)
    assert "Cần xem" in answer.content.decode()


def test_after_a_supplement_only_what_changed_is_shown_with_what_was_there(client, submitted, actors):
    ask(submitted, "D12", actors)
    ask(submitted, "D13", actors)
    score_line(line=line(submitted, "D12"), points=1000, note="hạ", by=actors.nhung)
    answer_request(line=line(submitted, "D12"), answer="tự hạ", by=actors.nhung)
    answer = page(client, submitted, actors.hanh, "?xem=doi")
    assert shown(answer) == ["D12"]
    text = answer.content.decode()
    assert '<s class="of">3</s>' in text
    assert "Đã bổ sung" in text


def test_after_a_return_only_what_changed_is_shown(client, submitted, actors):
    return_sheet(sheet=submitted, why="sai", due=DUE, by=actors.hanh)
    score_line(line=line(submitted, "D01"), points=2000, by=actors.nhung)
    submit_sheet(sheet=again(submitted), by=actors.nhung)
    answer = page(client, submitted, actors.hanh, "?xem=doi")
    assert shown(answer) == ["D01"]
    assert answer.context["view"].groups[0].shown[0].own_before == 4000


def test_nothing_counts_as_changed_on_a_sheet_sent_once(client, submitted, actors):
    assert tabs(page(client, submitted, actors.hanh)).get("doi") is None


# ── states of a cell ──


def test_every_cell_says_how_it_stands(client, sheet, actors):
    score_line(line=line(sheet, "D01"), points=4000, by=actors.nhung)
    text = page(client, sheet, actors.nhung).content.decode()
    assert text.count("save saved") == 1
    assert "save waiting" in text
    assert "Bị khoá" in text or "Đã khoá" in text
    wrong = post(client, "line_score", line(sheet, "D01"), {"points": "9", "seen": "4"}, **HX).content.decode()
    assert "save wrong" in wrong


def test_a_sheet_that_is_sent_says_that_it_is_locked(client, submitted, actors):
    assert "các ô bị khoá" in page(client, submitted, actors.nhung).content.decode()
    assert "các ô bị khoá" not in page(client, submitted, actors.hanh).content.decode()


def test_without_script_a_refusal_shows_the_sheet_with_what_was_typed(client, sheet, actors):
    client.force_login(actors.nhung)
    answer = post(client, "line_score", line(sheet, "D01"), {"points": "9", "seen": ""})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="9"' in text
    assert text.count("tối đa 4 điểm") >= 1


# ── what is asked before it is written ──


def test_two_values_are_shown_and_the_writer_chooses(client, sheet, actors):
    client.force_login(actors.nhung)
    post(client, "line_score", line(sheet, "D01"), {"points": "3", "seen": ""}, **HX)
    client.force_login(actors.pho)
    answer = post(client, "line_score", line(sheet, "D01"), {"points": "4", "seen": ""}, **HX)
    text = answer.content.decode()
    assert "người khác đã nhập 3" in text
    assert "(Nhung, " in text
    assert "Giữ 3" in text
    assert "Ghi của tôi: 4" in text
    keep, mine = (dict(choice.sends) for choice in answer.context["each"].question.choices)
    post(client, "line_score", line(sheet, "D01"), keep, **HX)
    assert line(sheet, "D01").own == 3000
    post(client, "line_score", line(sheet, "D01"), mine, **HX)
    assert line(sheet, "D01").own == 4000


def test_two_appraisers_choose_too(client, submitted, actors):
    client.force_login(actors.hanh)
    post(client, "line_appraise", line(submitted, "D01"), {"points": "3", "reason": "một biên bản", "seen": ""}, **HX)
    client.force_login(actors.chuyen)
    data = {"points": "2", "reason": "không đủ thành phần", "seen": ""}
    answer = post(client, "line_appraise", line(submitted, "D01"), data, **HX)
    _keep, mine = (dict(choice.sends) for choice in answer.context["each"].question.choices)
    post(client, "line_appraise", line(submitted, "D01"), mine, **HX)
    assert (line(submitted, "D01").appraised, line(submitted, "D01").reason) == (2000, "không đủ thành phần")


@pytest.mark.parametrize(
    ("typed", "worth", "literal"),
    [("95%", 5500, None), ("95", 5500, None), ("0,95", 5500, None), ("0,5", 3000, 500), ("50%", 3000, None)],
)
def test_a_share_is_asked_about_with_what_it_would_be(sheet, typed, worth, literal):
    from coso.grading.services.scoring import LooksLikeShareError

    with pytest.raises(LooksLikeShareError) as asked:
        read_cell(typed, place(line(sheet, "D11")))
    assert (asked.value.worth, asked.value.literal) == (worth, literal)


@pytest.mark.parametrize(("choice", "points"), [(0, 3000), (1, 500)])
def test_both_answers_about_a_share_are_buttons(client, sheet, actors, choice, points):
    client.force_login(actors.nhung)
    answer = post(client, "line_score", line(sheet, "D11"), {"points": "0,5", "seen": ""}, **HX)
    assert "Đúng là 0,5 điểm" in answer.content.decode()
    assert line(sheet, "D11").own is None
    sends = dict(answer.context["each"].question.choices[choice].sends)
    post(client, "line_score", line(sheet, "D11"), sends, **HX)
    assert line(sheet, "D11").own == points


def test_small_lines_take_half_a_point_without_a_question(sheet):
    where = place(line(sheet, "D11"))
    assert read_cell("0,5", replace(where, rule=replace(where.rule, max=1000))) == 500


def test_a_bonus_is_proposed_in_words_and_the_self_total_stops_at_95(client, sheet, actors):
    fill_in(sheet, actors.nhung)
    for each in SheetLine.objects.filter(sheet=sheet, proposed__isnull=False):
        score_line(
            line=line(sheet, each.code), points=place(line(sheet, each.code)).rule.max, note="x", by=actors.nhung
        )
    client.force_login(actors.nhung)
    post(client, "line_score", line(sheet, "B01"), {"note": "Sáng kiến của tổ Cắt"}, **HX)
    answer = page(client, sheet, actors.nhung)
    assert "Sáng kiến của tổ Cắt" in answer.content.decode()
    assert answer.context["view"].own.totals.sum == 95_000
    post(client, "line_score", line(sheet, "B01"), {"points": "3"}, **HX)
    assert line(sheet, "B01").own is None


def test_a_supplement_takes_a_photo_and_one_button(client, submitted, actors):
    from django.core.files.uploadedfile import SimpleUploadedFile

    ask(submitted, "D12", actors)
    text = page(client, submitted, actors.nhung).content.decode()
    assert 'enctype="multipart/form-data"' in text
    data = {"file": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0")}
    answer = post(client, "line_answer", line(submitted, "D12"), data, **HX)
    assert "Đã kèm minh chứng." in answer.content.decode()
    assert Sheet.objects.get(pk=submitted.pk).step == "appraise"


def test_the_page_of_a_sheet_takes_as_many_queries_with_proofs_as_without(
    client, sheet, actors, django_assert_max_num_queries
):
    from coso.grading.services.proofs import add_proof

    for code in ("D01", "D02", "D03"):
        add_proof(line=line(sheet, code), kind="link", text="https://a.vn", by=actors.nhung)
    client.force_login(actors.nhung)
    with django_assert_max_num_queries(22):
        client.get(reverse("sheet", args=[sheet.pk]))


# ── on a phone: lines fold, the one in hand and the first that waits stay open ──


def fold_of(text, code):
    line = text.partition(f'id="l-{code}"')[2].partition('class="code"')[0]
    return "open" if '<details class="fold" open>' in line else "shut" if '<details class="fold">' in line else ""


def test_a_line_folds_to_code_title_points_and_state_and_the_first_that_waits_does_not(client, sheet, actors):
    score_line(line=line(sheet, "D01"), points=4000, by=actors.nhung)
    text = page(client, sheet, actors.nhung).content.decode()
    assert fold_of(text, "D01") == "shut"
    folded = text.partition('id="l-D01"')[2].partition("<summary>")[2].partition("</summary>")[0]
    assert "D01" in folded
    assert "<b>4</b>" in folded
    assert "Đã lưu" in folded
    waiting = text.partition('id="l-D03"')[2].partition("<summary>")[2].partition("</summary>")[0]
    assert fold_of(text, "D02") == ""
    assert fold_of(text, "D03") == "shut"
    assert "Chưa chấm" in waiting
    assert "Đã lưu" not in waiting


def test_the_page_says_how_many_lines_wait_and_leads_to_the_first(client, sheet, actors):
    n = len(sheet_view(sheet).open)
    text = page(client, sheet, actors.nhung).content.decode()
    assert f"Còn {n} dòng chưa chấm" in text
    assert text.partition('<span id="next">')[2].partition("</span>")[0].count('href="#l-D01"') == 1
    answer = post(client, "line_score", line(sheet, "D01"), {"points": "4"}, **HX).content.decode()
    assert f"Còn {n - 1} dòng chưa chấm" in answer.partition('<span id="next"')[2]
    assert 'href="#l-D02"' in answer.partition('<span id="next"')[2]


def test_a_filter_that_hides_the_lines_that_wait_leads_back_to_the_whole_sheet(client, sheet, actors):
    client.force_login(actors.nhung)
    text = client.get(reverse("sheet", args=[sheet.pk]), {"xem": "lech"}).content.decode()
    assert f'href="{reverse("sheet", args=[sheet.pk])}#l-D01"' in text


def test_who_is_asked_for_a_supplement_is_led_to_it(client, submitted, actors):
    ask(submitted, "D12", actors)
    text = page(client, submitted, actors.nhung).content.decode()
    assert "1 dòng chờ bổ sung" in text
    assert fold_of(text, "D12") == ""


def test_what_is_published_stands_above_what_the_union_said_itself(client, decided, actors):
    text = page(client, decided, actors.nhung).content.decode()
    level, own = (
        text.index('id="decided"'),
        text.index("Tự chấm <b>") if "Tự chấm <b>" in text else text.index("Tự chấm"),
    )
    assert "Kết quả đã công khai" in text
    assert level < own < text.index('class="sheettabs"')
    totals = text.partition('id="totals"')[2]
    assert show_points(decided.decided_points) in totals.partition('class="fig">')[2].partition("</b>")[0]


def test_saving_a_cell_leaves_its_line_open(client, sheet, actors):
    client.force_login(actors.nhung)
    answer = post(client, "line_score", line(sheet, "D01"), {"points": "4"}, **HX)
    assert fold_of(answer.content.decode(), "D01") == "open"


def test_the_filters_of_the_list_fold_behind_one_button_until_they_are_used(client, sheet, actors):
    client.force_login(actors.chuyen)
    address = reverse("sheets", args=[sheet.round.year])
    assert '<details class="fold filterfold"><summary' in client.get(address).content.decode()
    assert '<details class="fold filterfold" open>' in client.get(address, {"q": "may"}).content.decode()
