"""What came of each point, written while the session goes on."""

from django.utils.translation import gettext as _

from coso.access.journal import StaleError, act, held
from coso.access.models import Account
from coso.access.refusals import RefusedError
from coso.dialogue.models import HELD, OUTCOMES, Item
from coso.dialogue.services.sessions import held_session
from coso.lib.text import legible

LONGEST = 5000


def record(*, item: Item, said: str, outcome: str, by: Account | None) -> Item:
    """Writes what was said to a point and what came of it. Raises RefusedError, StaleError."""
    if outcome not in OUTCOMES:
        raise RefusedError(_("Choose from the list."))
    with act(by=by, verb="dialogue.record", unit=item.session.unit_id, subject=item.session) as a:
        held_session(item.session, by, HELD)
        now = held(Item.objects.all(), item.pk)
        if now.act != item.act:
            raise StaleError(None)
        a.write(Item, {now.id: {"said": legible(said)[:LONGEST], "outcome": outcome}})
    return Item.objects.select_related("session__unit").get(pk=item.pk)
