"""Each column of the list of members, declared once: the list, a person's page and Excel are made from it."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coso.access.models import Account
from coso.indicators.register_figures import REQUIRED
from coso.lib.dates import show_day
from coso.lists import listing as lists
from coso.lists.listing import DAY, choose
from coso.members.reads import Member
from coso.register.visibility import Reach, may, reach

Value = str | dt.date
SEE, CONTACT, NATIONAL_ID = "people.see", "people.see_contact", "people.see_id"
_required = attrgetter(*REQUIRED)


@dataclass(frozen=True)
class Column(lists.Column[Member]):
    """A column of the list, of the file and of a person's page.

    `masked` says what a reader without the permission sees on a person's page; without it the column is left out
    there. `then` tells what holds of the membership on the day: it is shown also of somebody who has left the reader's
    sight since, for whom everything else is a detail of today and stays empty.
    """

    permission: str = SEE
    shown: bool = False
    masked: Callable[[str], str] | None = None
    then: bool = False


@dataclass
class Eyes:
    """What a reader sees of each person: asked of the posts once, then of the place of the person's home."""

    user: Account
    _reaches: dict[str, Reach] = field(default_factory=dict)

    def reach(self, permission: str) -> Reach:
        """Where the reader has a permission."""
        if permission not in self._reaches:
            self._reaches[permission] = reach(self.user, permission)
        return self._reaches[permission]

    def may(self, permission: str, member: Member) -> bool:
        """Whether the reader has a permission for this person."""
        found, home = self.reach(permission), member.person.home
        return found.everything or (home is not None and found.covers(home.path))

    def reading(self, column: Column) -> Callable[[Member], Value]:
        """How this reader's cells of a column come about: asked for once for a whole list, in one language."""
        value = column.read()
        if column.then or self.reach(column.permission).everything:
            return lambda member: value(member) or ""
        return lambda member: (value(member) or "") if self.may(column.permission, member) else ""

    def value(self, column: Column, member: Member) -> Value:
        """The value of a cell; empty where the reader may not see it or nothing is known."""
        return self.reading(column)(member)

    def text(self, column: Column, member: Member) -> str:
        """The value of a cell in words."""
        return as_text(self.value(column, member))


def as_text(value: Value) -> str:
    """A value as a page shows it."""
    return show_day(value) if isinstance(value, dt.date) else value


def _born(member: Member) -> Value | None:
    born = member.person.born
    return born if born is None or member.person.born_exact else str(born.year)


def _sex(female: bool | None) -> str:
    return {True: _("Woman"), False: _("Man"), None: ""}[female]


def _missing(member: Member) -> int:
    """How many of the details that every record should have are not known."""
    details = _required(member.person)
    return details.count(None) + details.count("")


def _record(missing: int) -> str:
    if not missing:
        return _("Complete")
    return ngettext("{n} detail missing", "{n} details missing", missing).format(n=missing)


def _national_id(member: Member) -> str:
    stored = member.person.id_cipher or member.person.old_id_cipher
    return settings.KEYS.decrypt(bytes(stored)) if stored else ""


def _passport(member: Member) -> str:
    stored = member.person.passport_cipher
    return settings.KEYS.decrypt(bytes(stored)) if stored else ""


def mask_phone(phone: str) -> str:
    """A phone number without its middle: 0912345117 → 0912 ••• 117."""
    return f"{phone[:4]} ••• {phone[-3:]}" if len(phone) > 7 else "•••"


def mask_email(email: str) -> str:
    """An address without the name in it: hoa@example.vn → •••@example.vn."""
    return f"•••@{email.rpartition('@')[2]}"


COLUMNS = (
    Column("name", gettext_lazy("Full name"), lambda m: m.person.name, shown=True, then=True),
    Column("born", gettext_lazy("Date of birth"), _born, shown=True, brief=True, kind=DAY),
    Column("sex", gettext_lazy("Sex"), lambda m: m.person.female, words=_sex, shown=True, brief=True),
    Column("union", gettext_lazy("Grassroots union"), lambda m: m.union, shown=True, brief=True, then=True),
    Column("group", gettext_lazy("Union group"), lambda m: m.group, shown=True, brief=True, then=True),
    Column("card", gettext_lazy("Card number"), lambda m: m.person.card, shown=True, brief=True),
    Column("first", gettext_lazy("Joined the union"), lambda m: m.first, shown=True, kind=DAY),
    Column("record", gettext_lazy("Record"), _missing, words=_record, shown=True, alert=lambda m: bool(_missing(m))),
    Column("state", gettext_lazy("State"), lambda m: m.state, brief=True, then=True),
    Column("start", gettext_lazy("In this unit since"), lambda m: m.start, kind=DAY, then=True),
    Column("opened", gettext_lazy("How they came"), lambda m: m.opened, then=True),
    Column("position", gettext_lazy("Job"), lambda m: m.person.position),
    Column("post", gettext_lazy("Union post"), lambda m: ", ".join(m.posts)),
    Column("code", gettext_lazy("Member code"), lambda m: m.person.code),
    Column("phone", gettext_lazy("Phone"), lambda m: m.person.phone, CONTACT, sensitive=True, masked=mask_phone),
    Column("email", gettext_lazy("E-mail"), lambda m: m.person.email, CONTACT, sensitive=True, masked=mask_email),
    Column("national_id", gettext_lazy("National ID"), _national_id, NATIONAL_ID, sensitive=True, listed=False),
    Column("passport", gettext_lazy("Passport"), _passport, NATIONAL_ID, sensitive=True, listed=False),
)
NAME = COLUMNS[0]


def offered(user: Account) -> list[Column]:
    """The columns that the list may show to this reader."""
    return [column for column in COLUMNS if column.listed and may(user, column.permission)]


def exported(keys: Iterable[str], user: Account, *, ids: bool = False) -> list[Column]:
    """The columns of a file: those of the list, and national IDs at the end if they were asked for."""
    extra = [column for column in COLUMNS if ids and not column.listed and may(user, column.permission)]
    return [*choose(keys, offered(user)), *extra]


@dataclass(frozen=True)
class Detail:
    """A line of a person's page."""

    column: Column
    text: str


def details(member: Member, eyes: Eyes) -> list[Detail]:
    """What this reader sees on a person's page: what may not be seen is masked or left out."""
    out = []
    for column in COLUMNS:
        if column is NAME or not column.listed:
            continue
        if eyes.may(column.permission, member):
            out.append(Detail(column, eyes.text(column, member)))
        elif column.masked:
            stored = column.value(member)
            out.append(Detail(column, column.masked(str(stored)) if stored else ""))
    return out
