"""Who issues a paper: names as they are written out, the upper body, the symbol, the place. All in Vietnamese."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypedDict, TypeVar

from django.utils import translation

from coso.lib import clock
from coso.papers.paper import BLANK, Signature
from coso.register.kinds import kinds
from coso.register.managing import managing_unit
from coso.register.models import Appointment, Unit, UnitVersion

Said = ParamSpec("Said")
Made = TypeVar("Made")

CONFEDERATION = "Tổng Liên đoàn Lao động Việt Nam"
WRITTEN_OUT = {"LĐLĐ": "Liên đoàn Lao động", "CĐCS": "Công đoàn cơ sở", "CĐ": "Công đoàn"}
BODIES = re.compile(r"^(Liên đoàn Lao động|Công đoàn) (tỉnh|thành phố|huyện|thị xã|xã|phường|liên xã, phường|liên xã) ")


def in_vietnamese(build: Callable[Said, Made]) -> Callable[Said, Made]:
    """Builds a paper in Vietnamese, whatever the reader's language."""

    @wraps(build)
    def built(*args: Said.args, **options: Said.kwargs) -> Made:
        with translation.override("vi"):
            return build(*args, **options)

    return built


class Heading(TypedDict):
    """What a paper takes from its issuer."""

    upper: str
    issuer: str
    symbol: str
    place: str
    year: int


@dataclass(frozen=True)
class Issuer:
    """The body that issues: its name and its upper body's, written out; what stands for it in the symbol; the place."""

    unit: Unit
    name: str
    upper: str
    short: str
    place: str
    year: int

    def heading(self, code: str) -> Heading:
        """The heading of its paper of a kind, by the kind's code: "BB" gives "BB-CĐCS"."""
        return {
            "upper": self.upper,
            "issuer": self.name,
            "symbol": f"{code}-{self.short}",
            "place": self.place,
            "year": self.year,
        }


def written_out(name: str) -> str:
    """A name without abbreviations: "LĐLĐ tỉnh Lam" is "Liên đoàn Lao động tỉnh Lam"."""
    first, _, rest = name.partition(" ")
    return f"{WRITTEN_OUT.get(first, first)} {rest}".strip()


def name_of(unit: Unit, day: dt.date) -> str:
    """The name of a unit on a day, written out; an ended one by its last."""
    found = UnitVersion.objects.filter(unit=unit, start__lte=day).order_by("-start").first()
    return written_out(found.name if found else unit.code)


def issuer_of(unit: Unit, day: dt.date | None = None, act: str = "") -> Issuer:
    """The letterhead of a unit on a day (today); the body above is the one that manages it in an act, or in any."""
    on = day or clock.today()
    version = UnitVersion.objects.filter(unit=unit, start__lte=on).order_by("-start").first()
    name = written_out(version.name if version else unit.code)
    kind = kinds()[version.kind] if version else kinds()["grassroots"]
    above = managing_unit(unit, on, act) if version and version.parent_id else None
    upper = name_of(above, on) if above else CONFEDERATION
    short = {"province": "LĐLĐ"}.get(kind.key, "CĐ" if kind.level == "upper" else "CĐCS")
    place = _place(name) or _place(upper) or BLANK
    return Issuer(unit, name, upper, short, place, on.year)


def _place(name: str) -> str:
    found = BODIES.match(name)
    return name[found.end() :] if found else ""


def chair_of(issuer: Issuer, *, named: bool = True) -> Signature:
    """The signature of the committee's chair; the name where the register has one in that seat."""
    held = Appointment.objects.on(clock.today()).filter(seat__unit=issuer.unit, seat__post="chair")
    name = held.values_list("person__name", flat=True).first() if named else ""
    body = "TM. BAN THƯỜNG VỤ" if issuer.short == "LĐLĐ" else "TM. BAN CHẤP HÀNH"
    return Signature(body, "CHỦ TỊCH", name or "")
