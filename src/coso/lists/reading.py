"""What an address asks of a list."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from coso.lists.listing import Column, Listing, Read, Rows
from coso.lists.paging import Page, page_of, part_of

WORDS, COLUMNS, AFTER, BEFORE = "q", "cot", "sau", "truoc"
LONGEST = 100


class Asked:
    """A list with the filters, columns and page that an address asks for; templates draw it."""

    def __init__(self, listing: Listing, query: QueryDict) -> None:
        self.listing, self.query = listing, query
        self.words = query.get(WORDS, "").strip()[:LONGEST] if listing.search else ""
        self.values: Mapping[str, str] = {each.key: each.said(query.get(each.key, "")) for each in listing.filters}
        self.columns = listing.offered()
        self.shown = listing.chosen(query.getlist(COLUMNS))

    @property
    def narrowed(self) -> bool:
        """Whether fewer rows than all were asked for."""
        return bool(self.words) or any(self.values.values())

    @cached_property
    def rows_asked(self) -> Rows:
        """All that the filters show, in no order."""
        rows = self.listing.rows
        for each in self.listing.filters:
            if value := self.values[each.key]:
                rows = each.narrow(rows, value)
        return self.listing.search.narrow(rows, self.words) if self.listing.search and self.words else rows

    @cached_property
    def page(self) -> Page:
        """The page asked for."""
        keys = {"after": self.query.get(AFTER, ""), "before": self.query.get(BEFORE, "")}
        rows, size = self.rows_asked, self.listing.size
        if isinstance(rows, QuerySet):
            return page_of(rows, self.listing.order, size=size, **keys)
        return part_of(rows, size=size, **keys)

    @cached_property
    def rows(self) -> list[Any]:
        """The rows of the page as the columns read them."""
        return list(self.listing.dress(self.page.rows)) if self.page.rows else []

    @cached_property
    def count(self) -> int:
        """How many rows the filters show."""
        rows = self.rows_asked
        return rows.count() if isinstance(rows, QuerySet) else len(rows)

    def reading(self, column: Column[Any]) -> Read:
        """How this reader's cells of a column come about."""
        return self.listing.reading(column)

    # ── for the forms above and below ──

    @property
    def bar(self) -> bool:
        """Whether something stands above the list."""
        return bool(self.listing.filters or self.listing.search or (self.rows and (self.excel or self.choices)))

    @property
    def choices(self) -> bool:
        """Whether there are columns to choose."""
        return sum(not each.buttons for each in self.columns) > 2

    @property
    def boxes(self) -> list[tuple[Any, str]]:
        """The filters, each with what is chosen."""
        return [(each, self.values[each.key]) for each in self.listing.filters]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of filters carries on."""
        return [(name, value) for name in self.listing.kept if (value := self.query.get(name, ""))]

    @property
    def whole(self) -> list[tuple[str, str]]:
        """The list with its filters, for a form that acts on all of it."""
        asked = [(WORDS, self.words), *self.values.items()]
        return [*self.kept, *((name, value) for name, value in asked if value)]

    def address(self, **changes: str) -> str:
        """The query of this list with changes; "" takes away."""
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"?{query.urlencode()}"

    @property
    def unfiltered(self) -> str:
        """The query of the list without its filters."""
        return self.address(**dict.fromkeys((WORDS, AFTER, BEFORE, *self.values), ""))

    @property
    def usual(self) -> str:
        """The query of the list with its usual columns."""
        return self.address(**{COLUMNS: ""})

    @property
    def excel(self) -> str:
        """Where the file of this list is had; "" where there is none."""
        if not self.listing.excel:
            return ""
        if self.listing.excel_at:
            return self.listing.excel_at + self.address(**{AFTER: "", BEFORE: ""})
        return self.address(**{AFTER: "", BEFORE: "", "dang": "excel"})
