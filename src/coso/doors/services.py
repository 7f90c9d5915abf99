"""One service for everything that can be guessed: it counts a try and says how long to wait. Nobody is locked out.

A try is counted under three keys: the subject from one place (the network of an address, never an address alone), the
subject from everywhere, and the site as a whole. After the free tries of a key each further one makes the wait longer,
up to a longest; tries run down with time. Whoever has signed in to an account from a place before does not wait for
what others do to that account or to the site.
"""

import datetime as dt
import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from django.conf import settings
from django.db import transaction
from django.utils.translation import ngettext

from coso.doors.models import Bucket
from coso.law import parameter
from coso.lib import clock

# An account's password, its second step; the code of a first sign-in slip, of a ballot, a passkey, a concern's receipt.
PASSWORD, SECOND_STEP = "password", "second_step"
FIRST_CODE, BALLOT_CODE, PASSKEY, RECEIPT = "first_code", "ballot_code", "passkey", "receipt"
OF_AN_ACCOUNT = (PASSWORD, SECOND_STEP)
IPV4_NETWORK, IPV6_NETWORK = 24, 48
STEEPEST = 20  # doublings, before the longest wait cuts them off in any case


@dataclass(frozen=True)
class Rule:
    """How many tries are free, the first wait after them, the longest, and after how long a try no longer counts."""

    free: int
    first: float
    longest: float
    forget: float

    def left(self, tries: float, since: float) -> float:
        """The tries that still count so many seconds after the last."""
        return max(0.0, tries - since / self.forget)

    def wait(self, tries: float, since: float) -> float:
        """The seconds until the next try may be made; at most 0 if it may be made now."""
        over = ceil(self.left(tries, since)) - self.free
        return min(self.longest, self.first * 2 ** min(over, STEEPEST)) - since if over >= 0 else 0.0


def attempt(kind: str, subject: str, address: str) -> int:
    """Counts a try that is about to be made, unless it has to wait. Returns the seconds to wait: 0, and it may be made.

    `kind` is one of the constants above; `subject` is what is being guessed at: the name of an account as it was typed,
    its key for a second step, the mark of a poll for the code of a ballot, "" for codes that are of one space.
    `address` is the client's (REMOTE_ADDR); only its network is looked at, and only together with the subject. A try
    that has to wait is not counted and must not be made. After a right guess call `succeeded`: it costs nothing then.
    """
    now = clock.now()
    with transaction.atomic():
        rules = dict(_rules(kind, subject, address, now))
        rows = _held(rules)
        longest = max(rule.wait(rows[key].tries, _since(rows[key], now)) for key, rule in rules.items())
        if longest > 0:
            return ceil(longest)
        for key, rule in rules.items():
            _write(key, rule, rule.left(rows[key].tries, _since(rows[key], now)) + 1, now)
    return 0


def succeeded(kind: str, subject: str, address: str) -> None:
    """Takes back the try that was right, and remembers for an account that this place is known.

    The subject's own tries from this place are forgotten for an account; of a code only this one is taken back, since
    whoever owns one right code could otherwise guess at others for ever.
    """
    now = clock.now()
    mine = _key(kind, subject, network(address))
    with transaction.atomic():
        rules = dict(_rules(kind, subject, address, now))
        rows = _held(rules)
        for key, row in rows.items():
            rest = 0.0 if key == mine and kind in OF_AN_ACCOUNT else row.tries - 1
            _write(key, rules[key], rest, row.at)
        if kind in OF_AN_ACCOUNT:
            until = now + dt.timedelta(days=float(_number("doors.known_days", now)))
            facts = {"tries": 0.0, "at": now, "until": until}
            Bucket.objects.update_or_create(key=_known(kind, subject, address), defaults=facts)


def in_words(seconds: int) -> str:
    """What whoever has to wait is told."""
    if seconds < 100:
        text = ngettext(
            "Too many wrong tries. Please wait {n} second, then try again.",
            "Too many wrong tries. Please wait {n} seconds, then try again.",
            seconds,
        )
        return text.format(n=seconds)
    minutes = ceil(seconds / 60)
    text = ngettext(
        "Too many wrong tries. Please wait {n} minute, then try again.",
        "Too many wrong tries. Please wait {n} minutes, then try again.",
        minutes,
    )
    return text.format(n=minutes)


def network(address: str) -> str:
    """The network of an address, as coarse as a street; "" for what is no address."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    bits = IPV4_NETWORK if known.version == 4 else IPV6_NETWORK
    return str(ipaddress.ip_network((known, bits), strict=False).network_address)


def purge(now: dt.datetime) -> int:
    """Takes away what no longer counts; how many rows."""
    return Bucket.objects.filter(until__lte=now).delete()[0]


def _rules(kind: str, subject: str, address: str, now: dt.datetime) -> Iterator[tuple[str, Rule]]:
    """The keys under which a try counts, each with its rule."""
    place = network(address)
    if kind not in OF_AN_ACCOUNT:
        yield _key(kind, subject, place), _rule("code", now)
        yield _key(kind, subject), _pace("doors.space_per_minute", now)
        yield _key("all codes"), _pace("doors.codes_per_minute", now)
        return
    yield _key(kind, subject, place), _rule("guess", now)
    if not Bucket.objects.filter(key=_known(kind, subject, address), until__gt=now).exists():
        yield _key(kind, subject), _rule("account", now)
        yield _key("all accounts"), _pace("doors.guesses_per_minute", now)


def _rule(name: str, now: dt.datetime) -> Rule:
    parts = ("free", "first_wait", "longest_wait", "forget")
    free, *times = (_number(f"doors.{name}_{part}", now) for part in parts)
    return Rule(int(free), *(float(each) for each in times))


def _pace(name: str, now: dt.datetime) -> Rule:
    """So many tries a minute; over it, one a second."""
    number = _number(name, now)
    return Rule(int(number), 1, 1, float(60 / number))


def _number(name: str, now: dt.datetime) -> Fraction:
    return parameter(name).at(clock.day_of(now)).number


def _key(*parts: str) -> str:
    """A keyed hash: without the keys of the installation nobody can tell what it stands for."""
    key: str = settings.KEYS.look_up("\x00".join(("bucket", *parts))).hex()
    return key


def _known(kind: str, subject: str, address: str) -> str:
    return _key("known", kind, subject, network(address))


def _held(rules: dict[str, Rule]) -> dict[str, Bucket]:
    """The rows under some keys, each made if there is none, held in the order of the keys."""
    facts = {"tries": 0.0, "at": clock.now(), "until": clock.now()}
    held = Bucket.objects.select_for_update()
    return {key: held.get_or_create(key=key, defaults=facts)[0] for key in sorted(rules)}


def _since(row: Bucket, now: dt.datetime) -> float:
    return max(0.0, (now - row.at).total_seconds())


def _write(key: str, rule: Rule, tries: float, at: dt.datetime) -> None:
    """Writes the tries of a key; where none is left there is no row."""
    if tries <= 0:
        Bucket.objects.filter(key=key).delete()
        return
    until = at + dt.timedelta(seconds=max(tries * rule.forget, rule.longest))
    Bucket.objects.update_or_create(key=key, defaults={"tries": tries, "at": at, "until": until})
