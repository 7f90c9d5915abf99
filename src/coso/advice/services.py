"""Recording advice and closing a case."""

import datetime as dt

from django.utils.translation import gettext as _

from coso.access.journal import act, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.advice.models import FIELDS, OUTCOMES, WAYS, Advice
from coso.advice.permissions import KEEP
from coso.indicators.services import start_coverage
from coso.lib import clock
from coso.lib.keys import new_key
from coso.register.kinds import BASE
from coso.register.models import Unit, UnitVersion
from coso.register.services.guards import require, require_past

KIND_OF_RECORD = "advice"


def log_advice(*, unit: Unit, day: dt.date, field: str, way: str, people: int, by: Account | None) -> Advice:
    """Records advice given at a grassroots union. Raises RefusedError."""
    require_past(day)
    if field not in FIELDS or way not in WAYS:
        raise RefusedError(_("Choose the field and the way."))
    if people < 1:
        raise RefusedError(Reason(_("At least one person was advised."), "people"))
    key = new_key()
    with act(by=by, verb="advice.log", unit=unit.id) as a:
        here = held(Unit.objects.all(), unit.pk)
        require(by, KEEP, here)
        if not UnitVersion.objects.on(day).filter(unit=here, kind=BASE).exists():
            raise RefusedError(Reason(_("On this day it was no grassroots union."), "day"))
        facts = {"unit_id": here.id, "day": day, "field": field, "way": way, "people": people}
        a.write(Advice, {key: facts})
        start_coverage(a, KIND_OF_RECORD, {here.id: day})
    return Advice.objects.get(pk=key)


def close_advice(*, advice: Advice, outcome: str, by: Account | None) -> None:
    """Closes a case with what came of it. Raises RefusedError, StaleError if somebody wrote in between."""
    if outcome not in OUTCOMES:
        raise RefusedError(Reason(_("Say what came of it."), "outcome"))
    with act(by=by, verb="advice.close", unit=advice.unit_id, subject=advice) as a:
        now = held(Advice.objects.select_related("unit"), advice.pk)
        require(by, KEEP, now.unit)
        if not now.is_open:
            raise RefusedError(_("This case is closed already."))
        a.write(Advice, {now.id: {"outcome": outcome, "closed": clock.today()}})
