"""The poll's pages: members answer without signing in and leave no trace; those who run it see what is next."""

import re
import uuid
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from coso.access.models import Action
from coso.ballots.key_files import destroy_key
from coso.ballots.models import BallotSlip, PaperCount, RosterEntry, Tally
from coso.polls.models import Meeting, Poll
from coso.polls.services.running import close_poll, print_slips
from coso.polls.testing import ASKED, KEYS, clean, give, slips, unsigned
from coso.register.models import Person

pytestmark = pytest.mark.one_year
ANSWERS = {f"q-{key}": "true" for key in KEYS}


@pytest.fixture
def code(poll, actors):
    return print_slips(poll=poll, count=1, by=actors.nhung)[0]


# ── the member ──


def test_a_slip_is_answered_by_its_code_and_a_second_time_looks_the_same(client, code, poll, actors):
    for other in print_slips(poll=poll, count=4, by=actors.nhung):
        give(other)
    assert "Nhập mã" in clean(client.get(reverse("slip")))
    form = clean(client.post(reverse("slip"), {"code": code.lower()}))
    assert "Năm nay công đoàn" in form
    thanks = clean(client.post(reverse("slip_answer"), {"code": code, **ANSWERS}))
    assert "Cảm ơn" in thanks
    assert clean(client.post(reverse("slip"), {"code": code.lower()})) == form
    other = dict.fromkeys(ANSWERS, "false")
    second = client.post(reverse("slip_answer"), {"code": code, **other})
    assert second.status_code == 200
    assert clean(second) == thanks
    close_poll(poll=poll, by=actors.nhung)
    assert set(Tally.objects.filter(n__gt=0).values_list("answer", "n")) == {("true", 5)}


def test_the_page_of_a_slip_says_who_can_learn_what(client, code):
    text = clean(client.get(reverse("slip_code", args=[code])))
    for words in ("Ai có thể biết điều gì", "bản sao lưu", "theo thứ tự nào", "bị hủy", "câu trả lời đầu tiên"):
        assert words in text


def test_a_slip_is_answered_by_its_qr(client, code):
    text = clean(client.get(reverse("slip_code", args=[code.replace("-", "")])))
    assert text.count("<fieldset") == len(KEYS)
    assert f'value="{code.replace("-", "")}"' in text


def test_the_token_is_not_asked_for_and_a_signed_in_officer_leaves_no_trace(client, code, actors):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(actors.nhung)
    before = Action.objects.count()
    text = clean(strict.post(reverse("slip_answer"), {"code": code, **ANSWERS}))
    assert actors.nhung.name not in text
    assert Action.objects.count() == before


def test_what_was_chosen_stays_when_one_answer_is_missing(client, code):
    said = {name: value for name, value in ANSWERS.items() if name != f"q-{KEYS[2]}"}
    text = clean(client.post(reverse("slip_answer"), {"code": code, **said}))
    assert text.count(" checked") == len(KEYS) - 1
    assert text.count("Xin chọn một ý") == 1
    assert not BallotSlip.objects.filter(used=True).exists()


@pytest.mark.parametrize("typed", ["", "sai", "AAAA-BBBB-CCCC", "x" * 3000])
def test_a_wrong_code_is_told_beside_the_field(client, code, typed):
    answer = client.post(reverse("slip"), {"code": typed})
    assert answer.status_code == 422
    assert "Mã chưa đúng" in clean(answer)


def test_no_address_with_a_code_is_logged(client, code, poll, caplog):
    wrong = poll.ballot.mark + "ZZZZZZZZ"
    client.get(reverse("slip_code", args=[wrong]))
    client.post(reverse("slip_answer"), {"code": wrong, **ANSWERS})
    client.get(reverse("slip_code", args=[code]))
    assert not [
        record for record in caplog.records if poll.ballot.mark in record.getMessage() or "phieu" in record.getMessage()
    ]


def test_no_code_is_logged_of_a_wrong_method_or_a_slip_of_the_hand(client, code, caplog):
    said = code.replace("-", "")
    there = reverse("slip_code", args=[said])
    for send, address in (
        (client.post, there),
        (client.put, there),
        (client.get, f"{there}x/"),
        (client.get, there.replace("/p", "/P")),
        (client.get, f"/phieu/{said}%00/"),
    ):
        assert send(address).status_code in (404, 405)
    assert caplog.records
    assert not [record for record in caplog.records if said in record.getMessage()]


def test_a_closed_poll_is_told_so(client, code, poll, actors):
    close_poll(poll=poll, by=actors.nhung)
    assert "đã kết thúc" in clean(client.get(reverse("slip_code", args=[code])))


def test_the_first_page_is_under_50_kb_with_all_that_it_loads(client, code):
    text = clean(client.get(reverse("slip_code", args=[code])))
    loaded = [Path(finders.find(name)) for name in re.findall(r'(?:href|src)="/static/([^"?]+)"', text)]
    assert len(loaded) == 3
    assert len(text.encode()) + sum(path.stat().st_size for path in loaded) < 50_000


def test_everything_is_there_in_english_and_stays_so(client, code):
    for text in (
        clean(client.get(reverse("slip") + "?tieng=en")),
        clean(client.post(reverse("slip"), {"code": code, "tieng": "en"})),
        clean(client.post(reverse("slip_answer"), {"code": code, "tieng": "en", **ANSWERS})),
    ):
        assert '<html lang="en">' in text
        assert not re.search(
            "[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]",
            text.replace("Tiếng Việt", "").replace("CĐCS May Lam Trà", ""),
        )


# ── those who run it ──


def put(client, name, sheet, data=None):
    return client.post(reverse(name, args=[sheet.pk]), data or {}, follow=True)


def test_from_opening_to_the_result(client, big, actors, today):
    client.force_login(actors.nhung)
    assert "Chưa lấy ý kiến" in client.get(reverse("sheet", args=[big.pk])).content.decode()
    assert "Đã mở đợt lấy ý kiến" in put(client, "sheet_poll_open", big, {"last": today.isoformat()}).content.decode()
    printed = put(client, "sheet_poll_print", big, {"count": "6"})
    codes = re.findall(r'class="code">([A-Z0-9-]+)<', printed.content.decode())
    assert len(set(codes)) == 6
    assert printed.content.decode().count("<svg") == 6
    assert "no-store" in printed.headers["Cache-Control"]
    people = RosterEntry.objects.values_list("person_id", flat=True)[:6]
    noted = put(client, "sheet_poll_roster", big, {"handed": "slip", "who": list(people)})
    assert "Đã ghi cho 6 đoàn viên" in noted.content.decode()
    for each in codes:
        give(each)
    page = client.get(reverse("sheet_poll", args=[big.pk])).content.decode()
    assert "Trước khi đóng không hiện gì" in page
    assert not any(each in page for each in codes)
    page = put(client, "sheet_poll_close", big, {"sure": "1"}).content.decode()
    assert "6 trên 14 đoàn viên" in page
    assert "100\N{NO-BREAK SPACE}%" in page
    assert "100\N{NO-BREAK SPACE}%" in client.get(reverse("sheet", args=[big.pk])).content.decode()


def test_too_few_answers_are_told_without_a_figure(client, poll, big, actors):
    for each in slips(poll, 4, actors.nhung):
        give(each)
    client.force_login(actors.hanh)
    page = put(client, "sheet_poll_close", big, {"sure": "1"}).content.decode()
    assert "Chưa đủ 5 câu trả lời" in page
    assert "k-best" not in page


def test_paper_is_typed_in_and_put_right_where_it_does_not_add_up(client, poll, big, actors, today):
    client.force_login(actors.hanh)
    head = {"held": today.isoformat(), "place": "Nhà ăn", "counters": "A, B", "minutes": "BB 01"}
    cells = {f"{key}_{answer.key}": "0" for key in KEYS for answer in ASKED.answers}
    refused = put(client, "sheet_poll_count", big, {**head, **cells, **{f"{key}_true": "3" for key in KEYS}})
    assert refused.status_code == 422
    assert "Mới có 0 đoàn viên đã ký nhận phiếu giấy" in refused.content.decode()
    assert 'value="BB 01"' in refused.content.decode()
    put(client, "sheet_poll_roster", big, {"handed": "paper", "who": unsigned(poll, 3)})
    wrong = put(client, "sheet_poll_count", big, {**head, **cells, f"{KEYS[0]}_true": "3"})
    assert wrong.status_code == 422
    assert "không bằng nhau" in wrong.content.decode()
    for day, words in (("2026-01-01", "chưa mở"), ("2027-12-31", "tương lai")):
        wrong = put(
            client, "sheet_poll_count", big, {**head, "held": day, **cells, **{f"{key}_true": "3" for key in KEYS}}
        )
        assert words in str(wrong.context["form"].errors["held"])
    right = put(client, "sheet_poll_count", big, {**head, **cells, **{f"{key}_true": "3" for key in KEYS}})
    assert "Nhà ăn" in right.content.decode()
    assert PaperCount.objects.get().ballots == 3


def test_a_small_union_records_its_meeting(client, sheet, actors, today):
    client.force_login(actors.nhung)
    assert "Ghi biên bản họp" in client.get(reverse("sheet_poll", args=[sheet.pk])).content.decode()
    outcomes = {f"q_{key}": "mostly" for key in KEYS}
    said = {"held": today.isoformat(), "attended": "3", "said": "Cần thêm quạt.", **outcomes}
    assert put(client, "sheet_poll_meeting", sheet, {**said, "attended": "9"}).status_code == 422
    for day in ("1900-01-01", "2025-12-31", "2027-12-31"):
        assert "held" in put(client, "sheet_poll_meeting", sheet, {**said, "held": day}).context["form"].errors
    assert "Cần thêm quạt" in put(client, "sheet_poll_meeting", sheet, said).content.decode()
    assert Meeting.objects.get().attended == 3


def test_slips_that_were_asked_for_twice_are_printed_once(client, poll, big, actors):
    client.force_login(actors.nhung)
    asked = {"count": "5", "once": str(uuid.uuid4())}
    assert "<svg" in put(client, "sheet_poll_print", big, asked).content.decode()
    assert "gửi đến hai lần" in put(client, "sheet_poll_print", big, asked).content.decode()
    assert BallotSlip.objects.count() == 5


@pytest.mark.parametrize("data", [{"count": "x"}, {"count": "9999999999"}, {"count": ""}, {}])
def test_garbage_prints_nothing(client, poll, big, actors, data):
    client.force_login(actors.nhung)
    put(client, "sheet_poll_print", big, data)
    assert not BallotSlip.objects.exists()


def test_who_may_only_look_sees_no_button(client, big, actors):
    client.force_login(actors.kiem)
    page = client.get(reverse("sheet_poll", args=[big.pk])).content.decode()
    assert "Chưa lấy ý kiến" in page
    assert reverse("sheet_poll_open", args=[big.pk]) not in page
    assert not Poll.objects.exists()


def test_a_stranger_finds_nothing(client, poll, big, actors):
    client.force_login(actors.thay)
    for name in ("poll", "poll_count", "poll_meeting", "poll_roster", "poll_sign_list"):
        assert client.get(reverse(f"sheet_{name}", args=[big.pk])).status_code == 404
    for name in ("poll_open", "poll_print", "poll_void", "poll_close", "poll_renew", "poll_roster"):
        assert client.post(reverse(f"sheet_{name}", args=[big.pk]), {"count": "1", "why": "x"}).status_code == 404


def test_the_desk_asks_for_a_sign_in_and_the_slip_does_not(client, big):
    assert client.get(reverse("sheet_poll", args=[big.pk])).status_code == 302
    assert client.get(reverse("slip")).status_code == 200


# ── who signed ──


def test_the_roster_marks_whom_was_ticked_or_all_of_a_group(client, poll, big, actors, tree):
    client.force_login(actors.hanh)
    there = reverse("sheet_poll_roster", args=[big.pk])
    page = client.get(there).content.decode()
    assert page.count('name="who"') == 14
    assert "Tổ Chuyền 5" in page
    group = client.get(there, {"to": tree.line5.code}).content.decode()
    assert group.count('name="who"') == RosterEntry.objects.count() - 13
    put(client, "sheet_poll_roster", big, {"handed": "paper", "all": "1", "to": tree.line5.code})
    assert RosterEntry.objects.filter(handed="paper").count() == 1
    assert client.get(there, {"chua": "1"}).content.decode().count('name="who"') == 13
    put(client, "sheet_poll_roster", big, {"handed": "", "all": "1"})
    assert not RosterEntry.objects.exclude(handed="").exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"handed": "slip"},
        {"handed": "x", "all": "1"},
        {"handed": "slip", "who": "rubbish"},
        {"handed": "slip", "all": "1"},
    ],
)
def test_a_mark_that_is_none_is_told(client, poll, big, actors, data):
    """The last: no slip was printed yet."""
    client.force_login(actors.nhung)
    assert "alert" in put(client, "sheet_poll_roster", big, data).content.decode()
    assert not RosterEntry.objects.exclude(handed="").exists()


def test_a_roster_of_any_length_takes_as_many_queries(client, poll, big, actors, django_assert_max_num_queries):
    client.force_login(actors.nhung)
    with django_assert_max_num_queries(16):
        client.get(reverse("sheet_poll_roster", args=[big.pk]))


def test_the_list_to_sign_names_everybody_and_no_code(client, poll, big, actors):
    codes = print_slips(poll=poll, count=2, by=actors.nhung)
    client.force_login(actors.nhung)
    page = client.get(reverse("sheet_poll_sign_list", args=[big.pk])).content.decode()
    assert page.count("<tr>") == 15
    assert not any(code in page for code in codes)


# ── what went wrong ──


def test_a_poll_without_its_key_says_so_to_both_and_is_opened_anew(client, code, poll, big, actors, today):
    destroy_key(poll.ballot_id)
    text = clean(client.get(reverse("slip_code", args=[code])))
    assert "bị gián đoạn và phải mở lại" in text
    client.force_login(actors.nhung)
    page = client.get(reverse("sheet_poll", args=[big.pk])).content.decode()
    assert "không nằm trong bản sao lưu nào" in page
    assert "phải mở lại" in client.get(reverse("sheet", args=[big.pk])).content.decode()
    page = put(client, "sheet_poll_renew", big, {"last": today.isoformat()}).content.decode()
    assert "Đã mở lại đợt lấy ý kiến" in page
    assert "Phiếu đã in, còn hiệu lực" in page


def test_a_closing_that_was_broken_off_offers_itself_again(client, poll, big, actors):
    from coso.access.journal import act
    from coso.ballots.services.closing import stop_votes

    with act(by=None, verb="poll.stop") as action:
        stop_votes(action, ballot=poll.ballot_id)
    client.force_login(actors.nhung)
    page = client.get(reverse("sheet_poll", args=[big.pk])).content.decode()
    assert "bị ngắt giữa chừng" in page
    assert reverse("sheet_poll_close", args=[big.pk]) in page
    assert reverse("sheet_poll_void", args=[big.pk]) not in page
    assert "Chưa đủ 5 câu trả lời" in put(client, "sheet_poll_close", big, {"sure": "1"}).content.decode()


def test_more_answers_than_signatures_lead_to_the_roster(client, poll, big, actors):
    for each in print_slips(poll=poll, count=6, by=actors.nhung):
        give(each)
    client.force_login(actors.nhung)
    page = put(client, "sheet_poll_close", big, {"sure": "1"}).content.decode()
    assert "Có 6 câu trả lời, nhưng chỉ 0 trên 14" in page
    put(client, "sheet_poll_roster", big, {"handed": "slip", "who": unsigned(poll, 6)})
    assert "6 trên 14 đoàn viên" in client.get(reverse("sheet_poll", args=[big.pk])).content.decode()


def test_the_desk_says_who_can_learn_what_in_both_languages(client, poll, big, actors):
    client.force_login(actors.nhung)
    assert "Ai có thể biết điều gì" in client.get(reverse("sheet_poll", args=[big.pk])).content.decode()
    client.cookies["django_language"] = "en"
    page = client.get(reverse("sheet_poll", args=[big.pk])).content.decode()
    assert "Who can learn what" in page


def test_the_journal_says_in_words_what_was_signed_for(client, poll, big, actors):
    slips(poll, 1, actors.nhung)
    client.force_login(actors.nhung)
    page = client.get(reverse("action", args=[Action.objects.get(verb="poll.hand").pk])).content.decode()
    assert "Phiếu có mã" in page
    assert not re.search(r">\s*slip\s*<", page)


def test_the_journal_tells_who_signed_to_nobody_who_may_not_see_the_roster(client, poll, big, actors):
    slips(poll, 3, actors.nhung)
    names = set(Person.objects.filter(pk__in=RosterEntry.objects.values("person_id")).values_list("name", flat=True))
    action = Action.objects.get(verb="poll.hand")
    for who, told in ((actors.kiem, False), (actors.nhung, True), (actors.hanh, True)):
        client.force_login(who)
        page = client.get(reverse("action", args=[action.pk]))
        assert bool({row.name for row in page.context["changes"]} & names) is told
        assert "Danh sách ký nhận phiếu" in page.content.decode()
