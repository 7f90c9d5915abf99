"""Posters: made in a batch, replaced where one leaked or hangs wrongly."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from coso.access.journal import act, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.indicators.services import start_coverage
from coso.law import parameter
from coso.lib import clock
from coso.lib.codes import chance_code
from coso.lib.keys import new_key
from coso.register.kinds import kinds
from coso.register.models import Membership, Unit, UnitVersion
from coso.register.services.guards import require
from coso.voice.models import Poster
from coso.voice.permissions import POSTERS
from coso.voice.readers import bases_of

MOST, MARK = 60, 8


def put_up(*, unit: Unit, places: Collection[str], phone: str = "", by: Account | None) -> list[Poster]:
    """Makes a poster for each place of a unit. Raises RefusedError, also for a group too small to hide anybody."""
    wanted = [place.strip()[:120] for place in places if place.strip()] or [""]
    if len(wanted) > MOST:
        raise RefusedError(Reason(_("At most {n} posters at a time.").format(n=MOST), "places"))
    with act(by=by, verb="poster.put_up", unit=unit.id) as a:
        here = held(Unit.objects.all(), unit.pk)
        require(by, POSTERS, here)
        _require_large(here)
        facts = {"unit_id": here.id, "phone": phone.strip(), "opened": clock.today()}
        rows = {new_key(): {**facts, "mark": chance_code(MARK), "place": place} for place in wanted}
        a.write(Poster, rows)
        start_coverage(a, "concerns", dict.fromkeys(bases_of(here), clock.today()))
    found = Poster.objects.filter(pk__in=list(rows))
    return list(found.order_by("pk"))


def _require_large(unit: Unit) -> None:
    version = UnitVersion.objects.on(clock.today()).filter(unit=unit).first()
    if version is None:
        raise RefusedError(_("The unit does not exist on this day."))
    least = int(parameter("voice.poster_least").at(clock.today()).number)
    members = Membership.objects.on(clock.today()).filter(unit=unit)
    if kinds()[version.kind].level == "group" and members.count() < least:
        text = _("A group of under {n} people has no poster of its own: it would tell who spoke. Use the union's.")
        raise RefusedError(text.format(n=least))


def replace(*, poster: Poster, by: Account | None) -> Poster:
    """Closes a poster; its address says where to go. Raises RefusedError."""
    mark = chance_code(MARK)
    with act(by=by, verb="poster.replace", unit=poster.unit_id, subject=poster) as a:
        now = held(Poster.objects.select_related("unit"), poster.pk)
        require(by, POSTERS, now.unit)
        if now.closed:
            raise RefusedError(_("This poster is replaced already."))
        key = new_key()
        facts = {"unit_id": now.unit_id, "place": now.place, "phone": now.phone}
        a.write(Poster, {key: {**facts, "mark": mark, "opened": clock.today()}})
        a.write(Poster, {now.id: {"closed": clock.today(), "next_mark": mark}})
    return Poster.objects.get(pk=key)
