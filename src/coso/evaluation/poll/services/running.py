"""Opening and closing a poll, printing its slips, voiding what was not used."""

import datetime as dt
import uuid

from django.conf import settings
from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.evaluation.models import Meeting, Poll, Sheet, Slip, Tally, WrongTries
from coso.evaluation.poll.questions import question_sets, questions_on
from coso.law import parameter
from coso.lib import clock
from coso.lib.codes import bare, chance_code, grouped
from coso.lib.keys import new_key
from coso.register.models import Membership, Unit
from coso.register.services.gate import lock, require

MARK, SECRET = 4, 8


def members_of(unit: Unit, day: dt.date) -> int:
    """How many members a union has on a day."""
    return Membership.objects.on(day).in_branches([unit.path]).count()


def too_small(members: int, day: dt.date) -> bool:
    """Whether a union is so small that a poll would not be anonymous (R31)."""
    return members < least_members(day)


def least_members(day: dt.date) -> int:
    """From how many members on a poll is anonymous enough (R31)."""
    return int(parameter("poll.min_members").at(day).number)


def look(code: str) -> uuid.UUID:
    """The keyed hash of a code: without the installation's key nobody can try codes on a stolen database."""
    return uuid.UUID(bytes=settings.KEYS.look_up(f"poll-slip {bare(code)}"))


def open_poll(*, sheet: Sheet, last: dt.date, by: Account | None) -> Poll:
    """Opens the one poll of a sheet until a last day. Raises RefusedError in too small a union (R31)."""
    require(by, "evaluation.poll", sheet.unit)
    today = clock.today()
    members = members_of(sheet.unit, today)
    if too_small(members, today):
        text = _("Under {n} members a poll is not anonymous: record a members' meeting instead.")
        raise RefusedError(text.format(n=least_members(today)))
    if last < today:
        raise RefusedError(Reason(_("The last day has passed already."), "last"))
    with act(by=by, verb="poll.open", unit=sheet.unit_id, subject=sheet) as a:
        lock([sheet.unit_id])
        require_none_yet(sheet)
        asked = questions_on(today)
        key = new_key()
        facts = {"sheet_id": sheet.id, "mark": _free_mark(), "questions": asked.code, "members": members}
        a.write(Poll, {key: {**facts, "opened": today, "last": last}})
        answers = [(question.key, answer.key) for question in asked.questions for answer in asked.answers]
        Tally.objects.bulk_create([Tally(poll_id=key, question=q, answer=said) for q, said in answers])
        WrongTries.objects.create(poll_id=key)
    return Poll.objects.get(pk=key)


def require_none_yet(sheet: Sheet) -> None:
    """Raises RefusedError if the sheet has its poll or its meeting, or is not graded at all."""
    if sheet.why_not:
        raise RefusedError(_("This union is not graded this year: there is nothing to ask about."))
    if Poll.objects.filter(sheet=sheet).exists() or Meeting.objects.filter(sheet=sheet).exists():
        raise RefusedError(_("This sheet has its poll or meeting already."))


def _free_mark() -> str:
    mark = chance_code(MARK)
    return _free_mark() if Poll.objects.filter(mark=mark).exists() else mark


def _held(poll: Poll) -> Poll:
    """The poll as it is now, held until the transaction ends; still open or waiting to be closed."""
    now = Poll.objects.select_for_update().get(pk=poll.pk)
    if now.closed:
        raise RefusedError(_("The poll is closed."))
    return now


def print_slips(*, poll: Poll, count: int, by: Account | None) -> list[str]:
    """Makes new slips and returns their codes, which nobody can see again: only hashes are kept.

    There are never more slips in force than members. Raises RefusedError.
    """
    require(by, "evaluation.poll", poll.sheet.unit)
    with act(by=by, verb="poll.print", unit=poll.sheet.unit_id, subject=poll.sheet, reason=str(count)) as a:
        now = _held(poll)
        left = now.members - now.printed
        if now.last < clock.today():
            raise RefusedError(_("The last day of the poll has passed."))
        if not 1 <= count <= left:
            text = _("From 1 to {left} slips can still be printed: one for each member.")
            raise RefusedError(Reason(text.format(left=left), "count"))
        codes = {now.mark + chance_code(SECRET) for _each in range(count)}
        # The rows stand in the order of their hashes, which tells nothing of the order on paper.
        looks = sorted(look(code) for code in codes)
        Slip.objects.bulk_create([Slip(look=each, poll=now) for each in looks], batch_size=500)
        a.write(Poll, {now.id: {"printed": now.printed + len(codes)}})
    return [grouped(code) for code in codes]


def void_slips(*, poll: Poll, why: str, by: Account | None) -> Act:
    """Voids every slip not used, as when some were lost; new ones may be printed. Raises RefusedError.

    It does not say how many: the number would tell how many have answered.
    """
    require(by, "evaluation.poll", poll.sheet.unit)
    if not why.strip():
        raise RefusedError(Reason(_("A reason is needed; the journal keeps it."), "why"))
    with act(by=by, verb="poll.void", unit=poll.sheet.unit_id, subject=poll.sheet, reason=why.strip()) as a:
        now = _held(poll)
        Slip.objects.filter(poll=now, used=False).update(void=True)
        a.write(Poll, {now.id: {"printed": 0}})
    return a


def close_poll(*, poll: Poll, by: Account | None) -> Act:
    """Closes a poll for good: no slip is taken and no paper counted any more. Raises RefusedError."""
    require(by, "evaluation.poll", poll.sheet.unit)
    with act(by=by, verb="poll.close", unit=poll.sheet.unit_id, subject=poll.sheet) as a:
        now = _held(poll)
        a.write(Poll, {now.id: {"closed": clock.today()}})
        _write_anew(now)
        WrongTries.objects.filter(poll=now).delete()
    return a


def _write_anew(poll: Poll) -> None:
    """All slips and counters written at once: what a database notes beside its rows no longer tells who came when."""
    slips = list(Slip.objects.filter(poll=poll).order_by("look"))
    Slip.objects.filter(poll=poll).delete()
    Slip.objects.bulk_create(slips, batch_size=500)
    tallies = list(Tally.objects.filter(poll=poll).order_by("question", "answer"))
    Tally.objects.filter(poll=poll).delete()
    Tally.objects.bulk_create(tallies)


def questions_of(poll: Poll | Meeting) -> list[tuple[str, list[str]]]:
    """The keys of a poll's questions, each with the keys of its answers."""
    asked = question_sets()[poll.questions]
    return [(question.key, [answer.key for answer in asked.answers]) for question in asked.questions]
