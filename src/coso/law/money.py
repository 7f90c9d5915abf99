"""Pay, leave, minimum wages, dues and the union fund. Amounts are in đồng and exact: the law rounds none of them."""

import calendar
import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

from coso.law.answering import Given, Law, NotSaidError, Said, Share, WrongInputError
from coso.law.words import gettext_noop as _
from coso.lib.dates import months_before

Values = Mapping[str, Given]
_YEAR = 12


def overtime(law: Law, rate: Fraction, day: str, night: bool, earlier: bool) -> Values:
    """Pay of an hour of overtime. Bộ luật Lao động, art. 98; NĐ 145/2020, art. 55, 57."""
    by_day = law.number(f"overtime.{day}")
    percent = by_day
    law.say(_("By day: {percent} of the normal hourly pay."), percent=Share(by_day))
    if night:
        added, extra, base = (
            law.number("overtime.night"),
            law.number("overtime.night_extra"),
            _daytime(law, day, earlier),
        )
        percent = by_day + added + extra * base
        law.say(
            _("At night {added} more, and {extra} of the daytime pay ({base}): {percent}."),
            added=Share(added),
            extra=Share(extra),
            base=Share(base),
            percent=Share(percent),
        )
    amount = rate * percent
    law.say(_("{rate} đ × {percent} = {amount} đ an hour."), rate=rate, percent=Share(percent), amount=amount)
    return {"amount": amount}


def _daytime(law: Law, day: str, earlier: bool) -> Fraction:
    """The daytime pay that the night's 20 % are taken of: on a working day it depends on overtime earlier that day."""
    if day != "weekday":
        return law.number(f"overtime.{day}")
    normal = law.number("overtime.daytime_normal")
    return law.number("overtime.weekday") if earlier else normal


def leave(law: Law, kind: str, years: int, months: int) -> Values:
    """Days of annual leave. Bộ luật Lao động, art. 113-114; NĐ 145/2020, art. 66, which rounds nothing."""
    if months > _YEAR:
        raise WrongInputError(_("A year has {most} months."), most=_YEAR)
    basic = law.number(f"leave.annual_{kind}")
    every, each = law.whole("leave.seniority_years"), law.number("leave.seniority_days")
    added = years // every * each
    law.say(
        _("{basic} days, and {added} for {years} years of service (1 for each full {every})."),
        basic=basic,
        added=added,
        years=years,
        every=every,
    )
    days = (basic + added) * months / _YEAR
    law.say(
        _("({basic} + {added}) ÷ 12 × {months} months = {days} days."),
        basic=basic,
        added=added,
        months=months,
        days=days,
    )
    return {"days": days}


def wage(law: Law, region: str) -> Values:
    """The minimum wage of a region. Bộ luật Lao động, art. 91, and the decree of the day."""
    month = law.number(f"wage.minimum_month.{region}")
    try:
        hour = law.number(f"wage.minimum_hour.{region}")
    except LookupError:
        law.say(
            _("Region {region}: {month} đ a month; the decree of that day names no hourly wage."),
            region=region,
            month=month,
        )
        return {"month": month, "hour": None}
    law.say(_("Region {region}: {month} đ a month, {hour} đ an hour."), region=region, month=month, hour=hour)
    return {"month": month, "hour": hour}


def dues(law: Law, salary: Fraction, payer: str) -> Values:
    """Dues of a month. QĐ 61/QĐ-TLĐ from 1/7/2025; at most a tenth of the base salary outside public units."""
    if payer == "budget":
        text = _("What bodies wholly paid from the budget pay is not in the data.")
        raise NotSaidError(Said(text), "QĐ 61/QĐ-TLĐ")
    rate = law.number("dues.rate")
    paid_on = law.number("wage.base") if payer == "unknown" else salary
    amount = paid_on * rate
    law.say(_("{paid_on} đ × {rate} = {amount} đ."), paid_on=paid_on, rate=Share(rate), amount=amount)
    if payer in ("other", "soe"):
        most = law.number("dues.cap") * law.number("wage.base")
        law.say(_("At most {cap} of the base salary: {most} đ."), cap=Share(law.number("dues.cap")), most=most)
        amount = min(amount, most)
    if payer == "unknown":
        law.say(_("Where the pay cannot be settled this is the least, on the base salary."))
    return {"amount": amount}


def split(law: Law, payroll: Fraction) -> Values:
    """The union fund on a payroll and what the grassroots union keeps. Luật Công đoàn 2024, art. 29; TLĐ."""
    rate, kept = law.number("fund.rate"), law.number("fund.kept")
    total = payroll * rate
    law.say(
        _("{payroll} đ × {rate} = {total} đ; the grassroots union keeps {kept}: {unit} đ."),
        payroll=payroll,
        rate=Share(rate),
        total=total,
        kept=Share(kept),
        unit=total * kept,
    )
    return {"total": total, "unit": total * kept, "upper": total * (1 - kept)}


def due(law: Law, year: int, month: int) -> Values:
    """By when the fund of a month is paid, and after which day it counts as unpaid. NĐ 105/2026, art. 4 and 6."""
    if not (1 <= month <= _YEAR and dt.MINYEAR < year < dt.MAXYEAR):
        raise WrongInputError(_("There is no such month."))
    months = law.whole("fund.due_months")
    then = months_before(dt.date(year, month, 1), -months)
    last = then.replace(day=calendar.monthrange(then.year, then.month)[1])
    law.day = min(law.day, last)  # what fell due before the decree fell under the one before it
    unpaid = last + dt.timedelta(days=law.whole("fund.unpaid_days"))
    law.say(
        _("The last day of the following month: {last}; {days} days later: {unpaid}."),
        last=last,
        days=law.whole("fund.unpaid_days"),
        unpaid=unpaid,
    )
    return {"due": last, "unpaid_after": unpaid}
