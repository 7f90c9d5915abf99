"""Who acts on a sheet, and what must hold before anybody does."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from coso.access.models import Account
from coso.access.refusals import ForbiddenError, RefusedError
from coso.evaluation.chain import APPRAISE, KINDS, MANAGING, OWN, Chain, chains
from coso.evaluation.models import Sheet
from coso.lib.paths import LABEL, within
from coso.register.kinds import kinds
from coso.register.models import Appointment, Authorisation, Membership, Unit, UnitVersion
from coso.register.sight import may


def managing_unit(unit: Unit, day: dt.date) -> Unit:
    """The union that directly manages a grassroots union on a day.

    A union that acts by authorisation (communes, since 2025) manages only while a written authorisation lasts;
    without it the union above does.
    """
    version = UnitVersion.objects.on(day).filter(unit=unit).select_related("parent").first()
    above: Unit = version.parent if version and version.parent else unit
    own = UnitVersion.objects.on(day).filter(unit=above).select_related("parent").first()
    if own and own.parent and kinds()[own.kind].by_authorisation and not _authorised(above, day):
        above = own.parent
    return above


def _authorised(unit: Unit, day: dt.date) -> bool:
    return any(APPRAISE in row.acts for row in Authorisation.objects.on(day).filter(holder=unit))


def acting_unit(sheet: Sheet, step: str, day: dt.date | None = None) -> Unit:
    """The unit that acts at a step of a sheet."""
    actor = KINDS[step].actor
    unit: Unit = sheet.unit if actor == OWN else sheet.round.unit
    return managing_unit(sheet.unit, day or timezone.localdate()) if actor == MANAGING else unit


def chain_of(sheet: Sheet) -> Chain:
    """The steps that this sheet goes through."""
    return chains(sheet.round)[sheet.track]


def require_step(by: Account | None, sheet: Sheet, step: str) -> None:
    """Raises ForbiddenError or RefusedError unless the sheet stands at the step and the actor may act there."""
    if by is not None and not may(by, KINDS[step].permission, acting_unit(sheet, step)):
        raise ForbiddenError(_("You have no permission for this."))
    if sheet.step != step:
        raise RefusedError(_("The sheet is no longer at this step; load the page again."))
    if step != "self":
        require_stranger(by, sheet.unit)


def require_stranger(by: Account | None, *units: Unit) -> None:
    """Nobody appraises, reviews or decides on the union in which they are a member or hold a post."""
    if by is None:
        return
    today = timezone.localdate()
    member = Membership.objects.on(today).filter(person__user=by.id).values_list("unit__path", flat=True)
    posts = Appointment.objects.on(today).filter(person__user=by.id).values_list("seat__unit__path", flat=True)
    own = [*member, *posts]
    if any(len(unit.path) > LABEL and within(path, unit.path) for unit in units for path in own):
        raise ForbiddenError(_("Nobody appraises their own union; a colleague has to do it."))
