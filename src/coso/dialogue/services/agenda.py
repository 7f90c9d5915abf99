"""The agenda of a session: points of each side, changed until it is held."""

from collections.abc import Collection

from django.db.models import Max
from django.utils.translation import gettext as _

from coso.access.journal import StaleError, act, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.dialogue.heard import topics_heard
from coso.dialogue.models import CALLED, PREPARING, SIDES, WORKERS, Item, Session
from coso.dialogue.services.sessions import held_session
from coso.lib.keys import new_key
from coso.lib.text import legible
from coso.triage.terms import TOPICS

LONGEST = 2000


def add_item(
    *,
    session: Session,
    text: str,
    side: str = WORKERS,
    topic: str = "",
    people: str = "",
    concerns: Collection[str] = (),
    by: Account | None,
) -> Item:
    """Puts a point at the end of the agenda. Raises RefusedError."""
    said, key = legible(text)[:LONGEST], new_key()
    if not said:
        raise RefusedError(Reason(_("Write what is asked or proposed."), "text"))
    if side not in SIDES or (topic and topic not in TOPICS):
        raise RefusedError(Reason(_("Choose from the list."), "side"))
    with act(by=by, verb="dialogue.item", unit=session.unit_id, subject=session) as a:
        now = held_session(session, by, PREPARING, CALLED)
        last = Item.objects.filter(session=now).aggregate(n=Max("n"))["n"] or 0
        facts = {"side": side, "topic": topic, "people": people, "concerns": list(concerns)}
        a.write(Item, {key: {"session_id": now.id, "n": last + 1, "text": said, **facts}})
    return Item.objects.get(pk=key)


def change_item(*, item: Item, text: str, before_workers: str, before_employer: str, by: Account | None) -> None:
    """Words a point anew, with what each side said before the session. Raises RefusedError, StaleError."""
    said = legible(text)[:LONGEST]
    if not said:
        raise RefusedError(Reason(_("Write what is asked or proposed."), "text"))
    before = {
        "before_workers": legible(before_workers)[:LONGEST],
        "before_employer": legible(before_employer)[:LONGEST],
    }
    with act(by=by, verb="dialogue.item", unit=item.session.unit_id, subject=item.session) as a:
        held_session(item.session, by, PREPARING, CALLED)
        now = held(Item.objects.all(), item.pk)
        if now.act != item.act:
            raise StaleError(None)
        a.write(Item, {now.id: {"text": said, **{key: legible(each)[:LONGEST] for key, each in before.items()}}})


def remove_item(*, item: Item, by: Account | None) -> None:
    """Takes a point off the agenda. Raises RefusedError."""
    with act(by=by, verb="dialogue.item", unit=item.session.unit_id, subject=item.session) as a:
        held_session(item.session, by, PREPARING, CALLED)
        a.write(Item, {held(Item.objects.all(), item.pk).id: None})


def items_of(session: Session) -> list[Item]:
    """The points of an agenda in their order."""
    return list(Item.objects.filter(session=session).order_by("n"))


def add_topics(*, session: Session, topics: Collection[str], by: Account) -> int:
    """Puts topics that were heard on the agenda, each with its concerns; returns how many. Raises RefusedError."""
    wanted = [each for each in topics_heard(session, by) if each.key in set(topics)]
    if not wanted:
        raise RefusedError(Reason(_("Choose a topic."), "topics"))
    for each in wanted:
        text = _("Workers raise: {topic}.").format(topic=each.words)
        add_item(session=session, text=text, topic=each.key, concerns=each.concerns, by=by)
    return len(wanted)
