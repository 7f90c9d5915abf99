"""What authors do: say something, say more, say whether it helped. Nothing of it is journaled, nor tells an hour."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coso.access.refusals import Reason, RefusedError
from coso.lib import clock
from coso.lib.text import legible
from coso.register.models import Unit
from coso.triage.judging import suggest_learnt
from coso.voice.clocks import restart
from coso.voice.enclosures import Enclosed
from coso.voice.models import (
    ANSWERED,
    AUTHOR,
    CLOSED,
    DESK,
    HANDLING,
    OWED,
    POSTER,
    SOUND,
    TOLD,
    Concern,
    Enclosure,
    Message,
    Poster,
)
from coso.voice.pace import count, is_crowded
from coso.voice.readers import desks_for, living
from coso.voice.receipts import Made, bare_digits, is_once, is_proved, look_of, made_of, prove
from coso.voice.words import PEOPLE

LONGEST = 10_000
MOST_SAID = 40  # messages of its author about one concern; the rest belongs into a new one


class CrowdedError(Exception):
    """So many come in that a person has to answer a question first; carries its two numbers."""

    def __init__(self, sum_of: tuple[int, int]) -> None:
        super().__init__(sum_of)
        self.sum_of = sum_of


@dataclass(frozen=True)
class Said:
    """What a form holds: the text, who reads it (the code of a desk), how many people, how heated."""

    once: str
    text: str
    reader: str
    people: str = ""
    heat: int = 0
    answer: str = ""
    enclosed: tuple[Enclosed, ...] = ()


@dataclass(frozen=True)
class Source:
    """How a concern comes: about which unit, by which channel; an author only where somebody chose to be known."""

    unit: Unit
    channel: str
    mark: str = ""
    author: uuid.UUID | None = None


def by_poster(poster: Poster) -> Source:
    """What comes by a poster has no author."""
    return Source(living(poster.unit), POSTER, poster.mark)


def take_in(*, source: Source, said: Said) -> Made:
    """Takes a concern in; the same form sent again is the same concern. Raises RefusedError, CrowdedError."""
    if not is_once(said.once):
        raise RefusedError(_("This page is too old. Please open the poster's page again; what was typed is below."))
    made = made_of(said.once)
    try:
        text, reader = _checked(source, said)
        _let_in(made, source, said, text)
        _write(made, source, said, text, reader)
    except IntegrityError:  # it was taken before, perhaps at the same moment; most were not, so nothing asks first
        _say_again(made.key, source, said)
        return made
    except (RefusedError, CrowdedError):
        if not is_taken(said.once):
            raise
        _say_again(made.key, source, said)
        return made
    if source.mark:
        count(source.mark, text)
    return made


def _let_in(made: Made, source: Source, said: Said, text: str) -> None:
    """Raises CrowdedError where a person has to answer a question first and has not."""
    if source.mark and is_crowded(source.mark, text) and said.answer.strip() != str(sum(made.sum_of)):
        raise CrowdedError(made.sum_of)


def is_taken(once: str) -> bool:
    """Whether what a form holds was taken in before."""
    return Concern.objects.filter(pk=made_of(once).key).exists()


def _checked(source: Source, said: Said) -> tuple[str, Unit]:
    text = legible(said.text)
    wrong = []
    if not text and not any(each.kind == SOUND for each in said.enclosed):
        wrong.append(Reason(_("Please write what is going on."), "text"))
    if len(text) > LONGEST:
        words = _("At most {n} letters fit; please shorten it, or send the rest as a second message.")
        wrong.append(Reason(words.format(n=LONGEST), "text"))
    reader = next((desk.unit for desk in desks_for(source.unit) if desk.unit.code == said.reader), None)
    if reader is None:
        wrong.append(Reason(_("Please choose who reads it."), "reader"))
    if wrong or reader is None:
        raise RefusedError(*wrong)
    return text or _("(a recording)"), reader


def _write(made: Made, source: Source, said: Said, text: str, reader: Unit) -> None:
    today, found = clock.today(), suggest_learnt(text)
    concern = Concern(
        key=made.key,
        unit=source.unit,
        reader=reader,
        desk=reader,
        channel=source.channel,
        author=source.author,
        people=said.people if said.people in PEOPLE else "",
        heat=said.heat if 0 <= said.heat <= 5 else 0,
        urgency=found.urgency,
        topics=list(found.topics),
        collective=found.collective,
        because=[asdict(reason) for reason in found.because],
        received=today,
        touched=today,
        look=look_of(made.digits),
        proof=prove(made.digits),
    )
    restart(concern, today)
    with transaction.atomic():
        concern.save(force_insert=True)
        Message.objects.create(concern=concern, n=1, side=AUTHOR, day=today, text=text)
        Enclosure.objects.bulk_create(
            Enclosure(concern=concern, n=n, kind=each.kind, day=today, body=each.body)
            for n, each in enumerate(said.enclosed, start=1)
        )


def _say_again(key: int, source: Source, said: Said) -> None:
    """A form sent again with another text says more to the same desk; with the same, nothing. Raises RefusedError.

    Whoever went back and chose another reader does not want the first one to read it.
    """
    text = legible(said.text)
    with _held(key) as concern:
        whence = (concern.unit_id, concern.channel, concern.author, concern.reader.code)
        here = whence == (source.unit.pk, source.channel, source.author, said.reader)
        if here and concern.messages.filter(side=AUTHOR, text=text).exists():
            return
        if not here or concern.state == CLOSED:
            raise RefusedError(_("This page was sent before. What you typed is below: send it as a new message."))
        _say(concern, text, "text")


@contextmanager
def _held(key: int) -> Iterator[Concern]:
    """A concern in a transaction of its author's, held until it ends."""
    with transaction.atomic():
        yield hold(key)


def hold(key: int) -> Concern:
    """A concern, held until the transaction ends. Raises Concern.DoesNotExist.

    The night takes it away and writes it anew: whoever waited for the row that is gone finds the new one.
    """
    rows = Concern.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=key).first() or rows.get(pk=key)


def _say(concern: Concern, text: str, field: str) -> None:
    """Writes what an author says more about a concern that is held. Raises RefusedError."""
    if not text or len(text) > LONGEST:
        raise RefusedError(Reason(_("Please write what is going on."), field))
    if concern.messages.filter(side=AUTHOR).count() >= MOST_SAID:
        raise RefusedError(Reason(_("Very much was said here already. Please say the rest anew by the poster."), field))
    concern.touched = clock.today()
    if concern.state in (ANSWERED, TOLD):
        _take_up_again(concern)
    add_message(concern, AUTHOR, text)


def _take_up_again(concern: Concern) -> None:
    """On a desk of its own once more, which the night gives a duty: also where it was answered with another."""
    concern.state, concern.merged_into, concern.settled = HANDLING, None, False
    restart(concern, clock.today())


def add_message(concern: Concern, side: str, text: str, by: uuid.UUID | None = None) -> None:
    """Writes the next message of a concern that is held, and counts a change."""
    n = concern.messages.count() + 1
    Message.objects.create(concern=concern, n=n, side=side, day=clock.today(), text=text, by=by)
    concern.turn += 1
    concern.save()


def find_by_receipt(*, typed: str, pin: str = "") -> Concern:
    """The concern of a receipt. Raises RefusedError, alike for every reason and as late."""
    digits = bare_digits(typed)
    found = list(Concern.objects.filter(look=look_of(digits))) or [Concern(look=None)] if digits else []
    for concern in found:
        if is_proved(digits, pin.strip(), concern.proof):
            return concern
    raise RefusedError(
        Reason(
            _("This code finds nothing. Please look at the ten digits again, and at the PIN if you set one."), "code"
        )
    )


def note_told(concern: Concern) -> Concern:
    """The author has the answer on the screen: it is told back."""
    if concern.state != ANSWERED:
        return concern
    with _held(concern.pk) as now:
        if now.state == ANSWERED:
            now.state, now.told, now.due = TOLD, clock.today(), None
            _touch(now)
    return now


def _touch(now: Concern) -> None:
    """Saves what its author did to a concern that is held; the night hides at which moment."""
    now.touched = clock.today()
    now.turn += 1
    now.save()


def set_pin(*, typed: str, pin: str) -> None:
    """Binds a receipt to a PIN of the owner's, once and on the day that it was given. Raises RefusedError.

    Later the page of the receipt may lie open before somebody else, who would shut its owner out.
    """
    digits, chosen = bare_digits(typed), pin.strip()
    if not 4 <= len(chosen) <= 40:
        raise RefusedError(Reason(_("A PIN has 4 to 40 signs."), "pin"))
    concern = find_by_receipt(typed=typed)
    proof = prove(digits, chosen)
    with _held(concern.pk) as now:
        if now.pinned or now.received != clock.today():
            raise RefusedError(Reason(_("A PIN can be added once, on the day on which the code was given."), "pin"))
        now.proof, now.pinned, now.touched = proof, True, clock.today()
        now.save()


def say_more(*, concern: Concern, text: str) -> None:
    """The author says more; whoever waits for the author goes on. Raises RefusedError."""
    said = legible(text)
    with _held(concern.pk) as now:
        if now.messages.filter(side=AUTHOR).order_by("-n").values_list("text", flat=True)[:1].first() == said:
            return
        if now.state == CLOSED:
            raise RefusedError(_("This was closed. Please say it anew by the poster; the number may be named there."))
        _say(now, said, "more")


def say_helped(*, concern: Concern, helped: bool) -> None:
    """The author says whether the answer helped; if not, it is taken up once more, one time. Raises RefusedError."""
    with _held(concern.pk) as now:
        if now.state in OWED or not now.messages.filter(side=DESK).exists():
            raise RefusedError(_("There is no answer yet."))
        now.helped = helped
        if helped:
            now.state, now.closed, now.due = CLOSED, clock.today(), None
        elif not now.reopened and now.state != CLOSED:
            now.reopened = True
            _take_up_again(now)
        _touch(now)
