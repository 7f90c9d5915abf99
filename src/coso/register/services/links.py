"""What hangs on a unit for a span of days: seats, portfolios, workplaces, areas, authorisations."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping

from coso.access.journal import Act
from coso.lib.dates import FOREVER
from coso.lib.keys import new_key
from coso.register.models import Appointment, Authorisation, Portfolio, Seat, UnitArea, UnitWorkplace
from coso.register.models.dated import Dated
from coso.register.querysets import DatedQuerySet

Units = Collection[uuid.UUID]


def close_rows(a: Act, model: type[Dated], rows: DatedQuerySet, day: dt.date) -> int:
    """Ends dated rows on a day; those that would begin on it or later are taken away."""
    found = rows.filter(end__gt=day).values_list("id", "start")
    return a.write(model, {key: {"end": day} if start < day else None for key, start in found})


def end_seats(a: Act, units: Units, day: dt.date) -> None:
    """Ends on a day the seats of some units, with the appointments to them and what these looked after."""
    close_rows(a, Portfolio, Portfolio.objects.filter(seat__unit__in=units), day)
    close_rows(a, Appointment, Appointment.objects.filter(seat__unit__in=units), day)
    close_rows(a, Seat, Seat.objects.filter(unit__in=units), day)


def end_links(a: Act, units: Units, day: dt.date) -> None:
    """Ends on a day the workplaces, areas, portfolios and authorisations of some units."""
    close_rows(a, UnitWorkplace, UnitWorkplace.objects.filter(unit__in=units), day)
    close_rows(a, UnitArea, UnitArea.objects.filter(unit__in=units), day)
    close_rows(a, Portfolio, Portfolio.objects.filter(unit__in=units), day)
    close_rows(a, Authorisation, Authorisation.objects.filter(holder__in=units), day)
    close_rows(a, Authorisation, Authorisation.objects.filter(giver__in=units), day)


def end_foreign_portfolios(a: Act, parents: Mapping[uuid.UUID, uuid.UUID], day: dt.date) -> None:
    """Unions that stand elsewhere from a day are no longer looked after by officers of where they stood."""
    for unit, parent in parents.items():
        close_rows(a, Portfolio, Portfolio.objects.filter(unit=unit).exclude(seat__unit=parent), day)


def pass_workplaces(a: Act, unit: uuid.UUID, heir: uuid.UUID, day: dt.date) -> None:
    """From a day the heir organises the workers of the unit's workplaces."""
    known = UnitWorkplace.objects.filter(unit=heir, end=FOREVER).values("workplace")
    passed = UnitWorkplace.objects.filter(unit=unit, end__gt=day).exclude(workplace__in=known)
    rows = [(new_key(), heir, place, day, FOREVER) for place in set(passed.values_list("workplace_id", flat=True))]
    a.create(UnitWorkplace, ["id", "unit_id", "workplace_id", "start", "end"], rows)


def pass_areas(a: Act, unit: uuid.UUID, heir: uuid.UUID, day: dt.date) -> None:
    """From a day the heir covers the unit's communes."""
    known = UnitArea.objects.filter(unit=heir, end=FOREVER).values("area_key")
    passed = UnitArea.objects.filter(unit=unit, end__gt=day).exclude(area_key__in=known)
    names = dict(passed.values_list("area_key", "area"))
    rows = [(new_key(), heir, area, key, day, FOREVER) for key, area in names.items()]
    a.create(UnitArea, ["id", "unit_id", "area", "area_key", "start", "end"], rows)
