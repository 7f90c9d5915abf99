"""A slip answers, once. Nothing here knows who asks, writes a time, or keeps a ballot."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from coso.access.refusals import Reason, RefusedError
from coso.evaluation.models import Poll, Slip, Tally, WrongTries
from coso.evaluation.poll.services.running import MARK, look, questions_of
from coso.law import parameter
from coso.lib import clock
from coso.lib.codes import bare


@dataclass(frozen=True)
class Found:
    """A poll that takes the slip offered, and the code as it was made."""

    poll: Poll
    code: str


def find_slip(*, code: str) -> Found:
    """The poll of a good slip. Raises RefusedError for a wrong, used or voided one, and when the poll is not open."""
    said = bare(code)
    poll = Poll.objects.filter(mark=said[:MARK]).select_related("sheet__unit", "sheet__round__rubric").first()
    if poll is None:
        raise _unknown()
    _require_open(poll)
    _require_few_wrong(poll)
    slip = Slip.objects.filter(look=look(said), poll=poll).first()
    if slip is None:
        _count_wrong(poll)
        raise _unknown()
    _require_good(slip)
    return Found(poll, said)


def answer_poll(*, code: str, answers: Mapping[str, str]) -> Poll:
    """Marks a slip used and adds its answers to the counters, in one transaction. Raises RefusedError."""
    found = find_slip(code=code)
    _require_whole(found.poll, answers)
    with transaction.atomic():
        # Whoever answers holds the poll: it cannot close, and no second use can slip in, between the two writes.
        poll = Poll.objects.select_for_update().get(pk=found.poll.pk)
        _require_open(poll)
        if not Slip.objects.filter(look=look(found.code), used=False, void=False).update(used=True):
            raise _used()
        for question, answer in answers.items():
            Tally.objects.filter(poll=poll, question=question, answer=answer).update(n=F("n") + 1)
    return found.poll


def _require_open(poll: Poll) -> None:
    if poll.closed or poll.last < clock.today():
        raise RefusedError(_("This poll has ended. Thank you for wanting to answer."))


def _require_good(slip: Slip) -> None:
    if slip.void:
        raise RefusedError(_("This slip was replaced by a new one. Please ask the union for another slip."))
    if slip.used:
        raise _used()


def _require_whole(poll: Poll, answers: Mapping[str, str]) -> None:
    known = dict(questions_of(poll))
    missing = [key for key, choices in known.items() if answers.get(key) not in choices]
    if missing or answers.keys() - known.keys():
        text = _("Please choose an answer; “I do not know” is one too.")
        raise RefusedError(*([Reason(text, key) for key in missing] or [Reason(text)]))


def _used() -> RefusedError:
    return RefusedError(_("This slip has been used already. One slip is one answer, and that answer was counted."))


def _unknown() -> RefusedError:
    return RefusedError(
        Reason(_("This code is not right. Please look at the slip again: 12 letters and digits."), "code")
    )


def _hour(now: dt.datetime) -> int:
    return now.hour


def _require_few_wrong(poll: Poll) -> None:
    limit = parameter("poll.wrong_tries_per_hour").at(clock.today()).number
    if WrongTries.objects.filter(poll=poll, hour=_hour(clock.local(clock.now())), n__gte=limit).exists():
        raise RefusedError(_("Too many wrong codes were tried. Please try again in an hour, or answer on paper."))


def _count_wrong(poll: Poll) -> None:
    """One more wrong try in this hour; the count of another hour starts anew."""
    hour = _hour(clock.local(clock.now()))
    if not WrongTries.objects.filter(poll=poll, hour=hour).update(n=F("n") + 1):
        WrongTries.objects.filter(poll=poll).update(hour=hour, n=1)
