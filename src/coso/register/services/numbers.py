"""A number of an identity paper belongs to one person; a second one is refused without giving the first away."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.utils.translation import gettext as _

from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.lib.text import fold
from coso.register.models import Person, Unit
from coso.register.services.matches import Match, keep_matches, left_to_others
from coso.register.visibility import may

NUMBERS = (("national_id", "id"), ("old_id", "old_id"), ("passport", "passport"))
SEE_NUMBER = "people.see_id"
_CONSTRAINED = tuple(f"{paper}_look" for _name, paper in NUMBERS) + tuple(
    f"person_one_{paper}" for _n, paper in NUMBERS
)


def require_own_number(
    values: Mapping[str, Any], unit: Unit | None, by: Account | None, *, but: Person | None = None
) -> None:
    """Raises RefusedError if somebody else on record has one of the numbers.

    Whoever may see numbers where the other is learns who it is. Nobody else learns more than that the union above
    settles it; that is limited per day, kept in the journal, and handed to the union above.
    """
    for name, _column in NUMBERS:
        number = values.get(name)
        found = Person.objects.with_number(number).select_related("home") if number else Person.objects.none()
        other = (found.exclude(pk=but.pk) if but else found).first()
        if other and number:
            field = "passport" if name == "passport" else "national_id"
            raise RefusedError(Reason(_told(other, number, values, unit or other.home, by, but), field))


def sees_number(by: Account | None, home: Unit | None) -> bool:
    """Whether somebody may know whose number one is, at the place of that person."""
    return by is None or (home is not None and may(by, SEE_NUMBER, home))


def _told(
    other: Person, number: str, values: Mapping[str, Any], unit: Unit | None, by: Account | None, but: Person | None
) -> str:
    seen = sees_number(by, other.home)
    name = str(values.get("name") or (but.name if but else ""))
    born, exact = values.get("born", but.born if but else None), values.get("born_exact", True)
    match = Match(other.id, settings.KEYS.look_up(number), name, fold(name), born, exact)
    if unit and by:
        keep_matches([match], unit=unit, by=by, limited=not seen, asked=not seen)
    if seen:
        text = _("{name} ({code}) has this number: open that page and move or admit the person.")
        return text.format(name=other.name, code=other.code)
    return left_to_others()


@contextmanager
def own_numbers(
    values: Mapping[str, Any], unit: Unit | None, by: Account | None, *, but: Person | None = None
) -> Iterator[None]:
    """Around the action that writes a person: a number that somebody else wrote meanwhile is refused like a known one.

    Raises RefusedError.
    """
    require_own_number(values, unit, by, but=but)
    try:
        yield
    except IntegrityError as lost:
        if not is_about_numbers(lost):
            raise
        require_own_number(values, unit, by, but=but)
        raise RefusedError(Reason(left_to_others(), "national_id")) from lost


def is_about_numbers(lost: IntegrityError) -> bool:
    """Whether what the database refused is a second person of one number."""
    return any(name in str(lost) for name in _CONSTRAINED)
