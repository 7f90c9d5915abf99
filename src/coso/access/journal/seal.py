"""Seals: finished actions are hashed and chained in the background, so that a changed byte or a cut tail shows."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from coso.access.models import Action, Seal
from coso.lib import clock

START = bytes(32)


def leaf_of(action: Action) -> bytes:
    """The hash of an action and of the bodies of its changes; of an erased body, the hash it had."""
    facts = [
        action.id.hex,
        action.at.astimezone(dt.UTC).isoformat(),
        action.until.astimezone(dt.UTC).isoformat(),
        action.actor and action.actor.hex,
        action.verb,
        action.unit and action.unit.hex,
        action.subject_kind,
        action.subject and action.subject.hex,
        action.reason,
    ]
    digest = hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode())
    pages = action.changes.order_by("id").values_list("table", "first", "last", "n", "body", "erased")
    for table, first, last, n, body, erased in pages:
        digest.update(f"{table} {first.hex} {last.hex} {n} ".encode())
        digest.update(bytes(erased) if erased else hashlib.sha256(bytes(body)).digest())
    return digest.digest()


def root_of(previous: bytes, leaves: list[bytes]) -> bytes:
    """The root after some leaves: the hash of the root before and of the leaves in order."""
    return hashlib.sha256(previous + b"".join(leaves)).digest()


def newest_seal() -> Seal | None:
    """The last seal made, whose root a published decision prints."""
    return Seal.objects.order_by("-no").first()


def seal_finished(now: dt.datetime | None = None, limit: int = 5000) -> Seal | None:
    """Closes the actions finished by now in one seal; None if there are none."""
    with transaction.atomic():
        finished = Action.objects.filter(seal=None, until__lt=now or clock.now()).order_by("at", "id")
        ready = list(finished.select_for_update(of=("self",), no_key=True)[:limit])
        if not ready:
            return None
        last = newest_seal()
        previous = bytes(last.root) if last else START
        leaves = [leaf_of(action) for action in ready]
        seal = Seal.objects.create(
            no=last.no + 1 if last else 1,
            at=clock.now(),
            n=len(ready),
            root=root_of(previous, leaves),
            previous=previous,
        )
        for action, leaf in zip(ready, leaves, strict=True):
            Action.objects.filter(pk=action.pk).update(leaf=leaf, seal=seal)
    return seal


@dataclass(frozen=True)
class Finding:
    """What is wrong with a seal: `what` is changed, missing, chain or tail; `action` is the key of one, if known."""

    what: str
    seal: int
    action: str = ""


def check_seals(printed: tuple[int, str] | None = None) -> Iterator[Finding]:
    """Every seal recomputed. `printed` is a number and a root from paper: a cut-off tail no longer has it."""
    previous = START
    for seal in Seal.objects.order_by("no"):
        actions = list(seal.actions.order_by("at", "id"))
        changed = [action for action in actions if leaf_of(action) != bytes(action.leaf or b"")]
        yield from (Finding("changed", seal.no, str(action.id)) for action in changed)
        if len(actions) != seal.n:
            yield Finding("missing", seal.no)
        if bytes(seal.previous) != previous or root_of(previous, [bytes(a.leaf or b"") for a in actions]) != bytes(
            seal.root
        ):
            yield Finding("chain", seal.no)
        previous = bytes(seal.root)
    yield from missing_on_paper(printed)


def missing_on_paper(printed: tuple[int, str] | None) -> Iterator[Finding]:
    """A finding where the seal of a paper, its number and root, is not in the journal."""
    if printed and not Seal.objects.filter(no=printed[0], root=bytes.fromhex(printed[1])).exists():
        yield Finding("tail", printed[0])
