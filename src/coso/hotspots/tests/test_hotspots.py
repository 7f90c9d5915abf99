"""Claims about places that need attention."""

import datetime as dt
import io
import json
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import translation

from coso.hotspots import timelines
from coso.hotspots.backtest import Case, backtest
from coso.hotspots.reasons import FAMILIES, TERMS
from coso.hotspots.scale import days_of, scale_on, scales
from coso.hotspots.scoring import reading, readings
from coso.hotspots.signals import Facts, Signal, Unit
from coso.triage.terms import TOPICS

FILE = Path(__file__).parent / "timelines.yaml"
OUTCOMES = {row["id"]: row["stoppage_date"] for row in yaml.safe_load(FILE.read_text(encoding="utf-8"))["timelines"]}
STOPPED = [key for key, day in OUTCOMES.items() if day]
DAY = dt.date(2025, 6, 30)  # far from Tết and from new minimum wages


def case(key):
    found = next(each for each in timelines.read(FILE.read_text(encoding="utf-8")) if each.id == key)
    return Case(found.unit(), found.first, found.last, OUTCOMES[key], found.facts, key)


def ago(days, group="A", urgency=1, **said):
    return Signal(DAY - dt.timedelta(days=days), group, urgency, said.pop("topics", ("meals",)), **said)


def unit(*signals, **said):
    return Unit(tuple(sorted(signals, key=lambda signal: signal.day)), **said)


def calm_weeks(weeks=6):
    return [ago(10 + 7 * n, "A") for n in range(weeks)]


def keys(found):
    return {reason.key for reason in found.reasons}


def points(found, key):
    return sum(reason.points for reason in found.reasons if reason.key == key)


@pytest.mark.parametrize("key", STOPPED)
def test_red_comes_before_a_stoppage(key):
    (found,) = backtest([case(key)]).outcomes
    assert found.lead in range(1, 15)
    assert found.yellow <= found.red


@pytest.mark.parametrize("key", [key for key in OUTCOMES if key not in STOPPED])
def test_no_red_where_none_came(key):
    assert backtest([case(key)]).false_alarms == 0


@pytest.mark.parametrize("key", ["holiday", "thanks", "neighbour"])
def test_what_is_benign_is_not_even_yellow(key):
    assert backtest([case(key)]).outcomes[0].yellow is None


def test_a_solved_dispute_is_calm_again():
    told = case("solved")
    assert reading(told.unit, dt.date(2025, 4, 25)).level == 2
    assert reading(told.unit, dt.date(2025, 5, 6)).level == 0


def test_quiet_after_heat_is_not_calm():
    told = case("owed")
    found = reading(told.unit, dt.date(2025, 10, 2))
    assert found.level == 2
    assert "silence" in keys(found)


def test_a_week_is_compared_with_the_past_of_this_workplace():
    week = [ago(n % 6, "ABCD"[n % 4]) for n in range(8)]
    noisy = [ago(7 + n, "ABCD"[n % 4]) for n in range(56)]
    assert points(reading(unit(*calm_weeks(), *week), DAY), "volume") == scale_on(DAY)["volume"]["most"]
    assert points(reading(unit(*noisy, *week), DAY), "volume") == 0


def test_a_first_week_without_past_counts_half():
    found = reading(unit(*(ago(n % 6, "ABCD"[n % 4]) for n in range(12))), DAY)
    assert points(found, "volume_first") == scale_on(DAY)["volume"]["most"] // 2
    assert found.level < 3


def test_one_loud_group_is_no_crowd():
    one = reading(unit(*calm_weeks(), *(ago(n, "A", 2) for n in range(6))), DAY)
    four = reading(unit(*calm_weeks(), *(ago(n, "ABCDEF"[n], 2) for n in range(6))), DAY)
    assert points(one, "heat") < points(four, "heat")
    assert one.level < 3


def test_one_call_alone_is_not_red_and_three_are():
    call = {"urgency": 3, "collective": True, "topics": ("wage",)}
    assert reading(unit(*calm_weeks(), ago(1, "A", **call)), DAY).level < 3
    assert reading(unit(*calm_weeks(), *(ago(1, group, **call) for group in "ABC")), DAY).level == 3


def test_heat_without_a_call_is_at_most_yellow_unless_a_group_says_it_boils():
    hot = [ago(n % 14, "ABCDE"[n % 5], 2, collective=True, topics=("wage",)) for n in range(28)]
    assert reading(unit(*hot), DAY).level == 2
    assert reading(unit(*hot, ago(0, "F", heat=5)), DAY).level == 3


def test_a_danger_is_no_call_to_stop():
    fire = [ago(0, group, 3, collective=True, topics=("osh",)) for group in "ABC"]
    assert "calls" not in keys(reading(unit(*calm_weeks(), *fire), DAY))


def test_weeks_in_which_nothing_was_told_are_no_past():
    nothing = [Signal(DAY - dt.timedelta(days=7 * n), "A", 0) for n in range(8)]
    week = [ago(n, "ABC"[n % 3]) for n in range(6)]
    assert reading(unit(*week, *nothing), DAY) == reading(unit(*week), DAY)


def test_a_place_that_falls_quiet_stands_and_then_is_not_known():
    hot = [ago(20 - n % 3, "ABCDE"[n % 5], 2, collective=True, topics=("wage",)) for n in range(10)]
    told = unit(*(ago(27 + 7 * n) for n in range(6)), *hot)
    now = reading(told, DAY)
    assert now.known
    assert now.level == 2
    assert points(now, "quiet") == 0
    assert "quiet" in keys(now)
    later = reading(told, DAY + dt.timedelta(days=10))
    assert (later.known, later.level) == (False, 0)
    assert reading(unit(), DAY).known is False


def test_answers_count_where_they_are_kept():
    late = [ago(12 + n, "A") for n in range(4)]
    assert "overdue" not in keys(reading(unit(*late, ago(0)), DAY))
    found = reading(unit(*late, ago(0), answers_kept=True), DAY)
    (said,) = [reason for reason in found.reasons if reason.key == "overdue"]
    assert (said.points, said.numbers["n"], said.numbers["days"]) == (8, 4, 8)
    answered = [ago(12 + n, "A", answered=DAY) for n in range(4)]
    assert "overdue" not in keys(reading(unit(*answered, ago(0), answers_kept=True), DAY))


def test_tet_and_new_wages_lift_only_what_is_there():
    day = days_of("tet")[10] - dt.timedelta(days=20)
    hot = [Signal(day, group, 2, ("bonus_tet",)) for group in "ABCD"]
    assert "tet" in keys(reading(Unit(tuple(hot)), day))
    assert reading(Unit((Signal(day, "A", 0, ("leave",)),)), day).score == 0


def test_a_stoppage_nearby_counts_while_it_is_fresh():
    told = unit(*calm_weeks())
    scores = [reading(told, DAY, Facts((DAY - dt.timedelta(days=age),))).score for age in (1, 10, 30, -1)]
    assert scores[0] > scores[1] > scores[2] == scores[3]


def test_points_are_the_sum_of_sentences_that_name_their_records():
    for told in map(case, OUTCOMES):
        for found in readings(told.unit, told.first, told.last, told.facts):
            assert 0 <= found.score == sum(reason.points for reason in found.reasons) <= 100
            assert all(reason.records for reason in found.reasons if "n" in reason.numbers and reason.key != "nearby")


def test_only_what_was_told_by_then_counts():
    told = case("slow")
    for said in readings(told.unit, told.first, told.last):
        until = Unit(tuple(signal for signal in told.unit.signals if signal.day <= said.day))
        assert reading(until, said.day) == said


def test_sentences_are_in_the_language_of_the_reader():
    found = reading(
        unit(*calm_weeks(), *(ago(n, "ABCDE"[n], 2, heat=4 + n % 2, topics=("wage",)) for n in range(5)), groups=31),
        DAY,
    )
    with translation.override("vi"):
        said = {str(reason) for reason in found.reasons}
        assert "+9: Lan ra 5 trên 31 tổ" in said
        assert any("gấp 4,4 lần mức bình thường của chính nơi này" in each for each in said), said
        assert any("mức bức xúc trung bình 4,4/5" in each for each in said), said
    with translation.override("en"):
        assert "+9: Spread to 5 of 31 groups" in {str(reason) for reason in found.reasons}


def test_every_scale_names_known_topics_and_terms_and_rises():
    for scale in scales():
        assert scale.status == "O"
        assert scale.references
        assert scale.dangers <= set(TOPICS)
        assert {family.key for family in scale.families} == set(FAMILIES)
        assert all(family.topics <= set(TOPICS) for family in scale.families)
        assert [scale.level(score) for score in (0, 100)] == [0, 3]
        assert list(scale["levels"].values()) == sorted(scale["levels"].values())
    assert "volume" in TERMS


def test_the_backtest_tells_lead_misses_and_false_alarms():
    call = {"urgency": 3, "collective": True, "topics": ("wage",)}
    calls = unit(*calm_weeks(), *(ago(2, group, **call) for group in "ABCD"))
    first, last = DAY - dt.timedelta(days=9), DAY + dt.timedelta(days=20)
    seen = backtest(
        [
            Case(calls, first, last, DAY, key="foreseen"),
            Case(unit(*calm_weeks()), first, last, DAY, key="missed"),
            Case(calls, first, last, None, key="false"),
            Case(unit(*calm_weeks()), first, last, None, key="calm"),
        ]
    )
    assert (seen.leads, seen.missed, seen.false_alarms, seen.false_alarms_per_month) == ([2], 1, 1, 0.5)
    assert backtest([]).false_alarms_per_month is None


def test_a_day_of_a_unit_costs_a_few_steps_for_each_signal():
    def steps(n):
        told = Unit(tuple(Signal(DAY - dt.timedelta(days=59 - k * 60 // n), "ABCDE"[k % 5], k % 3) for k in range(n)))
        count = [0]
        sys.setprofile(lambda _frame, event, _of: count.__setitem__(0, count[0] + (event == "call")))
        try:
            reading(told, DAY)
        finally:
            sys.setprofile(None)
        return count[0]

    reading(unit(ago(0)), DAY)
    assert steps(60) < 1_500
    assert steps(240) < 4.4 * steps(60)


def run(monkeypatch, data, *words):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    out = io.StringIO()
    call_command("radar", "--json", *words, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


ONE = {
    "id": "T",
    "start_date": "2025-06-01",
    "end_date": "2025-06-03",
    "messages": [
        {"date": "2025-06-02", "group": "B", "text": "Mai cả xưởng đình công đòi lương nha mọi người"},
        {"date": "2025-06-01", "group": None, "text": "Cho em hỏi lịch nghỉ"},
    ],
}


def test_the_command_writes_a_line_for_each_day(monkeypatch):
    found = run(monkeypatch, json.dumps(ONE).encode())
    assert [line["date"] for line in found] == ["2025-06-01", "2025-06-02", "2025-06-03"]
    assert set(found[0]) == {"id", "date", "score", "level", "level_number", "known", "because"}
    assert found[1]["score"] > found[0]["score"] == 0
    assert all(line["level"] in ("none", "watch", "yellow", "red") for line in found)
    assert any("ngừng việc" in reason for reason in found[1]["because"])


def test_lists_and_yaml_are_read_alike_and_labels_are_not_used(monkeypatch):
    one = run(monkeypatch, json.dumps(ONE).encode())
    labelled = ONE | {"messages": [row | {"urgency": 0} for row in ONE["messages"]], "outcome": "none"}
    for given in ([labelled], {"timelines": [labelled]}):
        assert run(monkeypatch, json.dumps(given).encode()) == one
        assert run(monkeypatch, yaml.safe_dump(given, allow_unicode=True).encode()) == one
    assert run(monkeypatch, yaml.safe_dump(ONE).replace("'", "").encode()) == one


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("[{", "not a timeline as it is written"),
        ("", "timeline 1: an object with a list"),
        ("[1]", "timeline 1: an object with a list"),
        ('{"messages": [{"date": "2025-02-30", "group": "A", "text": "x"}]}', "timeline 1, message 1: “2025-02-30”"),
        ('{"messages": [{"date": "2025-02-03", "group": "A"}]}', "timeline 1, message 1: an object with “date”"),
        ('{"messages": []}', "start_date"),
        ('{"messages": [], "start_date": "2025-01-02", "end_date": "2025-01-01"}', "not a span"),
        ('{"messages": [], "start_date": "0001-01-01", "end_date": "9999-12-31"}', "not a span"),
        ('{"messages": [], "start_date": "2025-01-01", "end_date": "2025-01-01", "nearby_stoppages": 5}', "no list"),
        ("[" * 100_000, "not a timeline as it is written"),
    ],
)
def test_bad_input_is_told(monkeypatch, given, said):
    with pytest.raises(CommandError, match=said.replace("(", r"\(")):
        run(monkeypatch, given.encode(), "--language", "en")


def test_input_that_is_no_utf_8_is_told(monkeypatch):
    with pytest.raises(CommandError, match="UTF-8"):
        run(monkeypatch, b"\xff\xfe{", "--language", "en")


def test_a_timeline_without_messages_is_not_known(monkeypatch):
    given = {"id": 1, "messages": [], "start_date": "2025-01-01", "end_date": "2025-01-02"}
    assert [(line["score"], line["known"]) for line in run(monkeypatch, json.dumps(given).encode())] == [(0, False)] * 2


def test_odd_but_harmless_values_are_read(monkeypatch):
    given = "{id: 2025-01-01, messages: [{date: 2025-01-01, group: 7, text: '', answered: ''}], nearby_stoppages: null}"
    (line,) = run(monkeypatch, given.encode())
    assert (line["id"], line["score"], line["date"]) == ("2025-01-01", 0, "2025-01-01")
