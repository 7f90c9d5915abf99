"""Confirming with one tap that a notice was passed on: twice is once; a slip of the thumb is taken back."""

from django.utils.translation import gettext as _

from coso.access.journal import act, held
from coso.access.journal.undo import undo
from coso.access.models import Account, Action
from coso.access.refusals import RefusedError
from coso.duties.services import close_duties
from coso.lib import clock
from coso.notices.duties import PASS_ON
from coso.notices.models import Addressee
from coso.notices.permissions import CONFIRM
from coso.register.services.guards import require


class _DoneAlreadyError(Exception):
    pass


def confirm(*, addressee: Addressee, by: Account | None) -> bool:
    """Somebody says that a unit has passed a notice on. Returns False where it was said before. Raises RefusedError."""
    try:
        with act(by=by, verb="notice.confirm", unit=addressee.unit_id, reason=addressee.notice.title) as a:
            now = held(Addressee.objects.select_related("unit", "notice"), addressee.pk)
            require(by, CONFIRM, now.unit)
            if now.confirmed:
                raise _DoneAlreadyError
            if now.notice.taken_back:
                raise RefusedError(_("The notice was taken back meanwhile: {why}").format(why=now.notice.why))
            if now.notice.closed:
                raise RefusedError(_("This notice is closed; nobody is asked for it any more."))
            a.write(Addressee, {now.id: {"confirmed": clock.today(), "confirmed_by": by.pk if by else None}})
            close_duties(a, PASS_ON, [now.id], by)
    except _DoneAlreadyError:
        return False
    return True


def unconfirm(*, addressee: Addressee, by: Account) -> None:
    """Takes a confirmation back that was tapped by mistake. Raises RefusedError, StaleError, BlockedError."""
    taps = Action.objects.filter(verb="notice.confirm")
    last = taps.filter(pk=addressee.act).first() if addressee.act and addressee.confirmed else None
    if last is None:
        raise RefusedError(_("There is nothing to take back."))
    undo(action=last, reason=_("Tapped by mistake."), by=by)
