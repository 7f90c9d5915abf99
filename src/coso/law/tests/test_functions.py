"""Golden cases, computed by hand from the articles: at each bound one below, on it and one above, at each date."""

import datetime as dt
from fractions import Fraction

import pytest

from coso.law.answering import NOT_KNOWN
from coso.law.functions import function

NOW = dt.date(2026, 12, 1)
MISSING = None


def asked(line):
    """`name key=value …` → the answer."""
    name, *given = line.split()
    return function(name).ask(dict(each.split("=") for each in given), NOW)


def plain(value):
    """A day as text, anything else as it is."""
    return value.isoformat() if isinstance(value, dt.date) else value


# NĐ 145/2020/NĐ-CP, art. 38.1: below 50 at least 3; 50–149: 4 to 8; 150–299: 9 to 13; 300–499: 14 to 18; 500–999: 19 to
# 23; from 1,000 at least 24. In force from 1/2/2021.
SEATS = [
    ("headcount=1", 3, None),
    ("headcount=49", 3, None),
    ("headcount=50", 4, 8),
    ("headcount=51", 4, 8),
    ("headcount=149", 4, 8),
    ("headcount=150", 9, 13),
    ("headcount=151", 9, 13),
    ("headcount=299", 9, 13),
    ("headcount=300", 14, 18),
    ("headcount=499", 14, 18),
    ("headcount=500", 19, 23),
    ("headcount=620", 19, 23),
    ("headcount=999", 19, 23),
    ("headcount=1000", 24, None),
    ("headcount=1.001", 24, None),
    ("headcount=10000", 24, None),
    ("headcount=620 on=2021-02-01", 19, 23),
]


@pytest.mark.parametrize(("given", "least", "most"), SEATS)
def test_seats_of_dialogue(given, least, most):
    assert asked(f"dialogue.seats {given}").values == {"min": least, "max": most}


# One value each: (asked, value, article).
GOLDEN = [
    # more than 70 %: 7 of 10 are not more
    ("dialogue.quorum present=2 total=3", False, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=3 total=3", True, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=2 total=4", False, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=3 total=4", True, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=5 total=8", False, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=6 total=8", True, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=6 total=10", False, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=7 total=10", False, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=8 total=10", True, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=13 total=19", False, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=14 total=19", True, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=14 total=20", False, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=15 total=20", True, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=16 total=24", False, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=17 total=24", True, "NĐ 145/2020, 39"),
    ("dialogue.quorum present=0 total=3", False, "NĐ 145/2020, 39"),
    # at least 30 %: 3 of 10 will do
    ("dialogue.request asking=0 total=3", False, "NĐ 145/2020, 40"),
    ("dialogue.request asking=1 total=3", True, "NĐ 145/2020, 40"),
    ("dialogue.request asking=1 total=4", False, "NĐ 145/2020, 40"),
    ("dialogue.request asking=2 total=4", True, "NĐ 145/2020, 40"),
    ("dialogue.request asking=2 total=10", False, "NĐ 145/2020, 40"),
    ("dialogue.request asking=3 total=10", True, "NĐ 145/2020, 40"),
    ("dialogue.request asking=4 total=10", True, "NĐ 145/2020, 40"),
    ("dialogue.request asking=5 total=19", False, "NĐ 145/2020, 40"),
    ("dialogue.request asking=6 total=19", True, "NĐ 145/2020, 40"),
    ("dialogue.request asking=7 total=24", False, "NĐ 145/2020, 40"),
    ("dialogue.request asking=8 total=24", True, "NĐ 145/2020, 40"),
    # at least two thirds, more than half
    ("conference.quorum present=59 total=90", False, "Luật 10/2022, 51, 69"),
    ("conference.quorum present=60 total=90", True, "Luật 10/2022, 51, 69"),
    ("conference.quorum present=61 total=90", True, "Luật 10/2022, 51, 69"),
    ("conference.quorum present=66 total=100", False, "Luật 10/2022, 51, 69"),
    ("conference.quorum present=67 total=100 form=delegates", True, "Luật 10/2022, 51, 69"),
    ("conference.quorum present=60 total=90 kind=soe on=2023-07-01", True, "Luật 10/2022, 69"),
    ("conference.quorum present=50 total=100 kind=private own=50%", True, "NĐ 145/2020, 47.3"),
    ("conference.quorum present=49 total=100 kind=private own=50%", False, "NĐ 145/2020, 47.3"),
    ("conference.passed yes=49 present=100", False, "Luật 10/2022, 51, 69"),
    ("conference.passed yes=50 present=100", False, "Luật 10/2022, 51, 69"),
    ("conference.passed yes=51 present=100", True, "Luật 10/2022, 51, 69"),
    ("conference.passed yes=31 present=61", True, "Luật 10/2022, 51, 69"),
    ("conference.passed yes=60 present=100 kind=private own=60%", False, "NĐ 145/2020, 47.3"),
    ("conference.passed yes=61 present=100 kind=private own=0,6", True, "NĐ 145/2020, 47.3"),
    # more than half of all employees, whoever voted
    ("ballot.passed yes=619 employees=1240", False, "BLLĐ, 76"),
    ("ballot.passed yes=620 employees=1240", False, "BLLĐ, 76"),
    ("ballot.passed yes=621 employees=1240", True, "BLLĐ, 76"),
    ("ballot.passed yes=620 employees=1239", True, "BLLĐ, 76"),
    ("ballot.passed yes=619 employees=1239", False, "BLLĐ, 76"),
    ("ballot.passed yes=3 employees=5 on=2021-01-01", True, "BLLĐ, 76"),
    # Monday to Friday, without the holidays of the year
    ("workdays.after start=2026-06-01 days=0", "2026-06-01", "BLLĐ, 111-112"),
    ("workdays.after start=2026-06-01 days=1", "2026-06-02", "BLLĐ, 111-112"),
    ("workdays.after start=2026-06-01 days=5", "2026-06-08", "BLLĐ, 111-112"),
    ("workdays.after start=2026-06-05 days=1", "2026-06-08", "BLLĐ, 111-112"),
    ("workdays.after start=2026-06-06 days=1", "2026-06-08", "BLLĐ, 111-112"),
    ("workdays.after start=2026-02-13 days=1", "2026-02-23", "Tết 2026: 16-20/2"),
    ("workdays.after start=2026-02-12 days=3", "2026-02-24", "Tết 2026: 16-20/2"),
    ("workdays.after start=2026-04-24 days=1", "2026-04-28", "10/3 âm 2026, a Sunday: Monday instead"),
    ("workdays.after start=2026-04-24 days=5", "2026-05-06", "27/4, 30/4, 1/5"),
    ("workdays.after start=2026-08-31 days=1", "2026-09-03", "1-2/9/2026"),
    ("workdays.after start=2025-12-31 days=1", "2026-01-02", "1/1"),
    ("workdays.after start=2026-11-20 days=1", "2026-11-23", "before 24/11"),
    ("workdays.after start=2026-11-24 days=1", "2026-11-25", "the first day does not count"),
    ("workdays.after start=2026-12-28 days=3", "2026-12-31", "the last day of a year that is fixed"),
    # overtime on a normal hour of 37,500
    ("pay.overtime rate=37500 day=weekday", 56250, "BLLĐ, 98.1a: 150 %"),
    ("pay.overtime rate=37500 day=rest", 75000, "BLLĐ, 98.1b: 200 %"),
    ("pay.overtime rate=37500 day=holiday", 112500, "BLLĐ, 98.1c: 300 %"),
    ("pay.overtime rate=37500 day=weekday earlier=1", 56250, "BLLĐ, 98.1a"),
    ("pay.overtime rate=37500 day=weekday night=1", 75000, "NĐ 145/2020, 57: 150 + 30 + 20 × 100 % = 200 %"),
    ("pay.overtime rate=37500 day=weekday night=1 earlier=1", 78750, "NĐ 145/2020, 57: 150 + 30 + 20 × 150 % = 210 %"),
    ("pay.overtime rate=37500 day=rest night=1", 101250, "NĐ 145/2020, 57: 200 + 30 + 20 × 200 % = 270 %"),
    ("pay.overtime rate=37500 day=rest night=1 earlier=1", 101250, "NĐ 145/2020, 57: 270 %"),
    ("pay.overtime rate=37500 day=holiday night=1", 146250, "NĐ 145/2020, 57: 300 + 30 + 20 × 300 % = 390 %"),
    ("pay.overtime rate=37500 day=holiday night=1 earlier=1", 146250, "NĐ 145/2020, 57: 390 %"),
    ("pay.overtime rate=28125,5 day=weekday", Fraction("42188.25"), "BLLĐ, 98.1a: nothing is rounded"),
    ("pay.overtime rate=10000 day=rest on=2021-01-01", 20000, "BLLĐ, 98, the first day"),
    # (12, 14, 16 + one for each full five years) ÷ 12 × months
    ("leave.annual kind=normal years=0 months=12", 12, "BLLĐ, 113.1a"),
    ("leave.annual kind=heavy years=0 months=12", 14, "BLLĐ, 113.1b"),
    ("leave.annual kind=minor years=0 months=12", 14, "BLLĐ, 113.1b"),
    ("leave.annual kind=disabled years=0 months=12", 14, "BLLĐ, 113.1b"),
    ("leave.annual kind=extra_heavy years=0 months=12", 16, "BLLĐ, 113.1c"),
    ("leave.annual kind=normal years=4 months=12", 12, "BLLĐ, 114"),
    ("leave.annual kind=normal years=5 months=12", 13, "BLLĐ, 114"),
    ("leave.annual kind=normal years=6 months=12", 13, "BLLĐ, 114"),
    ("leave.annual kind=normal years=9 months=12", 13, "BLLĐ, 114"),
    ("leave.annual kind=normal years=10 months=12", 14, "BLLĐ, 114"),
    ("leave.annual kind=extra_heavy years=15 months=12", 19, "BLLĐ, 114"),
    ("leave.annual kind=normal years=0 months=7", 7, "NĐ 145/2020, 66"),
    ("leave.annual kind=normal years=5 months=6", Fraction(13, 2), "NĐ 145/2020, 66"),
    ("leave.annual kind=heavy years=0 months=5", Fraction(35, 6), "NĐ 145/2020, 66: 14 ÷ 12 × 5"),
    ("leave.annual kind=normal years=0 months=0", 0, "NĐ 145/2020, 66"),
    # half a per cent of the pay from 1/7/2025, one before; a tenth of the base salary at most
    ("dues.monthly salary=7800000", 39000, "QĐ 61: 0.5 %"),
    ("dues.monthly salary=7800000 on=2025-07-01", 39000, "QĐ 61: 0.5 %"),
    ("dues.monthly salary=7800000 on=2025-06-30", 78000, "1 %"),
    ("dues.monthly salary=50.599.999", Fraction("252999.995"), "QĐ 61: below the cap of 10 % × 2,530,000"),
    ("dues.monthly salary=50600000", 253000, "QĐ 61: on the cap"),
    ("dues.monthly salary=50600200", 253000, "QĐ 61: above the cap"),
    ("dues.monthly salary=60000000 on=2026-06-30", 234000, "10 % × 2,340,000"),
    ("dues.monthly salary=60000000 on=2026-07-01", 253000, "10 % × 2,530,000"),
    ("dues.monthly salary=30000000 on=2024-06-30", 180000, "10 % × 1,800,000"),
    ("dues.monthly salary=30000000 on=2024-07-01", 234000, "10 % × 2,340,000"),
    ("dues.monthly salary=20000000 on=2023-06-30", 149000, "10 % × 1,490,000"),
    ("dues.monthly salary=60000000 payer=soe", 253000, "QĐ 61: state enterprises are capped"),
    ("dues.monthly salary=60000000 payer=public", 300000, "QĐ 61: public units are not capped"),
    ("dues.monthly salary=60000000 kind=public", 300000, "QĐ 61"),
    ("dues.monthly salary=0 payer=unknown", 12650, "QĐ 61: 0.5 % of the base salary"),
    # five who may found one
    ("founding.allowed applicants=4", False, "HD 03/HD-TLĐ 2020"),
    ("founding.allowed applicants=5", True, "HD 03/HD-TLĐ 2020"),
    ("founding.allowed applicants=6", True, "HD 03/HD-TLĐ 2020"),
    ("founding.allowed applicants=6 excluded=1", True, "HD 03/HD-TLĐ 2020, 3.2"),
    ("founding.allowed applicants=6 excluded=2", False, "HD 03/HD-TLĐ 2020, 3.2"),
    ("founding.allowed applicants=9 citizens=4", False, "Luật Công đoàn 2024, 5"),
    ("founding.allowed applicants=9 citizens=5", True, "Luật Công đoàn 2024, 5"),
    ("founding.allowed applicants=5 on=2020-02-20", True, "HD 03/HD-TLĐ 2020"),
    # a parameter by its key
    ("wage.base", 2530000, "NĐ 161/2026"),
    ("wage.base on=2026-06-30", 2340000, "NĐ 73/2024"),
    ("dues.kept on=2025-05-31", Fraction("0.6"), "60 % until the change"),
    ("dues.kept on=2025-09-01", Fraction("0.7"), "TLĐ 29/8/2025"),
    ("overtime.year_hours", 200, "BLLĐ, 107.2"),
]


@pytest.mark.parametrize(("line", "value", "article"), GOLDEN)
def test_an_answer_of_one_value(line, value, article):
    answer = asked(line)
    assert [plain(each) for each in answer.values.values()] == [value], article
    assert answer.source


# Two or three values each.
SEVERAL = [
    # the decrees 90/2019, 38/2022, 74/2024, 293/2025
    ("wage.minimum region=I", (5310000, 25500)),
    ("wage.minimum region=2", (4730000, 22700)),
    ("wage.minimum region=III", (4140000, 20000)),
    ("wage.minimum region=iv", (3700000, 17800)),
    ("wage.minimum region=II on=2026-12-31", (4730000, 22700)),
    ("wage.minimum region=II on=2026-01-01", (4730000, 22700)),
    ("wage.minimum region=II on=2025-12-31", (4410000, 21200)),
    ("wage.minimum region=I on=2024-07-01", (4960000, 23800)),
    ("wage.minimum region=I on=2024-06-30", (4680000, 22500)),
    ("wage.minimum region=III on=2022-07-01", (3640000, 17500)),
    ("wage.minimum region=III on=2022-06-30", (3430000, None)),
    ("wage.minimum region=IV on=2020-01-01", (3070000, None)),
    # BLLĐ, 77: ten days from signing; 78.3: one to three years; BLDS 148.3: the last day of a month without that day
    ("agreement.clock signed=2026-03-15 months=12", ("2026-03-25", "2027-03-15")),
    ("agreement.clock signed=2026-03-15 months=36", ("2026-03-25", "2029-03-15")),
    ("agreement.clock signed=2026-02-20 months=24", ("2026-03-02", "2028-02-20")),
    ("agreement.clock signed=2024-02-29 months=12", ("2024-03-10", "2025-02-28")),
    ("agreement.clock signed=2026-08-31 months=18", ("2026-09-10", "2028-02-29")),
    ("agreement.clock signed=2021-01-01 months=12", ("2021-01-11", "2022-01-01")),
    # 2 % of the payroll, kept: 65, 66, 67, 68, 69, 70, 71, 75 %
    ("fund.split payroll=1.000.000.000", (20000000, 15000000, 5000000)),
    ("fund.split payroll=1000000000 on=2022-01-01", (20000000, 15000000, 5000000)),
    ("fund.split payroll=1000000000 on=2021-12-31", (20000000, 14200000, 5800000)),
    ("fund.split payroll=1000000000 on=2021-01-01", (20000000, 14200000, 5800000)),
    ("fund.split payroll=1000000000 on=2020-12-31", (20000000, 14000000, 6000000)),
    ("fund.split payroll=1000000000 on=2016-06-01", (20000000, 13200000, 6800000)),
    ("fund.split payroll=0", (0, 0, 0)),
    # NĐ 105/2026, 4 and 6: the last day of the next month, sixty days more; in force from 16/5/2026
    ("fund.due year=2026 month=4", ("2026-05-31", "2026-07-30")),
    ("fund.due year=2026 month=5", ("2026-06-30", "2026-08-29")),
    ("fund.due year=2026 month=6", ("2026-07-31", "2026-09-29")),
    ("fund.due year=2026 month=12", ("2027-01-31", "2027-04-01")),
    ("fund.due year=2027 month=1", ("2027-02-28", "2027-04-29")),
    ("fund.due year=2028 month=1", ("2028-02-29", "2028-04-29")),
]


@pytest.mark.parametrize(("line", "values"), SEVERAL)
def test_an_answer_of_several_values(line, values):
    answer = asked(line)
    assert tuple(plain(each) for each in answer.values.values()) == values
    assert answer.source


UNKNOWN = [
    "dialogue.seats headcount=620 on=2021-01-31",
    "dialogue.quorum present=3 total=3 on=2021-01-31",
    "dialogue.request asking=3 total=3 on=2021-01-31",
    "conference.quorum present=3 total=3 on=2023-06-30",
    "conference.passed yes=3 present=3 on=2023-06-30",
    "conference.quorum present=3 total=3 kind=private",
    "conference.passed yes=3 present=3 kind=private",
    "conference.passed yes=3 present=3 kind=private own=50% on=2021-01-31",
    "ballot.passed yes=3 employees=3 on=2020-12-31",
    "workdays.after start=2026-11-23 days=1",
    "workdays.after start=2026-12-31 days=1",
    "workdays.after start=2027-03-01 days=1",
    "workdays.after start=2020-12-01 days=1",
    "agreement.clock signed=2020-12-31 months=12",
    "agreement.clock signed=2026-03-15 months=12 on=2020-12-31",
    "pay.overtime rate=10000 day=weekday on=2020-12-31",
    "pay.overtime rate=10000 day=weekday night=1 on=2021-01-31",
    "pay.overtime rate=10000 day=weekday night=1 earlier=1 on=2021-01-31",
    "leave.annual on=2020-12-31",
    "wage.minimum region=I on=2019-12-31",
    "wage.minimum region=I on=2027-01-01",
    "dues.monthly salary=1 on=2020-12-31",
    "dues.monthly salary=1 payer=budget",
    "fund.split payroll=1 on=2012-12-31",
    "fund.due year=2026 month=3",
    "fund.due year=2026 month=5 on=2026-05-15",
    "founding.allowed applicants=5 on=2020-02-19",
    "wage.base on=2019-06-30",
    "dues.kept on=2025-06-01",
    "dues.kept on=2025-08-31",
    "bargaining.right_share",
]


@pytest.mark.parametrize("line", UNKNOWN)
def test_what_is_not_known_is_never_guessed(line):
    answer = asked(line)
    assert set(answer.values) == set(function(line.split()[0]).keys)
    assert set(answer.values.values()) == {MISSING}
    assert answer.status == NOT_KNOWN
    assert answer.reason


STATUS = [
    ("dialogue.seats headcount=50", "P"),
    ("wage.minimum region=I", "P"),
    ("wage.minimum region=I on=2025-12-31", "M"),
    ("dues.monthly salary=1", "S"),
    ("dues.monthly salary=1 on=2024-01-01", "M"),
    ("fund.split payroll=1", "S"),
    ("fund.split payroll=1 on=2020-01-01", "M"),
    ("workdays.after start=2026-06-01 days=1", "M"),
    ("founding.allowed applicants=5", "S"),
]


@pytest.mark.parametrize(("line", "status"), STATUS)
def test_an_answer_is_as_sure_as_what_is_least_sure(line, status):
    assert asked(line).status == status
