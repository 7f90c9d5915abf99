"""The one-time key of a form: what is sent twice is done once.

Every form carries a key. The first action or job that a request makes spends it in its own transaction, so that of two
requests with the same key one waits for the other and is then refused. If nothing comes of the request, the key is
not spent. The key of the action itself is another: keys of actions rise in the order of writing, whenever the page
was opened.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import IntegrityError

from coso.access.models import SentForm
from coso.lib import clock

KEPT = dt.timedelta(days=7)  # far longer than a sign-in lasts


class RepeatedFormError(Exception):
    """The form was sent before, and acted on."""


@dataclass
class OnceKey:
    """The one-time key that a request carries, who sent it, the hash of what its form holds, whether it is spent.

    `leads_to` is where a form leads that is sent again, though the first answer was a page of its own.
    """

    key: uuid.UUID
    actor: uuid.UUID
    digest: str
    spent: bool = False
    leads_to: str = ""


_current: ContextVar[OnceKey | None] = ContextVar("once_key", default=None)


@contextmanager
def carrying(key: OnceKey | None) -> Iterator[None]:
    """Within the block the first action or job spends this key."""
    token = _current.set(key)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def spending() -> Iterator[None]:
    """Spends the key of the request within the caller's transaction, unless an action before it did.

    If the block raises, the key is not spent. Raises RepeatedFormError if another request spent it.
    """
    once = _current.get()
    if once is None or once.spent:
        yield
        return
    _spend(once)
    try:
        yield
    except BaseException:
        once.spent = False
        raise


def done_once(address: str) -> None:
    """The page with which a form is now answered is drawn this once: sent again, it leads to an address."""
    if once := _current.get():
        once.leads_to = address


def _spend(once: OnceKey) -> None:
    try:
        SentForm.objects.create(id=once.key, actor=once.actor, digest=once.digest)
    except IntegrityError as wrong:
        raise RepeatedFormError from wrong
    once.spent = True


def forget_old() -> int:
    """Takes away the keys of forms that nobody can send any more. Returns their number."""
    gone, _tables = SentForm.objects.filter(at__lt=clock.now() - KEPT).delete()
    return gone
