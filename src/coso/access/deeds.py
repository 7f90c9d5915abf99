"""What each verb of the journal stands for: its words, and the right to do the deed and to take it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.access.models import Account, Action
from coso.access.permissions import by_key, permissions
from coso.access.refusals import ForbiddenError

Rule = Callable[[Account, Action, str], None]


def by_the_system(by: Account, action: Action, permission: str) -> None:
    """What no person does, no person takes back: raises ForbiddenError."""
    raise ForbiddenError(_("You have no permission for this."))


def by_the_administrator(by: Account, action: Action, permission: str) -> None:
    """Raises ForbiddenError unless the account runs the machine."""
    if not by.runs_machine:
        raise ForbiddenError(_("You have no permission for this."))


OF_NO_POST: tuple[Rule, ...] = (by_the_system, by_the_administrator)


@dataclass(frozen=True)
class Deed:
    """A verb of the journal. `rule` raises ForbiddenError unless somebody has the permission at the deed's place.

    The place is where the service itself asks: the unit of the entry, the managing union, the unit of the round. What
    else bars somebody from the deed, such as being of the union that is appraised, belongs to the rule too. `read` puts
    a reason that the service itself wrote into the reader's language.
    """

    key: str
    text: str | Promise
    permission: str = ""
    rule: Rule = by_the_system
    read: Callable[[str], str] = str


DEEDS = [Deed("action.undo", gettext_lazy("Took an entry back"))]


@cache
def deeds() -> Mapping[str, Deed]:
    """Every declared deed by verb. Raises ValueError on a doubled verb, KeyError on an unknown permission."""
    found: dict[str, Deed] = by_key("deeds", "DEEDS")
    for deed in found.values():
        if (deed.permission or deed.rule not in OF_NO_POST) and deed.permission not in permissions():
            raise KeyError(f"{deed.key}: {deed.permission}")
    return found


def require_right(by: Account | None, action: Action) -> None:
    """Raises ForbiddenError unless the actor could do now what the action did. The system itself (None) may."""
    if by is None:
        return
    deed = deeds().get(action.verb, Deed(action.verb, action.verb))
    deed.rule(by, action, deed.permission)


def has_right(by: Account, action: Action) -> bool:
    """Whether somebody could do now what the action did."""
    try:
        require_right(by, action)
    except ForbiddenError:
        return False
    return True


def verb_text(verb: str) -> str:
    """A verb in the reader's language; one without words stands as it is."""
    return str(deeds()[verb].text) if verb in deeds() else verb


def reason_text(action: Action) -> str:
    """The reason of an action as a reader is told it."""
    return deeds()[action.verb].read(action.reason) if action.verb in deeds() else action.reason
