"""Names of people, workplaces, groups and schools: all put together from parts, none of a real one."""

from bisect import bisect
from collections.abc import Iterable, Mapping
from itertools import accumulate
from random import Random
from typing import Any

from coso_demo.words import PLACES, SUFFIXES, TRADES

Kit = Mapping[str, Any]
FLOWERS = ("Hoa Sen", "Hoa Mai", "Hướng Dương", "Hoa Cúc", "Hoa Lan", "Thủy Tiên", "Hoa Đào", "Hoa Ban", "Sao Mai")
CROPS = ("Lạc", "Chè", "Thủy sản", "Sắn", "Mía", "Dứa", "Gỗ", "Cam")


class Weighted:
    """Draws one of some things, each as often as it weighs."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.things = list(weights)
        self.sums = list(accumulate(weights.values()))

    def draw(self, rng: Random) -> str:
        """One of the things."""
        return self.things[min(bisect(self.sums, rng.random() * self.sums[-1]), len(self.things) - 1)]


class People:
    """Names of people as they sound in each part of the province."""

    WEST = {"miền núi": "thai", "vùng cao": "thai", "vùng cao biên giới": "mong"}

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        shares = dict(kit["kinh_surnames"])
        shares.pop("other")
        self.kinh = Weighted(shares)
        self.share = kit["share_minority_by_terrain"]

    def name(self, female: bool, terrain: str, rng: Random) -> str:
        """A full name: surname, middle name, given name."""
        if rng.random() >= self.share.get(terrain, 0.005):
            return self._full(self.kinh.draw(rng), female, rng)
        if self.WEST.get(terrain) == "mong" and rng.random() < 0.5:
            return self._mong(female, rng)
        people = "kho_mu_surnames" if rng.random() < 0.12 else "thai_surnames"
        people = "tho_surnames" if terrain in ("miền núi thấp", "trung du") else people
        return self._full(rng.choice(self.kit[people]), female, rng)

    def _full(self, surname: str, female: bool, rng: Random) -> str:
        sex = "female" if female else "male"
        return f"{surname} {rng.choice(self.kit[f'middle_{sex}'])} {rng.choice(self.kit[f'given_{sex}'])}"

    def _mong(self, female: bool, rng: Random) -> str:
        kit = self.kit["mong"]
        middle = rng.choice(kit["female_middle" if female else "male_middle"])
        return f"{rng.choice(kit['surnames'])} {middle} {rng.choice(kit['given'])}"


def communes(district: str, count: int, given: Iterable[str]) -> list[str]:
    """Invented names of a district's communes, those of the kit first."""
    first, words = PLACES.get(district, (district.split()[-1],)), SUFFIXES
    out = [name.removeprefix("phường ") for name in given]
    made = (f"{head} {word}" for word in words for head in first)
    for name in made:
        if len(out) >= count:
            break
        if name not in out:
            out.append(name)
    return out[:count]


class Workplaces:
    """Names of workplaces, never the same twice."""

    def __init__(self, kit: Kit, rng: Random) -> None:
        self.kit, self.rng = kit, rng
        self.used: set[str] = set()

    def company(self, trade: str, place: str) -> str:
        """A company of a trade."""
        patterns = TRADES[trade].patterns
        for attempt in range(60):
            name = self._filled(self.rng.choice(patterns), place)
            name = f"{name} {place}" if attempt > 12 and place not in name else name
            name = f"{name} {attempt}" if attempt > 24 else name
            if name not in self.used:
                break
        return self.once(name)

    def _filled(self, pattern: str, place: str) -> str:
        words = {
            "A": self.rng.choice(self.kit["syllables_A"]),
            "B": self.rng.choice(self.kit["syllables_B"]),
            "C": self.rng.choice(CROPS),
            "n": self.rng.randint(1, 9),
            "hoa": self.rng.choice(FLOWERS),
            "xã": place,
        }
        return pattern.format(**words)

    def once(self, name: str) -> str:
        """The name, numbered if it was given before."""
        n, out = 2, name
        while out in self.used:
            out, n = f"{name} {n}", n + 1
        self.used.add(out)
        return out


def groups(trade: str, count: int, place: str) -> list[str]:
    """Names of a union's groups: the offices first, then the lines, boats or grades by number."""
    known = TRADES[trade]
    out = list(known.groups[:count])
    out += [known.numbered.format(n=n, xã=place) for n in range(1, count - len(out) + 1)]
    return out
