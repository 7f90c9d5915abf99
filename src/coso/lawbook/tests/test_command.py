"""The law from the command line: the order is free, numbers and words are read as people write them."""

import io
import json

import pytest
from django.core.management import CommandError, call_command


def law(*given):
    out = io.StringIO()
    call_command("law", *given, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_an_answer_carries_its_source_and_status():
    said = law("dialogue.seats", "headcount=620", "on=2026-12-01")
    assert (said["min"], said["max"], said["status"]) == (19, 23, "P")
    assert "Điều 38" in said["source"]


@pytest.mark.parametrize(
    "given",
    [
        ["rate=37500", "day=holiday", "night=true", "earlier=false"],
        ["night=1", "day=lễ", "rate=37.500"],
        ["day=LE", "earlier=không", "rate=37,500", "night=có"],
        ["on=1/12/2026", "day=holiday", "rate=37500.0", "night=yes"],
    ],
)
def test_what_is_typed_is_read_liberally(given):
    assert law("pay.overtime", *given)["amount"] == 146250


def test_what_is_not_fixed_is_not_known_and_says_why():
    said = law("workdays.after", "start=2026-12-30", "days=3")
    assert said["day"] is None
    assert said["status"] == "chưa rõ"
    assert "2027" in said["reason"]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["no.such"], "dialogue.seats"),
        (["dialogue.seats"], "headcount"),
        (["dialogue.seats", "headcount=x"], "headcount"),
        (["dialogue.seats", "headcount=-1"], "headcount"),
        (["dialogue.seats", "headcount=0"], "1"),
        (["dialogue.seats", "headcount=5", "people=7"], "people"),
        (["dialogue.seats", "headcount=5", "headcount=6"], "headcount"),
        (["dialogue.seats", "headcount"], "key=value"),
        (["dialogue.seats", "headcount=5", "on=2026-02-30"], "on"),
        (["dialogue.quorum", "present=9", "total=8"], "9"),
        (["pay.overtime", "rate=1", "day=monday"], "weekday"),
        (["wage.minimum", "region=5"], "region"),
        (["agreement.clock", "signed=2026-03-15", "months=37"], "36"),
        (["leave.annual", "years=1", "months=13"], "12"),
    ],
)
def test_wrong_input_ends_with_code_2_and_says_what(given, names):
    out = io.StringIO()
    with pytest.raises(CommandError) as wrong:
        call_command("law", *given, "--json", stdout=out)
    assert wrong.value.returncode == 2
    assert names in json.loads(out.getvalue())["error"]


def test_without_json_it_speaks_in_sentences():
    out = io.StringIO()
    call_command("law", "dues.monthly", "salary=9.000.000", "on=2026-12-01", "--language=en", stdout=out)
    assert "45,000" in out.getvalue()
    assert "QĐ 61/QĐ-TLĐ" in out.getvalue()
