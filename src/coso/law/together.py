"""Dialogue, conferences, ballots, agreements and the founding of a union, as the articles count them."""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

from coso.law import parameters
from coso.law.answering import Given, Law, NotSaidError, Said, WrongInputError
from coso.law.words import gettext_noop as _
from coso.law.workdays import calendar, workdays_after
from coso.lib.dates import months_before

Values = Mapping[str, Given]
_REGULATION = "NĐ 145/2020/NĐ-CP, Điều 47 khoản 3"


def _of(part: int, whole: int) -> None:
    if whole < 1:
        raise WrongInputError(_("The whole has to be at least 1."))
    if part > whole:
        raise WrongInputError(_("{part} is more than the whole, {whole}."), part=part, whole=whole)


def _band(law: Law, name: str, headcount: int) -> int | None:
    """The number of a headcount's band; None if it sets none. Bands are keys that end in their lower bound."""
    froms = [int(key.rpartition(".")[2]) for key in parameters() if key.startswith("dialogue.seats_least.")]
    key = f"{name}.{max(each for each in froms if each <= headcount)}"
    return law.whole(key) if key in parameters() else None


def seats(law: Law, headcount: int) -> Values:
    """Representatives of the workers in dialogue. NĐ 145/2020, art. 38.1."""
    _of(1, headcount)
    least, most = _band(law, "dialogue.seats_least", headcount), _band(law, "dialogue.seats_most", headcount)
    if most is None:
        law.say(
            _("With {headcount} employees: at least {least}; the decree names no upper figure."),
            headcount=headcount,
            least=least,
        )
    else:
        law.say(
            _("With {headcount} employees: at least {least} to {most}; more than that is no fault."),
            headcount=headcount,
            least=least,
            most=most,
        )
    return {"min": least, "max": most}


def quorum(law: Law, present: int, total: int) -> Values:
    """Whether enough representatives of the workers are present. NĐ 145/2020, art. 39: more than 70 %."""
    _of(present, total)
    return {"met": law.reached("dialogue.quorum", present, total)}


def request(law: Law, asking: int, total: int) -> Values:
    """Whether the workers' side may call for dialogue. NĐ 145/2020, art. 40: at least 30 %."""
    _of(asking, total)
    return {"valid": law.reached("dialogue.request", asking, total)}


def _conference(law: Law, key: str, part: int, whole: int, kind: str, own: Fraction | None) -> bool:
    """By Luật 10/2022, art. 51 and 69; in a private enterprise by its own regulation (NĐ 145/2020, art. 47.3)."""
    _of(part, whole)
    if kind != "private":
        return law.reached(key, part, whole)
    law.number("conference.per_year")
    if own is None:
        text = _("A private enterprise counts by its own democracy regulation: give its share as own=…")
        raise NotSaidError(Said(text), _REGULATION)
    law.stands_in("P", _REGULATION)
    strict = parameters()[key].strict
    law.compare(part, whole, own, strict)
    return part > own * whole if strict else part >= own * whole


def conference_quorum(law: Law, present: int, total: int, kind: str, form: str, own: Fraction | None) -> Values:
    """Whether enough attend a conference: of the staff, or of the delegates summoned."""
    said = _("The whole is the delegates summoned.") if form == "delegates" else _("The whole is the staff.")
    met = _conference(law, "conference.quorum", present, total, kind, own)
    law.say(said)
    return {"met": met}


def conference_passed(law: Law, yes: int, present: int, kind: str, form: str, own: Fraction | None) -> Values:
    """Whether a resolution of a conference is passed by those present, all staff or delegates alike."""
    return {"passed": _conference(law, "conference.passed", yes, present, kind, own)}


def ballot(law: Law, yes: int, employees: int) -> Values:
    """Whether an agreement is approved. Bộ luật Lao động, art. 76: more than half of all employees."""
    _of(yes, employees)
    passed = law.reached("ballot.passed", yes, employees)
    law.say(_("The whole is all employees: who does not vote has not approved."))
    return {"passed": passed}


def workdays(law: Law, start: dt.date, days: int) -> Values:
    """The last of so many working days after a day. Bộ luật Lao động, art. 111-112; the first day does not count."""
    law.number("leave.holidays")
    if days > 1000:
        raise WrongInputError(_("Count at most {most} working days."), most=1000)
    day = workdays_after(start, days)
    years = [calendar().years[year] for year in range(start.year, day.year + 1) if year in calendar().years]
    law.stands_in(max((year.status for year in years), key="PSM".index, default="P"), *calendar().references)
    law.say(
        _("{days} working days after {start}, without Saturdays, Sundays and public holidays."), days=days, start=start
    )
    return {"day": day}


def agreement(law: Law, signed: dt.date, months: int) -> Values:
    """By when an agreement is sent, and its last day. Bộ luật Lao động, art. 77 and 78; in force from signing."""
    law.day = min(law.day, signed)
    least, most = law.whole("agreement.least_months"), law.whole("agreement.most_months")
    if not least <= months <= most:
        raise WrongInputError(_("An agreement lasts {least} to {most} months."), least=least, most=most)
    send = signed + dt.timedelta(days=law.whole("agreement.send_days"))
    law.say(
        _("{days} days from {signed}: sent by {send}."), days=law.whole("agreement.send_days"), signed=signed, send=send
    )
    expires = months_before(signed, -months)
    law.say(
        _("{months} months from signing, unless another day of effect was agreed: until {expires}."),
        months=months,
        expires=expires,
    )
    return {"send_by": send, "expires": expires}


def founding(law: Law, applicants: int, citizens: int | None, excluded: int) -> Values:
    """Whether so many found a union. HD 03/HD-TLĐ 2020: at least five; Luật Công đoàn 2024, art. 5: citizens."""
    founders = applicants if citizens is None else citizens
    if founders > applicants or excluded > applicants:
        raise WrongInputError(
            _("{part} is more than the whole, {whole}."), part=max(founders, excluded), whole=applicants
        )
    least, counted = law.whole("founding.least"), max(founders - excluded, 0)
    law.say(
        _("{counted} of {applicants} may found a union; at least {least} are needed."),
        counted=counted,
        applicants=applicants,
        least=least,
    )
    if citizens is not None and citizens < applicants:
        law.say(_("Foreign employees may join a union where the law of the day lets them, but do not found one."))
    return {"allowed": counted >= least}
