"""What a desk promises and when it works: a dated record that replaces the one before."""

from django.utils.translation import gettext as _

from coso.access.journal import act, held, held_where
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.law import parameter
from coso.lib import clock
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.register.models import Unit
from coso.register.services.guards import require
from coso.voice.clocks import STEPS
from coso.voice.models import DeskRule
from coso.voice.permissions import ANSWER


def publish_rule(
    *,
    unit: Unit,
    read_days: int,
    answer_days: int,
    tell_days: int,
    weekdays: str,
    opens: int,
    closes: int,
    by: Account | None,
) -> DeskRule:
    """Publishes what a desk promises from today on. Raises RefusedError for days longer than anybody may promise."""
    days = {"read_days": read_days, "answer_days": answer_days, "tell_days": tell_days}
    wrong = [reason for name in STEPS.values() for reason in _too_long(name, days[name])]
    if "1" not in weekdays:
        wrong.append(Reason(_("Choose a working day."), "weekdays"))
    if not 0 <= opens < closes <= 24 * 60:
        wrong.append(Reason(_("The day ends after it begins."), "closes"))
    if wrong:
        raise RefusedError(*wrong)
    key, today = new_key(), clock.today()
    facts = {**days, "weekdays": weekdays, "opens": opens, "closes": closes}
    with act(by=by, verb="desk.promise", unit=unit.id) as a:
        here = held(Unit.objects.all(), unit.pk)
        require(by, ANSWER, here)
        before = held_where(DeskRule.objects.filter(unit=here, end=FOREVER))
        same_day = [row for row in before if row.start == today]
        if same_day:
            a.write(DeskRule, {same_day[0].id: facts})
            return DeskRule.objects.get(pk=same_day[0].id)
        a.write(DeskRule, {row.id: {"end": today} for row in before})
        a.write(DeskRule, {key: {"unit_id": here.id, "start": today, **facts}})
    return DeskRule.objects.get(pk=key)


def _too_long(name: str, days: int) -> list[Reason]:
    most = int(parameter(f"voice.longest_{name}").at(clock.today()).number)
    return [] if 1 <= days <= most else [Reason(_("From 1 to {n} days.").format(n=most), name)]
