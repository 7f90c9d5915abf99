"""Who appraises a sheet when the reader cannot: told at the head of the page, before anybody has done any work."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from coso.access.models import Account
from coso.access.permissions import permissions
from coso.grading.chain import APPRAISE, KINDS, SELF
from coso.grading.models import Sheet
from coso.grading.services.guards import is_own, managing_unit, typed_for
from coso.lib import clock
from coso.lib.paths import labels
from coso.register.models import Appointment
from coso.register.names import unit_names
from coso.register.visibility import may

NAMED = 3
PERMISSION = KINDS[APPRAISE].permission


def not_by_reader(user: Account, sheet: Sheet) -> str:
    """Why the reader, who appraises otherwise, does not appraise this sheet, and who can; "" where nothing bars it.

    Told from the first page on, not only at the step itself.
    """
    above = managing_unit(sheet.unit, clock.today())
    if sheet.step not in (SELF, APPRAISE) or not may(user, PERMISSION, above):
        return ""
    if is_own(user, sheet.unit):
        why = _("Nobody appraises their own union; a colleague has to do it.")
        return f"{why} {who_else(user, sheet)}"
    if typed_for(user, sheet):
        why = _("You entered this sheet on behalf of the union; a colleague has to appraise it.")
        return f"{why} {who_else(user, sheet)}"
    return entering(user, sheet) if sheet.step == SELF and sheet.entered_for else ""


def entering(user: Account, sheet: Sheet) -> str:
    """What to know before typing for a union: the hand that enters a sheet does not appraise it."""
    why = _("Who enters a sheet on behalf of a union does not appraise it.")
    return f"{why} {who_else(user, sheet)}"


def who_else(user: Account, sheet: Sheet) -> str:
    """The others who can appraise the sheet, in words: those of the nearest unit that has any."""
    held = _others(user, sheet)
    if not held:
        return _("Nobody else can appraise it yet: let another officer be appointed first.")
    unit = unit_names([held[0].seat.unit_id], clock.today()).get(held[0].seat.unit_id, "")
    names = list(dict.fromkeys(each.person.name for each in held if each.seat.unit_id == held[0].seat.unit_id))
    more = ", …" if len(names) > NAMED else ""
    return _("It can be appraised by {names} ({unit}).").format(names=", ".join(names[:NAMED]) + more, unit=unit)


def _others(user: Account, sheet: Sheet) -> Sequence[Appointment]:
    """Who else holds a post that appraises here, the nearest unit first; without those who are barred themselves."""
    above = managing_unit(sheet.unit, clock.today())
    posts = Appointment.objects.on(clock.today()).filter(seat__unit__label__in=labels(above.path))
    able = posts.filter(seat__post__in=permissions()[PERMISSION].posts, person__user__isnull=False)
    rows = able.exclude(person__user=user.pk).select_related("person__user", "seat__unit")
    found = rows.order_by("-seat__unit__path", "person__sort_key", "pk")
    return [each for each in found if not _barred(each.person.user, sheet)]


def _barred(user: Account, sheet: Sheet) -> bool:
    return is_own(user, sheet.unit) or typed_for(user, sheet)
