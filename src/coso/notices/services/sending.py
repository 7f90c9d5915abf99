"""Sending a notice down the tree, reminding those who did not confirm, taking it back."""

import datetime as dt
import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from coso.access.journal import Act, act, expect, held, held_where
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.duties.models import Duty
from coso.duties.services import open_duties
from coso.indicators.services import start_coverage
from coso.law import parameter
from coso.lib import clock
from coso.lib.keys import new_key
from coso.lib.paths import within
from coso.lib.text import legible
from coso.notices.duties import PASS_ON
from coso.notices.models import Addressee, Notice
from coso.notices.permissions import SEND
from coso.notices.services.announcing import announce
from coso.notices.whom import SIZES, Place, Whom, addressed, sector_words
from coso.papers.models import Attachment
from coso.register.models import Unit
from coso.register.querysets import branches
from coso.register.services.guards import require, require_near

LONGEST = 6000
NOTICES = "notices"  # the kind of record that a union keeps from the first notice on
COLUMNS = ["id", "notice_id", "unit_id", "level", "counted", "confirmed", "confirmed_by", "reminded", "reminders"]


def send(
    *,
    unit: Unit,
    whom: Whom,
    title: str,
    text: str,
    last: dt.date,
    file: Attachment | None = None,
    by: Account | None,
) -> Notice:
    """Sends a notice; its addressees are fixed, and each owes a confirmation by the last day. Raises RefusedError."""
    key, said = new_key(), legible(text)
    _check(title, said, last)
    with act(by=by, verb="notice.send", unit=unit.id, reason=title.strip()) as a:
        here = held(Unit.objects.all(), unit.pk)
        require(by, SEND, here, whom.branch)
        places = _places(here, whom)
        facts = {"unit_id": here.id, "branch_id": whom.branch.id, "sector": whom.sector, "size": whom.size}
        facts |= {
            "title": title.strip(),
            "text": said,
            "file_id": file.pk if file else None,
            "sent": clock.today(),
            "last": last,
        }
        a.write(Notice, {key: facts})
        address(a, key, places, last)
        announce(a, Addressee.objects.filter(notice=key))
    return Notice.objects.get(pk=key)


def _check(title: str, text: str, last: dt.date) -> None:
    wrong = []
    if not title.strip():
        wrong.append(Reason(_("A notice needs a title."), "title"))
    if not text:
        wrong.append(Reason(_("Please write what is to be passed on."), "text"))
    if len(text) > LONGEST:
        wrong.append(Reason(_("At most {n} letters fit; attach the rest as a file.").format(n=LONGEST), "text"))
    if last < clock.today():
        wrong.append(Reason(_("The last day to confirm has passed already."), "last"))
    if wrong:
        raise RefusedError(*wrong)
    require_near(last, "last")


def _places(sender: Unit, whom: Whom) -> list[Place]:
    """To whom it goes. Raises RefusedError where a part of the address is not known or nobody is left."""
    if not within(whom.branch.path, sender.path):
        raise RefusedError(Reason(_("This unit does not stand below the one that sends."), "branch"))
    if whom.sector and whom.sector not in sector_words():
        raise RefusedError(Reason(_("This sector is not known."), "sector"))
    if whom.size and whom.size not in SIZES:
        raise RefusedError(Reason(_("This size is not known."), "size"))
    places = addressed(sender, whom, clock.today())
    if not places:
        raise RefusedError(Reason(_("Nobody would get it: no union and no group fits."), "branch"))
    return places


def address(a: Act, notice: uuid.UUID, places: list[Place], last: dt.date, begun: dt.date | None = None) -> None:
    """Writes the addressees of a notice with what each owes; from the first one on, its union keeps this record."""
    keyed = [(new_key(), place) for place in places]
    rows = ((key, notice, place.unit, place.level, place.counted, None, None, None, 0) for key, place in keyed)
    a.create(Addressee, COLUMNS, rows)
    open_duties(a, PASS_ON, ((place.unit, key, last) for key, place in keyed))
    start_coverage(a, NOTICES, {place.base: begun or clock.today() for place in places if place.base})


def remind(*, notice: Notice, branch: Unit, by: Account | None) -> int:
    """Asks those of a branch again who did not confirm, once a day. Returns how many. Raises RefusedError."""
    with act(by=by, verb="notice.remind", unit=branch.id, subject=notice, reason=notice.title) as a:
        now = held(Notice.objects.select_related("unit"), notice.pk)
        require(by, SEND, branch)
        _require_open(now)
        rows = held_where(to_remind(now, branch))
        if not rows:
            raise RefusedError(_("Nobody is left to be reminded today."))
        today = clock.today()
        a.write(Addressee, {row.id: {"reminded": today, "reminders": row.reminders + 1} for row in rows})
        announce(a, Addressee.objects.filter(notice=now, act=a.id))
    return len(rows)


def to_remind(notice: Notice, branch: Unit) -> QuerySet[Addressee]:
    """Those of a branch who did not confirm and were not reminded today."""
    waiting = notice.addressees.filter(branches("unit__path", [branch.path]), confirmed=None)
    return waiting.filter(Q(reminded=None) | Q(reminded__lt=clock.today()))


def _require_open(notice: Notice) -> None:
    if notice.closed:
        raise RefusedError(_("This notice is closed; nobody is asked for it any more."))


def take_back(*, notice: Notice, seen: str = "", why: str, by: Account | None) -> None:
    """Takes a notice back with a reason that everybody who got it reads. Raises RefusedError, StaleError."""
    reason = legible(why)[:300]
    if not reason:
        raise RefusedError(Reason(_("Say why; everybody who got the notice reads it."), "why"))
    with act(by=by, verb="notice.take_back", unit=notice.unit_id, subject=notice, reason=reason) as a:
        now = held(Notice.objects.select_related("unit"), notice.pk)
        expect(now, seen)
        require(by, SEND, now.unit)
        _require_open(now)
        _close(a, [now], reason, _("The notice was taken back."))


def close_old() -> None:
    """Closes the notices that nobody confirmed long past their day: who never does is not asked for ever."""
    today = clock.today()
    past = today - dt.timedelta(days=int(parameter("notices.chase_days").at(today).number))
    if not Notice.objects.filter(closed=None, last__lt=past).exists():
        return
    with act(by=None, verb="notice.close") as a:
        _close(a, held_where(Notice.objects.filter(closed=None, last__lt=past)), "", _("Its day is long past."))


def _close(a: Act, notices: list[Notice], why: str, dropped: str) -> None:
    waiting = Addressee.objects.filter(notice__in=notices, confirmed=None)
    owed = held_where(Duty.objects.still_open().filter(kind=PASS_ON, subject__in=waiting.values("pk")).only("id"))
    a.write(Duty, {duty.id: {"dropped_why": dropped} for duty in owed})
    a.write(Notice, {notice.id: {"closed": clock.today(), "why": why} for notice in notices})
