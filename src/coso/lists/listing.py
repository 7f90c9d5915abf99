"""What a list declares: where its rows come from, its columns, filters, and what is done with many rows at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
Row = TypeVar("Row")
Rows = QuerySet[Any] | Sequence[Any]
Read = Callable[[Any], Any]
AnyColumn = TypeVar("AnyColumn", bound="Column[Any]")

TEXT, DAY, MOMENT, NUMBER, POINTS = "text", "day", "moment", "number", "points"
FIGURES = frozenset({NUMBER, POINTS})


class Pill(NamedTuple):
    """A state: a word, its tone and sign."""

    text: Text
    tone: str = ""
    sign: str = ""

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: what its cells hold, how a page draws them, who may have it.

    `value` is what Excel gets, and what a page shows by its kind: text, day, moment, number, points (in thousandths).
    `words` says what a value means, where it is not shown as it is. `shown` columns stand there unless others are
    chosen; `listed` ones may be chosen at all; `sensitive` ones are marked so in the choice. On a phone `brief` ones
    stand together in a line under the first column, without their labels.

    For the page alone: the address that `link` gives; `pill` (tone, sign); `alert` tells a cell that asks for
    attention; `after` a remark behind the value (Excel has it too); `template` draws what is more than a value, from
    `row`; a `wide` one takes a whole line of a phone. `under` is a column that stands in small letters under this one;
    Excel gives it a place of its own; whoever sees the one sees the other. `buttons` leads to what is done with one
    row: its label is only read aloud, and Excel has no such column.
    """

    key: str
    label: Text
    value: Callable[[Row], Any]
    permission: str = ""
    words: Callable[[Any], str] | None = None
    kind: str = TEXT
    shown: bool = True
    listed: bool = True
    sensitive: bool = False
    brief: bool = False
    link: Callable[[Row], str] | None = None
    pill: Callable[[Row], tuple[str, str] | None] | None = None
    alert: Callable[[Row], bool] | None = None
    after: Callable[[Row], Text | Pill] | None = None
    under: "Column[Row] | None" = None
    template: str = ""
    wide: bool = False
    buttons: bool = False

    def __post_init__(self) -> None:
        if self.under and self.under.permission:
            raise ValueError(f"{self.under.key}: what stands under a column is seen with it")

    @property
    def figures(self) -> bool:
        """Whether its cells stand at the right."""
        return self.kind in FIGURES

    def read(self) -> Callable[[Row], Any]:
        """How cells of the column come about: asked for once for a whole list, in one language."""
        if self.words is None:
            return self.value
        said, value = cache(self.words), self.value
        return lambda row: said(value(row))


@dataclass(frozen=True)
class Filter:
    """A choice above the list; `choices` are (value, text), the first of them, "", shows all."""

    key: str
    label: Text
    choices: Sequence[tuple[str, Any]]
    narrow: Callable[[Any, str], Any]

    def said(self, value: str) -> str:
        """What was asked; nothing if it makes no sense."""
        return value if any(value == key for key, _text in self.choices) else ""


@dataclass(frozen=True)
class Search:
    """The box for words: `narrow` takes the rows and what was typed."""

    label: Text
    narrow: Callable[[Any, str], Any]


@dataclass(frozen=True)
class BulkAction:
    """A button under the list: the ticked rows go by POST to an address, with `value` under the name "what"."""

    label: Text
    address: str
    value: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Bulk:
    """What may be done with many rows: `name` is that of the ticks, `tick` the key of a row or "" where it has none."""

    name: str
    tick: Callable[[Any], str]
    title: Text
    actions: Sequence[BulkAction] = ()


@dataclass(frozen=True)
class Empty:
    """What a list without rows says, and the next step."""

    title: Text
    text: Text = ""
    url: str = ""
    label: Text = ""
    sign: str = "inbox"


NOTHING_FITS = Empty(_("Nothing fits this filter"), _("Take a filter away, or try fewer words."), sign="search")


def same(column: Column[Any]) -> Read:
    """Every reader of the list sees the same in a column."""
    return column.read()


def as_they_are(rows: Sequence[Any]) -> Sequence[Any]:
    """The rows of the database are what the columns read."""
    return rows


@dataclass(frozen=True)
class Listing:
    """A list of one request.

    `rows` are those that the reader sees: a queryset, paged by the values of `order` (fields that together are unique
    and never null; "-" turns one round), or a short list that is already in order, paged by its places.
    `dress` makes of the rows of a page what the columns read, in a fixed number of queries. `may` answers whether the
    reader has the permission of a column, `reading` how this reader's cells of it come about. `kept` are the names in
    the address that filters carry on. `counted` tells how many rows there are below the list: a query of its own.
    `excel` names the file, without it there is none; `excel_at` is the address of a room that writes its own.
    `by_first` says that the rows stand in the order of the first column.
    """

    title: Text
    rows: Rows
    columns: Sequence[Column[Any]]
    order: tuple[str, ...] = ()
    filters: Sequence[Filter] = ()
    search: Search | None = None
    bulk: Bulk | None = None
    dress: Callable[[Sequence[Any]], Sequence[Any]] = as_they_are
    may: Callable[[str], bool] | None = None
    reading: Callable[[Column[Any]], Read] = same
    kept: tuple[str, ...] = ("dv", "ngay")
    counted: bool = True
    size: int = 50
    excel: str = ""
    excel_at: str = ""
    foot: Text = ""
    snug: bool = False
    by_first: bool = False
    nothing_yet: Empty = field(default_factory=lambda: Empty(_("Nothing here yet")))
    nothing_fits: Empty = NOTHING_FITS

    @property
    def ticks(self) -> bool:
        """Whether rows can be ticked: something may be done with them."""
        return self.bulk is not None and bool(self.bulk.actions)

    def offered(self) -> list[Column[Any]]:
        """The columns that this reader may choose."""
        return [each for each in self.columns if each.listed and self._may_have(each)]

    def _may_have(self, column: Column[Any]) -> bool:
        return not column.permission or (self.may is not None and self.may(column.permission))

    def chosen(self, keys: Iterable[str]) -> list[Column[Any]]:
        """The columns asked for, in the order asked; the first one always, and no choice means the usual ones."""
        return choose(keys, self.offered())


def choose(keys: Iterable[str], columns: Sequence[AnyColumn]) -> list[AnyColumn]:
    """Some columns in the order of keys after the first of all, the usual ones where none is named; buttons last."""
    here = {column.key: column for column in columns[1:] if not column.buttons}
    asked = [here[key] for key in dict.fromkeys(keys) if key in here]
    usual = [column for column in here.values() if column.shown]
    return [columns[0], *(asked or usual), *(column for column in columns[1:] if column.buttons)]
