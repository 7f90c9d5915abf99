"""What becomes of each row of a list: a new person, one on record, or a question that keeps the row out."""

import uuid
from collections import Counter
from typing import NamedTuple

from django.conf import settings

from coso.access.models import Account
from coso.lib.dates import show_day
from coso.lib.likeness import Spoken, births_agree, one_person
from coso.members.importing.matching import CARD, Known, Marks, Memory, Who
from coso.members.importing.places import Places
from coso.members.roster import Field, RosterRow
from coso.register.services.matches import Match, names_typed
from coso.register.services.numbers import SEE_NUMBER
from coso.register.visibility import Reach, reach

SEE = "people.see"
_PAPERS = CARD


class Question(NamedTuple):
    """Why a row is kept out, in both languages, and at which column."""

    field: Field
    value: str
    vi: str
    en: str


_NO_UNIT = ("Không tìm thấy công đoàn này trong phạm vi được nhập.", "This union is not within what is imported.")
_TWICE = ("Người này đã có ở một hàng trên trong danh sách.", "This person stands in a row above.")
_LEFT = (
    "Số này để công đoàn cấp trên đối chiếu; hàng chưa được ghi.",
    "The upper union has to settle this number; the row is not booked until then.",
)
_TWO_PEOPLE = (
    "Các số giấy tờ ở hàng này là của những người khác nhau đã có hồ sơ.",
    "The papers in this row belong to different people on record.",
)
_ELSEWHERE = (
    "Người này đang là đoàn viên ở công đoàn khác; hãy làm thủ tục chuyển sinh hoạt.",
    "This person is a member of another union; a transfer is needed.",
)
_SOMEBODY_ELSE = (
    (
        "Số này đã có trong hồ sơ của {name} ({code}), {born}; hàng này ghi {mine}, {mine_born}. "
        "Không ghi đè: hãy kiểm tra lại số."
    ),
    (
        "This number is on record for {name} ({code}), {born}; this row says {mine}, {mine_born}. "
        "Nothing is overwritten: check the number."
    ),
)
_OTHER_NUMBER = (
    (
        "Công đoàn đã có {name} ({code}), {born}, mang số giấy tờ khác. Cùng một người thì sửa số ở hồ sơ; "
        "người khác thì thêm riêng người này."
    ),
    (
        "The union has {name} ({code}), {born}, with another number. "
        "If it is one person, correct the number on record; if not, add this person by hand."
    ),
)
_SEVERAL = (
    "Công đoàn có {n} người cùng họ tên và năm sinh này; hãy ghi số định danh hoặc số thẻ để phân biệt.",
    "The union has {n} people of this name and year of birth; give an ID or card number to tell them apart.",
)
_LEFT_OUT = (
    "Họ tên này vừa được gõ kèm một số đã có hồ sơ, nay bỏ số đi. Người khác thì thêm riêng người này.",
    (
        "This name was typed with a number on record, and the number is left out now. "
        "If it is another person, add them by hand."
    ),
)


class Judge:
    """Judges the rows of a list for somebody who imports it into a unit; `matches` are numbers left to others."""

    def __init__(self, memory: Memory, places: Places, *, workers: bool, by: Account | None) -> None:
        self.memory, self.places, self.workers = memory, places, workers
        self.matches: list[Match] = []
        self.typed = names_typed(places.units)
        self._used: Counter[uuid.UUID] = Counter()
        self._numbers = reach(by, SEE_NUMBER) if by else None
        self._people = reach(by, SEE) if by else None

    def judge(self, row: RosterRow, marks: Marks) -> tuple[uuid.UUID | None, Known | None, Question | None]:
        """The unit of a row, whom it means, and what is to be asked about it."""
        unit = self.places.find(row.unit, row.group)
        if unit is None:
            return None, None, Question(Field.UNIT, row.unit, *_NO_UNIT)
        known, asked = self._workers(row, marks, unit) if self.workers else self._members(row, marks, unit)
        if known and not asked:
            if self._used[known.person]:
                asked = Question(Field.NAME, row.name, *_TWICE)
            self._used[known.person] += 1
        return unit, known, asked

    def _workers(self, row: RosterRow, marks: Marks, unit: uuid.UUID) -> tuple[Known | None, None]:
        """A worker is somebody on record only where the reader could tell without the number."""
        found = self.memory.of_number(marks, self.places.units)
        if found and self._sees(found[0], found[1]) and self._same(found[0], marks):
            return found[0], None
        alike = self._namesakes(marks.spoken, unit)
        return (alike[0] if len(alike) == 1 else None), None

    def _members(self, row: RosterRow, marks: Marks, unit: uuid.UUID) -> tuple[Known | None, Question | None]:
        found = self.memory.of_number(marks, self.places.units)
        alike = self._namesakes(marks.spoken, unit)
        if found is None:
            return self._by_name(row, marks, alike)
        known, number = found
        if not self._sees(known, number):
            if [each.person for each in alike] == [known.person] and not self.memory.contradicts(marks):
                return known, None
            return None, self._left(row, marks, number, known.person)
        return known, self._about(row, marks, known)

    def _about(self, row: RosterRow, marks: Marks, known: Known) -> Question | None:
        """What is to be asked about somebody found by a number, before a reader who may know."""
        if self.memory.contradicts(marks):
            return Question(Field.ID, row.name, *_TWO_PEOPLE)
        if not self._same(known, marks):
            return _told(_SOMEBODY_ELSE, row, self.memory.who[known.person])
        if known.unit is not None and known.unit not in self.places.units:
            return Question(Field.NAME, row.name, *_ELSEWHERE)
        return None

    def _by_name(self, row: RosterRow, marks: Marks, alike: list[Known]) -> tuple[Known | None, Question | None]:
        """A member of the union by name and birth; not where the papers differ, nor where several are meant."""
        if len(alike) > 1:
            vi, en = (text.format(n=len(alike)) for text in _SEVERAL)
            return None, Question(Field.NAME, row.name, vi, en)
        if alike:
            who = self.memory.who[alike[0].person]
            differing = next((n for n in range(_PAPERS) if marks[n] and who.papers[n]), None)
            if differing is None:
                return alike[0], None
            if self._sees(alike[0], differing):
                return None, _told(_OTHER_NUMBER, row, who)
            return None, self._left(row, marks, differing, alike[0].person)
        if marks.spoken.name in self.typed and not any(marks[:_PAPERS]):
            return None, Question(Field.NAME, row.name, *_LEFT_OUT)
        return None, None

    def _namesakes(self, spoken: Spoken, unit: uuid.UUID) -> list[Known]:
        """Members whom a name and birth may mean: those in the row's own unit, else in its union, else in the branch.

        Outside the row's union only a whole day of birth on both sides will do.
        """
        named = self.memory.named.get(spoken.name)
        if named is None:
            return []
        found = [self.memory.known(person) for person in named if births_agree(spoken, self.memory.who[person].spoken)]
        if not found:
            return []
        union = self.places.unions.get(unit, unit)
        whole = [each for each in found if _whole(spoken, self._spoken(each))]
        near = [each for each in found if self._union(each) == union and _dated_alike(spoken, self._spoken(each))]
        own = [each for each in near if each.unit == unit]
        sure = [each for each in near if each in whole]
        return next((some for some in (own, sure, near, whole) if len(some) == 1), near or whole)

    def _spoken(self, known: Known) -> Spoken:
        return self.memory.who[known.person].spoken

    def _union(self, known: Known) -> uuid.UUID | None:
        return self.places.unions.get(known.unit, known.unit) if known.unit else None

    def _same(self, known: Known, marks: Marks) -> bool:
        return one_person(marks.spoken, self._spoken(known))

    def _sees(self, known: Known, number: int) -> bool:
        seen: Reach | None = self._people if number == CARD else self._numbers
        path = self.memory.who[known.person].path
        return seen is None or seen.everything or (path is not None and seen.covers(path))

    def _left(self, row: RosterRow, marks: Marks, number: int, person: uuid.UUID) -> Question:
        mark = marks[number]
        look = mark if isinstance(mark, bytes) else settings.KEYS.look_up(str(mark))
        self.matches.append(Match(person, look, row.name, marks.spoken.name, row.born, row.born_exact))
        return Question(Field.ID, row.name, *_LEFT)


def _whole(one: Spoken, other: Spoken) -> bool:
    return one.born is not None and one.born == other.born and one.exact and other.exact


def _dated_alike(one: Spoken, other: Spoken) -> bool:
    """Births that agree and are known on both sides, or on neither."""
    return (one.born is None) == (other.born is None) and births_agree(one, other)


def _told(texts: tuple[str, str], row: RosterRow, who: Who) -> Question:
    mine = Spoken("", row.born, row.born_exact)
    vi, en = (
        text.format(name=who.name, code=who.code, born=_born(who.spoken, vi), mine=row.name, mine_born=_born(mine, vi))
        for text, vi in zip(texts, (True, False), strict=True)
    )
    return Question(Field.ID, row.name, vi, en)


def _born(spoken: Spoken, vi: bool) -> str:
    if spoken.born is None:
        return "không rõ ngày sinh" if vi else "birth not known"
    day = show_day(spoken.born) if spoken.exact else str(spoken.born.year)
    return f"sinh {day}" if vi else f"born {day}"
