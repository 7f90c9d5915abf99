"""Where an agreement has its articles and clauses: parts of the text, each with its number and what stands above it."""

import itertools
import re
from dataclasses import dataclass, field

from coso.agreements.plain import Plain, plain

WRAPPED = 45  # signs from which a line without a stop may go on in the next
_GAP = r"\s*[.,:\-)/]*\s*"
_ARTICLE = re.compile(
    r"^\W*(?:dieu|deu|đieu)\s*(?:thu\s+)?(\d{1,3}|[ivx]{1,6}|nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi)\b" + _GAP
)
_REFERS = re.compile(
    r"^(?:\W*)(?:bo luat|luat|nghi dinh|cua|nay|khoan|diem|va|,|thong tu|thoa uoc (?:nay|lao dong)|noi quy|den dieu"
    r"|tren|thi)\b"
)
_REFERRED = re.compile(r"(?:\b(?:theo|tai|quy dinh tai|cua|va|khoan \d+,?|diem [a-z],?|den|,))$")
_CHAPTER = re.compile(r"^\W*(?:chuong|phan|muc)\s+(?:\d{1,2}|[ivx]{1,5}|thu [a-z]+)\b" + _GAP)
_ROMAN = re.compile(r"^([ivx]{1,5})\s*[.)/\-:]\s+(?=\S)")
_NUMBER = re.compile(
    r"^(?:khoan\s+)?(\d{1,2}(?:\.\d{1,2})+)\.?\s*[.)/:]?\s+(?=\S)|^(?:khoan\s+)?\(?(\d{1,2})\s*[.)/:]\s*(?=[^\d\s/])|^khoan\s+(\d{1,2})\b[.:]?\s+"
)
_LETTER = re.compile(r"^(?:diem\s+)?\(?([a-hk-z])\s*[).,/:]\s*(?=\S)")
_BULLET = re.compile(r"^(?:[-+*•·▪●○►✓>]|o(?= [A-ZĐ]))\s*(?=\S)")
_TABBED = "\t"
_ROW = re.compile(r"^\(?(\d{1,2})[.)]? (?=[a-z])")
_ALONE = re.compile(r"^\(?(\d{1,2})[.)]?$")
_PAGE = re.compile(r"^(?:trang\s*\d+(?:\s*(?:/|tren)\s*\d+)?|-\s*\d{1,3}\s*-|\d{1,3}\s*/\s*\d{1,3}|page \d+.*)$")
_INLINE = re.compile(
    r"(?<=[.;:])[ \t]+(?=(?:\d{1,2}|[a-hk-zđ])[.)/][ \t]+[^\W\d_])|(?<=[.;:])[ \t]+(?=[ĐD]i[ềe]u\s+\d{1,3}\s*[.:\-])"
    r"|(?<=[.;:])[ \t]+(?=\d{1,2}\.\d{1,2}\.?[ \t]+[^\W\d_])"
)
_SIGNED = re.compile(r"^(?:dai dien|tm\.?|thay mat|chu tich cong doan|giam doc|tong giam doc|noi nhan)\b[^.]{0,90}$")
_FIGURE = re.compile(
    r"[\W\d]*\d[\d.,]*\s*(?:%|d|dong|k|nghin|ngan|trieu|tr|ngay|gio|lan|phut|thang|nam|lan)?"
    r"(?:\s*(?:dong|luong|lam viec))?(?:\s*/\s*[a-z]+(?: lam viec)?)*[.,;]?"
)
_WORDS = {
    "nhat": "1",
    "hai": "2",
    "ba": "3",
    "tu": "4",
    "nam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
    "muoi": "10",
}


@dataclass(slots=True)
class Part:
    """A clause or a paragraph: its numbers, its span in the text, and the words above it, nearest last."""

    article: str | None
    clause: str | None
    start: int
    end: int
    above: tuple[str, ...] = ()
    title: str = ""
    heading: bool = False


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    plain: Plain
    after_blank: bool
    first: str = ""
    tabbed: bool = False

    @property
    def text(self) -> str:
        return self.plain.text


@dataclass(slots=True)
class _State:
    """Where in the agreement the reading is."""

    article: str | None = None
    number: str | None = None
    letter: str | None = None
    chapter: str = ""
    title: str = ""
    lead: str = ""
    letter_lead: str = ""
    row: str | None = None
    row_used: bool = False
    parts: list[Part] = field(default_factory=list)

    @property
    def clause(self) -> str | None:
        if self.row:
            return self.row
        return ".".join(filter(None, (self.number, self.letter))) or None


def parts_of(text: str) -> list[Part]:
    """The parts of an agreement in their order; what stands before its first article is left out."""
    lines = [line for line in _lines(text) if not _PAGE.fullmatch(line.text)]
    articles = any(_is_article(line.text, "") for line in lines)
    state = _State()
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else None
        _take(state, line, before, articles=articles)
    parts = [part for part in state.parts if part.article is not None or not articles]
    return [part for part in parts if text[part.start : part.end].strip()]


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    blank = False
    for match in re.finditer(r"[^\n\r\x0b\x0c\u2028]+", text):
        if not match.group().strip(" \t|\u00a0"):
            blank = True
            continue
        for start, end in _pieces(match.group(), match.start()):
            found.append(_Line(start, end, plain(text, start, end), blank, text[start], _TABBED in text[start:end]))
            blank = False
    return found


def _pieces(line: str, at: int) -> list[tuple[int, int]]:
    """A line cut where clauses stand behind one another on it, without blanks around."""
    cuts = [0, *(cut.end() for cut in _INLINE.finditer(line)), len(line)]
    spans = [(a, b) for a, b in itertools.pairwise(cuts)]
    found = []
    for a, b in spans:
        inner = line[a:b].strip(" \t|\u00a0\ufeff")
        if inner:
            start = at + a + line[a:b].index(inner)
            found.append((start, start + len(inner)))
    return found


def _is_article(line: str, before: str) -> re.Match[str] | None:
    found = _ARTICLE.match(line)
    if not found or _REFERS.match(line[found.end() :]) or _REFERRED.search(before):
        return None
    return found


def _take(state: _State, line: _Line, before: _Line | None, *, articles: bool) -> None:
    words = line.text
    if found := _is_article(words, before.text if before else ""):
        _open_article(state, line, found)
    elif found := _CHAPTER.match(words):
        state.chapter, state.title, state.lead, state.letter_lead = words[found.end() :], "", "", ""
        state.number = state.letter = state.row = None
    elif not articles and (found := _ROMAN.match(words)):
        _open_article(state, line, found)
    elif _goes_on(state, line, before):
        state.parts[-1].end = line.end
        _remember(state, line)
    elif found := _ALONE.match(words):
        state.row, state.row_used = found.group(1), False
    else:
        _open_clause(state, line)
        _remember(state, line)


def _open_article(state: _State, line: _Line, found: re.Match[str]) -> None:
    number = found.group(1)
    state.article = _WORDS.get(number, number)
    state.number = state.letter = state.row = None
    state.title, state.lead, state.letter_lead = line.text[found.end() :], "", ""
    start = line.plain.begins[found.end()] if found.end() < len(line.text) else line.end
    state.parts.append(Part(state.article, None, start, line.end, (state.chapter,), state.title, heading=True))


def _goes_on(state: _State, line: _Line, before: _Line | None) -> bool:
    """Whether a line goes on with the part before it: a wrapped line, or the figure of a row of a table."""
    if not state.parts or before is None or _ALONE.match(before.text):
        return False
    if is_figure(line.text):
        return not is_figure(before.text) and before.text[-1:] not in ".;"
    if line.tabbed or before.text[-1:] in ".;:!?" or is_figure(before.text) or _marker(line.text):
        return False
    if line.first.islower() or line.first in "(,%/":
        return not _is_bare_title(state, before) or len(before.text) >= WRAPPED
    return len(before.text) >= WRAPPED and not line.after_blank


def _is_bare_title(state: _State, before: _Line) -> bool:
    return state.parts[-1].heading and state.parts[-1].end == before.end


def is_figure(words: str) -> bool:
    """Whether a line is a number with its unit and nothing else, as a cell of a table is."""
    return bool(_FIGURE.fullmatch(words)) and not _ALONE.match(words)


def _marker(words: str) -> bool:
    return any(each.match(words) for each in (_NUMBER, _LETTER, _BULLET, _ALONE))


def _open_clause(state: _State, line: _Line) -> None:
    words, start = line.text, 0
    if found := _NUMBER.match(words):
        state.number, state.letter = next(filter(None, found.groups())), None
        start = found.end()
        state.lead = state.letter_lead = ""
        state.row = None
    elif line.tabbed and (found := _ROW.match(words)):
        state.row, state.row_used, start = found.group(1), True, found.end()
    elif found := _LETTER.match(words):
        state.letter, start = found.group(1), found.end()
        state.letter_lead = ""
        state.row = None
    elif found := _BULLET.match(words):
        start = found.end()
    elif not state.row_used:
        state.row_used = state.row is not None
    else:
        state.row, state.row_used = None, False
    above = (state.chapter, state.title, state.lead, state.letter_lead)
    begin = line.plain.begins[start] if start < len(words) else line.end
    state.parts.append(Part(state.article, state.clause, begin, line.end, above, state.title))


def _remember(state: _State, line: _Line) -> None:
    """Keeps the words that lead in what follows: "… như sau:"."""
    part = state.parts[-1]
    if part.heading:
        state.title = f"{state.title} {line.text}" if part.end == line.end and part.start != line.start else state.title
    elif state.letter and _LETTER.match(line.text):
        state.letter_lead = line.text
    elif not state.letter and not _BULLET.match(line.text):
        state.lead = line.text if not (line.first.islower() and state.lead) else f"{state.lead} {line.text}"
