"""Rubrics, rounds and their steps, sheets and their lines."""

import datetime as dt
import re
from functools import cache

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from coso.access.models import Journaled, ShutQuerySet
from coso.grading.querysets import LineQuerySet, SheetQuerySet
from coso.lib.dates import DAY
from coso.papers.models import Proof
from coso.register.models.dated import link
from coso.rubrics.terms import CALENDAR_YEAR, CALENDARS


def round_name(calendar: str, year: int) -> str:
    """What a round of a year is called, in the language of the moment."""
    text = _("Grading round of {year}") if calendar == CALENDAR_YEAR else _("School year {before}–{year}")
    return text.format(year=year, before=year - 1)


@cache
def round_names(calendar: str, year: int) -> dict[str, str]:
    """What a round of a year is called, by language."""
    out = {}
    for language, _text in settings.LANGUAGES:
        with override(language):
            out[language] = round_name(calendar, year)
    return out


def told_round(name: str) -> str:
    """The name of a round in the reader's language; a name of its own stands as it was written."""
    year = next(iter(re.findall(r"\d{4}$", name) or re.findall(r"\d{4}", name)), None)
    usual = [calendar for calendar, _text in CALENDARS if year and name in round_names(calendar, int(year)).values()]
    return round_name(usual[0], int(year)) if usual and year else name


class Round(Journaled):
    """A grading round ("kỳ đánh giá"): its working year [start, end), closing day of figures, target year."""

    year = models.PositiveSmallIntegerField()
    calendar = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    rubric = link("rubrics.Rubric", "rounds")
    unit = link("register.Unit", "rounds")
    start = models.DateField()
    end = models.DateField()
    closing = models.DateField()
    opened = models.DateField()
    figures_closed = models.DateField(null=True)
    published = models.DateField(null=True)
    denominator = models.CharField(max_length=10, default="eligible")

    objects = ShutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "calendar"], name="round_one")]

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        return told_round(self.name)

    @property
    def last(self) -> dt.date:
        """The last day of the window."""
        return self.end - DAY


class RoundStep(Journaled):
    """A step that is on in a round, and its last good day. `track` is a sector, a kind of managing unit, or ""."""

    round = link("grading.Round", "steps")
    track = models.CharField(max_length=30, blank=True)
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    due = models.DateField()

    objects = ShutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "track", "n"], name="step_one")]


class Sheet(Journaled):
    """A union's score sheet. Points are thousandths; `step` is where it stands, with a date for each step reached.

    `by_points` is the level of the newest points, `expected` the same after gates, `heard_grade` what the council
    proposes where it has met, `grade` the level decided. `cluster_minute` names the minutes of its cluster's meeting;
    `findings` the minutes that close a gate, by gate.
    """

    round = link("grading.Round", "sheets")
    unit = link("register.Unit", "sheets")
    variant = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=30, blank=True)
    stratum = models.CharField(max_length=12)
    track = models.CharField(max_length=30, blank=True)
    why_not = models.CharField(max_length=20, blank=True)
    step = models.CharField(max_length=12, blank=True)
    submitted = models.DateField(null=True)
    clustered = models.DateField(null=True)
    appraised_on = models.DateField(null=True)
    sent_up = models.DateField(null=True)
    reviewed = models.DateField(null=True)
    heard = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    published = models.DateField(null=True)
    proposed_points = models.IntegerField(null=True)
    self_points = models.IntegerField(null=True)
    appraised_points = models.IntegerField(null=True)
    decided_points = models.IntegerField(null=True)
    by_points = models.CharField(max_length=12, blank=True)
    expected = models.CharField(max_length=12, blank=True)
    grade = models.CharField(max_length=12, blank=True)
    grade_why = models.TextField(blank=True)
    heard_grade = models.CharField(max_length=12, blank=True, default="", db_default="")
    heard_why = models.TextField(blank=True, default="", db_default="")
    decision = link("grading.Decision", "sheets", null=True)
    findings = models.JSONField(null=True)
    cluster_minute = models.CharField(max_length=120, blank=True, default="", db_default="")
    entered_for = models.TextField(blank=True)
    signed_page = link("papers.Attachment", null=True)
    returned_why = models.TextField(blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="sheet_one")]
        indexes = [
            models.Index(
                fields=["round", "stratum", "why_not", "step", "grade", "expected", "unit"], name="sheet_result"
            ),
            models.Index(fields=["unit"], name="sheet_unit"),
        ]


class SheetLine(Journaled):
    """One criterion of a sheet: what the records propose, the union says, its cluster suggests, the appraiser finds."""

    sheet = link("grading.Sheet", "lines")
    code = models.CharField(max_length=12)
    n = models.PositiveSmallIntegerField()
    proposed = models.IntegerField(null=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    status = models.CharField(max_length=20)
    own = models.IntegerField(null=True)
    level = models.CharField(max_length=20, blank=True)
    none = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    cluster_points = models.IntegerField(null=True)
    cluster_note = models.TextField(blank=True, default="", db_default="")
    appraised = models.IntegerField(null=True)
    reason = models.TextField(blank=True)
    asked = models.TextField(blank=True)
    ask_due = models.DateField(null=True)
    answered = models.DateField(null=True)
    answer = models.TextField(blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "code"], name="line_one")]

    @property
    def proofs(self) -> models.QuerySet[Proof]:
        """Its proofs, also those that were withdrawn."""
        return Proof.objects.about("grading.sheetline", [self.pk])
