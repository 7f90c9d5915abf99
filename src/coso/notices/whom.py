"""Whom a notice is for: a branch of the tree, in it a sector or a size of unions; counted on the day of sending."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coso.access.terms import Term
from coso.indicators.register_figures import member_counts, until
from coso.lib.paths import LABEL, branch_end
from coso.notices.models import GROUP, UNION, UPPER
from coso.register.kinds import kinds, sectors, strata
from coso.register.models import Unit, UnitPlace

LEVEL_OF = {"upper": UPPER, "base": UNION, "part": UNION, "group": GROUP}
EVER = 10**9
SIZES = {
    each.key: each
    for each in (
        Term("small", "Dưới 25 đoàn viên", "Under 25 members"),
        Term("middle", "Từ 25 đến 199 đoàn viên", "25 to 199 members"),
        Term("large", "Từ 200 đến 999 đoàn viên", "200 to 999 members"),
        Term("huge", "Từ 1.000 đoàn viên", "1,000 members and more"),
    )
}
LEVEL_WORDS = {
    each.key: each
    for each in (
        Term(UPPER, "Công đoàn cấp trên", "Upper union"),
        Term(UNION, "Công đoàn cơ sở, công đoàn bộ phận", "Grassroots union or part of one"),
        Term(GROUP, "Tổ công đoàn", "Union group"),
    )
}
_BOUNDS = {"small": (0, 25), "middle": (25, 200), "large": (200, 1000), "huge": (1000, EVER)}


def sector_words() -> dict[str, str]:
    """What may be chosen as a sector: the strata, then each sector, in the reader's language."""
    return {key: str(word) for words in (strata(), sectors()) for key, word in words.items() if key != "outside"}


@dataclass(frozen=True)
class Whom:
    """A branch, and the unions in it: all, or those of a sector or stratum and of a size ("" for any)."""

    branch: Unit
    sector: str = ""
    size: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether only some unions of the branch are meant."""
        return bool(self.sector or self.size)

    def fits(self, sector: str, members: int) -> bool:
        """Whether a union of a sector and with so many members is meant."""
        stratum = sectors()[sector].stratum if sector in sectors() else ""
        if self.sector and self.sector not in (sector, stratum):
            return False
        least, most = _BOUNDS.get(self.size, (0, EVER))
        return least <= members < most


@dataclass(frozen=True, slots=True)
class Place:
    """A unit to which a notice goes: its level, its grassroots union, whether it counts in that union's figure."""

    unit: uuid.UUID
    level: str
    base: uuid.UUID | None
    counted: bool


@dataclass(frozen=True, slots=True)
class _Spot:
    unit: uuid.UUID
    path: str
    base: uuid.UUID | None
    level: str
    sector: str


def addressed(sender: Unit, whom: Whom, day: dt.date) -> list[Place]:
    """The units to which a notice goes: the living ones below the sender in a branch, each once, from the top down."""
    spots = list(_spots(whom.branch.path, day))
    meant = _meant(spots, whom, day)
    above = {spot.path[:end] for spot in spots if spot.base in meant for end in range(LABEL, len(spot.path), LABEL)}
    with_groups = {
        spot.path[:end] for spot in spots if spot.level == GROUP for end in range(LABEL, len(spot.path), LABEL)
    }
    return [
        Place(spot.unit, spot.level, spot.base, spot.base is not None and spot.path not in with_groups)
        for spot in spots
        if spot.unit != sender.pk and (spot.base in meant if spot.base else not whom.narrowed or spot.path in above)
    ]


def _spots(path: str, day: dt.date) -> Iterator[_Spot]:
    here = UnitPlace.objects.filter(path__gte=path, path__lt=branch_end(path), start__lte=day, end__gt=day)
    rows = here.order_by("path").values_list("unit_id", "path", "base", "version__kind", "version__sector")
    for unit, at, base, kind, sector in rows:
        level = LEVEL_OF.get(kinds()[kind].level)
        if level:
            yield _Spot(unit, at, base, level, sector)


def _meant(spots: list[_Spot], whom: Whom, day: dt.date) -> set[uuid.UUID | None]:
    """The grassroots unions that are meant; one in which the branch begins brings its own sector and members."""
    members = _members(whom.branch.path, day) if whom.size else {}
    sectors_of = {spot.unit: spot.sector for spot in spots if spot.unit == spot.base}
    bases = {spot.base for spot in spots if spot.base}
    if not whom.narrowed:
        return set(bases)
    return {base for base in bases if whom.fits(sectors_of.get(base, ""), members.get(base, 0))}


def _members(path: str, day: dt.date) -> Mapping[uuid.UUID, int]:
    return {figure.base: figure.numerator for figure in member_counts(until(path, day))}


def counts(places: list[Place]) -> Counter[str]:
    """How many addressees there are of each level."""
    return Counter(place.level for place in places)
