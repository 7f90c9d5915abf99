"""Finding somebody by the number of an identity paper: a look that the journal keeps, without the number."""

from coso.access.journal import act
from coso.access.models import Account
from coso.members.columns import NATIONAL_ID
from coso.members.filters import top_unit
from coso.register.models import Person
from coso.register.services.guards import require
from coso.register.visibility import reach


def find_holders(*, number: str, by: Account) -> list[Person]:
    """The people with this number of whom the reader may see it; usually one or none. Raises ForbiddenError."""
    require(by, NATIONAL_ID)
    seen = reach(by, NATIONAL_ID)
    rows = Person.objects.with_number(number).select_related("home")
    found = [p for p in rows if seen.everything or (p.home and seen.covers(p.home.path))]
    unit = found[0].home if found else top_unit(by, NATIONAL_ID)
    with act(by=by, verb="person.find_id", unit=unit.id if unit else None, subject=next(iter(found), None)):
        pass
    return found
