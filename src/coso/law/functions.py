"""The functions of law by name: what each is asked, what it answers, and asking it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from coso.law import money, parameters, together
from coso.law.answering import Answer, Given, Law, WrongInputError, answered
from coso.law.arguments import Argument, Choice, read_all
from coso.law.words import gettext_noop as _


@dataclass(frozen=True)
class Function:
    """A function of law: name, title (English, to be translated), what it is asked, the keys of its answer."""

    name: str
    title: str
    call: Callable[..., Mapping[str, Given]]
    arguments: tuple[Argument, ...]
    keys: tuple[str, ...]

    @property
    def asked(self) -> tuple[Argument, ...]:
        """What it is asked, the day of the law included."""
        return (*self.arguments, ON)

    def ask(self, given: Mapping[str, str], today: dt.date) -> Answer:
        """Its answer to what was typed, by the law of `on`, otherwise of today. Raises WrongInputError."""
        values = read_all(self.asked, given)
        on = values.pop("on")
        return answered(self.call, self.keys, Law(on if isinstance(on, dt.date) else today), **values)


def _count(name: str, label: str, default: str | None = None) -> Argument:
    return Argument(name, label, "count", default)


def _money(name: str, label: str) -> Argument:
    return Argument(name, label, "money")


def _yes(name: str, label: str) -> Argument:
    return Argument(name, label, "yes", "")


ON = Argument("on", _("By the law of the day"), "day", "")
DAY = Argument(
    "day",
    _("Kind of day"),
    "choice",
    None,
    (
        Choice(
            "weekday",
            _("working day"),
            "ngay thuong|ngay lam viec|ngay lam viec binh thuong|thuong|normal|workday|working day",
        ),
        Choice(
            "rest",
            _("weekly rest day"),
            "nghi|ngay nghi|nghi tuan|ngay nghi tuan|nghi hang tuan|ngay nghi hang tuan|"
            "rest day|restday|weekly rest|weekly rest day|weekend",
        ),
        Choice(
            "holiday",
            _("public holiday"),
            "le|tet|ngay le|ngay tet|le tet|ngay le tet|nghi le|nghi tet|nghi le tet|ngay nghi le|ngay nghi le tet|"
            "public holiday",
        ),
    ),
)
WORK = Argument(
    "kind",
    _("Kind of work"),
    "choice",
    "normal",
    (
        Choice("normal", _("normal"), "12|binh thuong|dieu kien binh thuong|thuong|ordinary|standard|regular"),
        Choice(
            "heavy",
            _("minor, disabled, or heavy, hazardous, dangerous work"),
            "14|nang nhoc|doc hai|nguy hiem|nang nhoc doc hai|nang nhoc, doc hai, nguy hiem|nguoi chua thanh nien|"
            "hazardous|arduous|dangerous|toxic|minor|young|disabled|chua thanh nien|khuyet tat|"
            "nguoi khuyet tat|nguoi lao dong la nguoi khuyet tat|lao dong chua thanh nien|hard",
        ),
        Choice(
            "extra_heavy",
            _("extremely heavy, hazardous, dangerous work"),
            "16|dac biet|dac biet nang nhoc|dac biet nang nhoc, doc hai, nguy hiem|"
            "dac biet nang nhoc doc hai|extra hazardous|extremely hazardous|especially hazardous|"
            "very hazardous|special|extra|extreme|extra arduous|very heavy|especially heavy|"
            "extremely heavy|dac biet doc hai|dac biet nguy hiem",
        ),
    ),
)
REGION = Argument(
    "region",
    _("Region"),
    "choice",
    None,
    tuple(
        Choice(
            name,
            name,
            "|".join([str(n), *(f"{w} {m}" for w in ("vung", "khu vuc", "region", "area") for m in (n, name))]),
        )
        for n, name in enumerate(("I", "II", "III", "IV"), 1)
    ),
)
KIND = Argument(
    "kind",
    _("Kind of unit"),
    "choice",
    "public",
    (
        Choice(
            "public", _("agency or public unit"), "agency|state|nha nuoc|cong lap|co quan|don vi su nghiep|public unit"
        ),
        Choice("soe", _("state enterprise"), "state enterprise|doanh nghiep nha nuoc|dnnn"),
        Choice(
            "private",
            _("private enterprise"),
            "tu nhan|doanh nghiep|doanh nghiep tu nhan|doanh nghiep ngoai nha nuoc|ngoai nha nuoc|non state|nonstate|"
            "fdi|enterprise|private enterprise|private company|private firm|company|cong ty",
        ),
    ),
)
FORM = Argument(
    "form",
    _("Form"),
    "choice",
    "plenary",
    (
        Choice("plenary", _("all staff"), "toan the|hoi nghi toan the|all|all staff|full"),
        Choice("delegates", _("delegates"), "dai bieu|hoi nghi dai bieu|delegate"),
    ),
)
OWN = Argument("own", _("Share by the unit's own regulation"), "share", "")
PAYER = Argument(
    "payer",
    _("Where the member works"),
    "choice",
    "other",
    (
        Choice(
            "other",
            _("non-state enterprise, FDI, cooperative"),
            "non state|nonstate|private|fdi|ngoai nha nuoc|tu nhan|default",
        ),
        Choice("soe", _("state enterprise"), "state enterprise|doanh nghiep nha nuoc|dnnn"),
        Choice(
            "public", _("public unit, not wholly on the budget"), "public unit|don vi su nghiep|cong lap|state|nha nuoc"
        ),
        Choice("budget", _("wholly on the budget"), "100 % budget|ngan sach|agency|co quan"),
        Choice("unknown", _("pay cannot be settled, occupational union"), "nghiep doan|undetermined|khong xac dinh"),
    ),
    aliases=("kind", "payer_kind"),
)

_ALL = (
    Function(
        "dialogue.seats",
        _("Seats of the workers in dialogue"),
        together.seats,
        (_count("headcount", _("Employees")),),
        ("min", "max"),
    ),
    Function(
        "dialogue.quorum",
        _("Is the dialogue valid?"),
        together.quorum,
        (
            _count("present", _("Workers' representatives present")),
            _count("total", _("All of the workers' representatives")),
        ),
        ("met",),
    ),
    Function(
        "dialogue.request",
        _("May the workers' side call for dialogue?"),
        together.request,
        (_count("asking", _("Representatives who agree")), _count("total", _("All of the workers' representatives"))),
        ("valid",),
    ),
    Function(
        "conference.quorum",
        _("Do enough attend the conference?"),
        together.conference_quorum,
        (_count("present", _("Present")), _count("total", _("Staff, or delegates summoned")), KIND, FORM, OWN),
        ("met",),
    ),
    Function(
        "conference.passed",
        _("Is the resolution passed?"),
        together.conference_passed,
        (_count("yes", _("In favour")), _count("present", _("Present")), KIND, FORM, OWN),
        ("passed",),
    ),
    Function(
        "ballot.passed",
        _("Is the agreement approved?"),
        together.ballot,
        (_count("yes", _("In favour")), _count("employees", _("All employees"))),
        ("passed",),
    ),
    Function(
        "workdays.after",
        _("Working days after a day"),
        together.workdays,
        (Argument("start", _("From"), "day"), _count("days", _("Working days"))),
        ("day",),
    ),
    Function(
        "agreement.clock",
        _("Days of an agreement"),
        together.agreement,
        (Argument("signed", _("Signed"), "day"), _count("months", _("Term in months"))),
        ("send_by", "expires"),
    ),
    Function(
        "pay.overtime",
        _("Pay of an hour of overtime"),
        money.overtime,
        (
            _money("rate", _("Normal hourly pay, đ")),
            DAY,
            _yes("night", _("At night (22:00–06:00)")),
            _yes("earlier", _("After overtime by day")),
        ),
        ("amount",),
    ),
    Function(
        "leave.annual",
        _("Annual leave"),
        money.leave,
        (WORK, _count("years", _("Full years of service"), "0"), _count("months", _("Months worked this year"), "12")),
        ("days",),
    ),
    Function("wage.minimum", _("Minimum wage"), money.wage, (REGION,), ("month", "hour")),
    Function(
        "dues.monthly", _("Dues of a month"), money.dues, (_money("salary", _("Monthly pay, đ")), PAYER), ("amount",)
    ),
    Function(
        "fund.split",
        _("Union fund: who gets what"),
        money.split,
        (_money("payroll", _("Payroll of social insurance, đ")),),
        ("total", "unit", "upper"),
    ),
    Function(
        "fund.due",
        _("Union fund: by when"),
        money.due,
        (_count("year", _("Year")), _count("month", _("Month"))),
        ("due", "unpaid_after"),
    ),
    Function(
        "founding.allowed",
        _("May a union be founded?"),
        together.founding,
        (
            _count("applicants", _("Applicants")),
            _count("citizens", _("Vietnamese citizens among them"), ""),
            _count("excluded", _("Not allowed to join, among them"), "0"),
        ),
        ("allowed",),
    ),
)
FUNCTIONS = {each.name: each for each in _ALL}


def function(name: str) -> Function:
    """A function by its name, or the one that reads the parameter of that key. Raises WrongInputError."""
    if name in FUNCTIONS:
        return FUNCTIONS[name]
    if name in parameters():
        return Function(name, name, lambda law: {"value": law.number(name)}, (), ("value",))
    text = _("There is no function “{name}”; known are {known}, and every key of a parameter.")
    raise WrongInputError(text, name=name[:40], known=", ".join(FUNCTIONS))
