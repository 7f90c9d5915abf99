"""What limits a result, in words: for the page of a rubric and for the choices of its forms."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.register.kinds import sectors, strata
from coso.rubrics.forms.fields import show_year_day
from coso.rubrics.grammar.model import (
    AFTER_MERGER,
    NEW_UNION,
    Condition,
    Eligibility,
    Gate,
    Quota,
    RubricSpec,
    Variant,
    Window,
    WindowDay,
)
from coso.rubrics.grammar.wording import filled, number_in_words
from coso.rubrics.terms import CALENDARS, stratum_of_rubric
from coso.rubrics.words import remark, words

Text = str | Promise
OF_GOOD = "units decided good or better within the same pool"
OF_ALL = "units graded within the same pool"
COUNTED = {
    OF_GOOD: gettext_lazy("the unions graded good or better"),
    OF_ALL: gettext_lazy("all unions graded"),
}
POOL = {
    "upper_unit": gettext_lazy("Each managing unit by itself"),
    "khoi": gettext_lazy("State, non-state and other unions apart"),
}
TIES = {
    "points_total_before_bonus": gettext_lazy("Points before the bonus"),
    "poll_turnout": gettext_lazy("Share of members who answered the poll"),
}
RULES = {
    NEW_UNION: gettext_lazy("Newly founded"),
    AFTER_MERGER: gettext_lazy("After a split or merger"),
    "dormant": gettext_lazy("No longer active, to be dissolved"),
    "ended_before_close": gettext_lazy("Ended before the closing day"),
}
BLANKS = dict.fromkeys(("points", "group", "got", "max"), "…")


def gate_says(grammar: RubricSpec, gate: Gate) -> str:
    """The sentence of a gate with its level named and dots for figures; one with wrong blanks stands as it is."""
    known = {band.key: words(band) for band in grammar.bands}
    sentence = words(gate, "say")
    try:
        return filled(sentence, BLANKS | {"cap": known.get(gate.cap, gate.cap)})
    except (KeyError, ValueError, IndexError, AttributeError):
        return sentence


@dataclass(frozen=True)
class CapView:
    """A gate in words. `when` is "" for a figure without a name; `idle`: no line of the variant reads its figure."""

    gate: Gate
    when: str
    says: str
    idle: bool


def cap_views(grammar: RubricSpec, variant: str, gates: Sequence[tuple[Gate, str]]) -> list[CapView]:
    """The gates of a variant with their sentences."""
    counted = {criterion.indicator for criterion, _line in grammar.lines_of(variant)}
    found = []
    for gate, when in gates:
        key = gate.when.indicator if isinstance(gate.when, Condition) else ""
        said = "" if key and when.startswith(key) else when
        found.append(CapView(gate, said, gate_says(grammar, gate), bool(key) and key not in counted))
    return found


def reason_of(each: Eligibility) -> str:
    """Why a union is not graded, in the reader's language: as the rubric says it, else by its rule."""
    return remark(each, "reason") or str(RULES.get(each.rule, each.reason_vi))


def tie_name(what: str, grammar: RubricSpec) -> str:
    """What breaks a tie: points of a group, the turnout of the poll, points before the bonus."""
    group = next((each for each in grammar.groups if what == f"points_{each.code}"), None)
    if group:
        return _("Points of group {code}. {title}").format(code=group.code, title=words(group))
    return str(TIES.get(what, what))


def calendar_name(calendar: str) -> str:
    """A calendar in the reader's language."""
    return str(dict(CALENDARS).get(calendar, calendar))


def sector_name(sector: str) -> str:
    """A sector in the reader's language; one that the register does not know stands by its key."""
    return str(sectors().get(sector, sector))


def stratum_name(stratum: str) -> str:
    """A target stratum of a rubric in the reader's language."""
    return str(strata().get(stratum_of_rubric(stratum), stratum))


def span_in_words(span: tuple[WindowDay, WindowDay]) -> str:
    """First and last day of a window."""
    return " – ".join(show_year_day(day) for day in span)


@dataclass(frozen=True)
class QuotaView:
    """A quota in words: the limit, among whom it is counted, what breaks ties."""

    quota: Quota
    text: str
    pool: Sequence[Text]
    ties: list[str]


def quota_view(grammar: RubricSpec) -> QuotaView | None:
    """The quota in words, None where the rubric has none."""
    quota = grammar.quota
    if quota is None:
        return None
    level = next((words(band) for band in grammar.bands if band.key == quota.level), quota.level)
    text = _("At most {share} of {of} may be “{level}”.").format(
        share=number_in_words(quota.max_share, share=True), of=COUNTED.get(quota.of, quota.of), level=level
    )
    pool = [POOL.get(each, each) for each in quota.pool]
    return QuotaView(quota, text, pool, [tie_name(each, grammar) for each in quota.tie_break])


def window_rows(windows: Sequence[Window]) -> list[tuple[str, str, str, list[str]]]:
    """(calendar, its name in the rubric, its days, the other days that may be chosen) of each window."""
    found = []
    for each in windows:
        others = [span_in_words(span) for span in each.alternatives]
        found.append((calendar_name(each.calendar), remark(each, "label"), span_in_words(each.default), others))
    return found


def sectors_in_words(variant: Variant | None) -> list[str]:
    """The sectors that a variant is for."""
    return [sector_name(sector) for sector in variant.applies_to] if variant else []
