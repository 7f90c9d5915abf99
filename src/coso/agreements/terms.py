"""The words shown for topics, verdicts, units and what a number is per."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TOPICS = {
    "minimum_wage": _("lowest wage"),
    "pay_rise": _("pay rise"),
    "bonus_13th": _("13th month, year-end bonus"),
    "tet_bonus": _("Tết bonus"),
    "gifts_visits": _("gifts and visits"),
    "shift_meal": _("mid-shift meal"),
    "attendance": _("full-attendance bonus"),
    "night_work": _("night work"),
    "overtime_day": _("overtime on workdays"),
    "overtime_rest": _("overtime on rest days"),
    "overtime_holiday": _("overtime on holidays"),
    "hours_limits": _("hours of work and rest"),
    "pay_rules": _("rules of pay, probation"),
    "annual_leave": _("annual leave"),
    "personal_leave": _("personal leave"),
    "public_holidays": _("public holidays"),
    "maternity": _("maternity, female workers"),
    "childcare": _("childcare"),
    "housing": _("housing support"),
    "transport": _("transport"),
    "health_check": _("health checks"),
    "insurance_beyond": _("insurance beyond the law"),
    "severance": _("severance, loss of work"),
    "training": _("training of workers"),
    "dialogue": _("dialogue at the workplace"),
    "union_time": _("conditions of union work"),
    "dispute": _("settling of disputes"),
    "safety": _("safety, protective gear"),
    "toxic_heat": _("hazardous work, heat"),
    "long_service": _("long service"),
    "other": pgettext_lazy("topic of a clause", "other"),
}

VERDICTS = {
    "better": _("better than the law"),
    "equal": _("equal to the law"),
    "worse": _("below the law: void"),
    "beyond": _("the law asks for nothing here"),
    "copied": _("repeats the law"),
    "unclear": _("unclear"),
}

UNITS = {
    "dong": _("đồng"),
    "percent": _("per cent"),
    "percent_points": _("percentage points"),
    "days": _("days"),
    "working_days": _("working days"),
    "hours": _("hours"),
    "minutes": _("minutes"),
    "months": _("months"),
    "years": _("years"),
    "times": _("times"),
    "months_wage": _("months of wage"),
    "times_min_wage": _("times the minimum wage"),
    "month_of_pregnancy": _("month of pregnancy"),
}

PER = {
    "hour": _("an hour"),
    "hour_wage": _("of an hour's wage"),
    "day": _("a day"),
    "shift": _("a shift"),
    "month": _("a month"),
    "quarter": _("a quarter"),
    "year": _("a year"),
    "once": _("once"),
    "event": _("each time"),
    "child_month": _("a child and month"),
    "course": _("a course"),
    "set": _("a set"),
    "extra_day": _("for one more day"),
    "year_of_service": _("a year of service"),
    "wage": _("of the wage"),
    "payroll": _("of the payroll"),
}
