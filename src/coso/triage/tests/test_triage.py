"""Claims about the triage of messages."""

import io
import json
import sys
import unicodedata

import pytest
from django.core.management import call_command
from django.utils import translation

from coso.lib.text import fold
from coso.triage import baseline, linear, measuring, store
from coso.triage.examples import Example, own
from coso.triage.judging import label_words, suggest
from coso.triage.reading import words_of
from coso.triage.rules import holding, rules
from coso.triage.terms import LISTS, RULES, TOPICS
from coso.triage.training import train
from coso.triage.word_lists import hits, lists

STOPPAGE = "Nợ lương hai tháng, sáng thứ Tư cả xưởng không ai vào làm, hẹn nhau ở cổng"


def test_a_called_stoppage_is_urgent_whatever_way_it_is_written():
    for text in (
        STOPPAGE,
        fold(STOPPAGE),
        unicodedata.normalize("NFD", STOPPAGE),
        STOPPAGE.upper(),
        STOPPAGE + " 😡😡",
    ):
        found = suggest(text)
        assert (found.urgency, found.collective) == (3, True), text
        assert "wage" in found.topics, text


@pytest.mark.parametrize(
    "text",
    [
        "bua ni ca chuyen no ai vo may mo, doi luong da",
        "ae ru nhau mai dinh cong doi tang luong, k ai vo xuong",
        "Bầy tui chốt rồi, mai nỏ ai đi mần, đợi trả tiền công đã",
        "Tủ điện xưởng đang cháy, khói mù mịt, gọi cứu hỏa",
        "Có người bị điện giật nằm bất tỉnh, gọi cấp cứu giúp",
        "Em không muốn sống nữa",
        "Nó cầm dao dọa chém em ngoài cổng",
    ],
)
def test_stoppages_and_dangers_to_life_are_urgent(text):
    assert suggest(text).urgency == 3


@pytest.mark.parametrize(
    "text",
    [
        "Đọc báo thấy công nhân bên Long An đình công đòi thưởng",
        "Hồi 2016 công ty này có ngừng việc một lần, giờ yên rồi",
        "Cho em hỏi đình công hợp pháp theo luật là thế nào ạ",
        "Giả sử công nhân ngừng việc thì công đoàn làm gì, em làm bài tập tình huống",
        "Tủ lạnh nhà em đình công rồi 😂",
        "Không có ai đình công đâu chị, tin đồn thôi",
        "Cả xưởng nghỉ Tết từ 25 tới mồng 6, vui quá",
        "Cuối ca mọi người nhớ tắt máy, rút điện",
        "Mai cả tổ tập trung ở cổng lúc 6h đi tham quan nha",
        "Chiều nay diễn tập chữa cháy, nghe chuông thì ra sân, không phải cháy thật",
        "Cười chết mất với tiết mục tổ mình 🤣",
    ],
)
def test_what_only_looks_alarming_is_not_raised(text):
    assert suggest(text).urgency < 3


def test_one_who_leaves_alone_is_no_stoppage():
    assert suggest("Mai em nghỉ việc về quê, chúc mọi người ở lại mạnh khỏe").urgency < 3


def test_every_label_has_its_reason_in_the_language_of_the_reader():
    found = suggest(STOPPAGE)
    assert {reason.label for reason in found.because} == {*found.topics, "urgency 3", "collective"}
    with translation.override("vi"):
        assert any(str(reason) == "“nợ lương” · danh sách từ “tiền lương” → tiền lương" for reason in found.because)
    with translation.override("en"):
        assert any(str(reason) == "“nợ lương” · word list “wage” → wage" for reason in found.because)


def test_reasons_quote_the_message_as_it_was_written():
    assert any(reason.words == "bhyt" for reason in suggest("the bhyt cua em het han").because)


def test_every_word_list_and_rule_has_a_name_and_every_rule_names_known_lists():
    assert set(LISTS) - set(TOPICS) <= set(lists()) <= set(LISTS)
    assert {rule.key for rule in rules()} == set(RULES)
    assert {key for rule in rules() for choice in (*rule.all, rule.unless) for key in choice} <= set(lists())


def test_short_forms_dialect_and_left_over_keys_are_read_as_common_words():
    read = [word.bare for word in words_of("cty k tra luwowng bầy tui nỏ mần")]
    assert read == ["cong", "ty", "khong", "tra", "luong", "chung", "toi", "khong", "lam"]


def test_marks_decide_where_they_are_written():
    assert "danger" in {hit.key for hit in hits(words_of("Xưởng đang cháy"))}
    assert "danger" not in {hit.key for hit in hits(words_of("Chuyền đang chạy"))}


def test_a_list_and_a_rule_hold_on_their_days(day_of_epidemic, day_after):
    words = words_of("chuyền em có 2 người F0")
    assert "covid" in {hit.key for hit in hits(words, day_of_epidemic)}
    assert "covid" not in {hit.key for hit in hits(words, day_after)}
    assert holding({"selfharm": "x"}, day_after)
    assert not holding({"selfharm": "x"}, day_of_epidemic.replace(year=1999))


@pytest.fixture
def day_of_epidemic():
    import datetime as dt

    return dt.date(2021, 7, 1)


@pytest.fixture
def day_after():
    import datetime as dt

    return dt.date(2026, 7, 1)


FEW = own()[::12]


def test_learning_twice_gives_the_same_whole_numbers():
    one, other = train(FEW), train(FEW)
    assert one == other
    assert all(type(weight) is int for weights in one.weights.values() for weight in weights)


def test_weights_kept_on_disk_are_the_ones_that_were_learnt(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(store, "own", lambda: FEW)
    first = store.fitted.__wrapped__()
    (file,) = (tmp_path / "triage").iterdir()
    monkeypatch.setattr(store, "train", None)
    assert store.fitted.__wrapped__() == first
    file.write_text("{")
    monkeypatch.setattr(store, "train", train)
    assert store.fitted.__wrapped__() == first


def test_a_corrected_message_is_learnt():
    text = "Zin zin bột lọc cả ngày"
    fixed = Example(text, ("meals",), 1, False)
    assert suggest(text, train(FEW)).topics != ("meals",)
    assert "meals" in suggest(text, train([*FEW, fixed, fixed, fixed])).topics


def test_an_unknown_label_is_refused():
    with pytest.raises(ValueError, match="salary"):
        Example("x", ("salary",), 1, False)


def test_the_work_of_one_message_is_one_sum_for_each_label(monkeypatch):
    sums = []
    real = linear.score
    monkeypatch.setattr(linear, "score", lambda weights, row: sums.append(len(row.places)) or real(weights, row))
    suggest(STOPPAGE)
    assert len(sums) == len(TOPICS) + 4
    assert max(sums) < 300


def test_a_long_message_is_as_urgent_as_its_most_urgent_part():
    story = "Hôm nay trời mát, em đi làm bình thường, cơm cũng ngon. " * 150
    assert suggest(story).urgency < 3
    found = suggest(story[:8000] + STOPPAGE + ". " + story[:1500])
    assert found.urgency == 3
    assert {"wage", "meals"} <= set(found.topics)


@pytest.mark.parametrize("text", ["", "   ", "👍👍", "\ud83d", "\x00", "…", "a" * 20_000, "1 2 3", "<time>"])
def test_odd_messages_are_answered_too(text):
    assert suggest(text).topics


def test_learning_beats_word_lists():
    ours, words = measuring.by_folds(own()[::3]), measuring.on(own()[::3], baseline.by_words)
    assert ours.f1() > words.f1()
    assert ours.raised[0] / ours.raised[1] < words.raised[0] / words.raised[1] / 2
    assert ours.urgent[0] / ours.urgent[1] > 0.65


def run(monkeypatch, data: bytes, *words: str) -> tuple[list[dict], str]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    out, wrong = io.StringIO(), io.StringIO()
    call_command("triage", "--json", *words, stdout=out, stderr=wrong)
    return [json.loads(line) for line in out.getvalue().splitlines()], wrong.getvalue()


def test_the_command_answers_a_line_for_each_line(monkeypatch):
    data = "\n".join(json.dumps({"id": i, "text": text}) for i, text in enumerate([STOPPAGE, "ok 👍", "\ud83d"]))
    found, wrong = run(monkeypatch, data.encode())
    assert [line["id"] for line in found] == [0, 1, 2]
    assert [line["urgency"] for line in found] == [3, 0, 0]
    assert all(set(line) == {"id", "topics", "urgency", "collective", "because"} and line["because"] for line in found)
    assert wrong == ""


def test_bad_lines_are_told_and_the_rest_goes_on(monkeypatch):
    bad = [b"{", b"\xff\xfe", b"[1]", b'{"id": 5}', b'{"id": 6, "text": null}', b"[" * 100_000]
    found, wrong = run(monkeypatch, b"\n".join([*bad, b"", b'{"id": "x", "text": "da em cam on"}']), "--language", "en")
    assert [line["id"] for line in found] == ["x"]
    assert [line.split(":")[0] for line in wrong.splitlines()] == [f"Line {n}" for n in range(1, 7)]
    assert "not JSON" in wrong


def test_the_report_measures_labelled_lines(tmp_path):
    file = tmp_path / "labelled.jsonl"
    rows = [
        {"text": each.text, "topics": each.topics, "urgency": each.urgency, "collective": each.collective}
        for each in FEW
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows))
    out = io.StringIO()
    call_command("triage", "--on", str(file), "--language", "en", stdout=out)
    assert f"{len(FEW)} messages" in out.getvalue()
    assert "topics, micro-F1: 0.9" in out.getvalue()


def test_messages_of_the_product_cover_every_topic_and_urgency():
    assert {topic for each in own() for topic in each.topics} == set(TOPICS)
    assert {each.urgency for each in own()} == {0, 1, 2, 3}
    assert len({each.text for each in own()}) == len(own()) > 900


def test_labels_have_words():
    with translation.override("en"):
        assert label_words("urgency 3") == "urgency 3 (urgent: stoppage or danger to life)"
