"""Who may put whom in a post, and who may let whom into an account: the table of `kinds.yaml`, in one's own branch.

Today's posts of the actor decide; the posts of the other person count from today on, coming ones too.
"""

import uuid
from itertools import takewhile

from coso.access.models import Account
from coso.access.permissions import permissions
from coso.lib import clock
from coso.lib.paths import labels, within
from coso.register.kinds import Post, kinds, posts
from coso.register.models import Appointment, Person, Unit, UnitVersion
from coso.register.querysets import DatedQuerySet
from coso.register.visibility import may, posts_of

CHANGE = "seats.change"


def may_grant(user: Account, post: str, unit: Unit) -> bool:
    """Whether a post that the user holds today lets him put somebody in a post of a unit."""
    granting = set(posts()[post].by) & permissions()[CHANGE].posts
    return any(own in granting and within(unit.path, path) for own, path in posts_of(user))


def posts_to_grant(user: Account, unit: Unit, kind: str) -> list[Post]:
    """The posts of a unit of a kind in which the user may put somebody."""
    here = kinds().get(kind)
    return [post for post in posts().values() if here and post.fits(here) and may_grant(user, post.key, unit)]


def lasting_posts(person: Person) -> DatedQuerySet:
    """The posts that a person holds today or is to hold, the outermost unit first."""
    held = Appointment.objects.filter(person=person, end__gt=clock.today())
    return held.select_related("seat__unit").order_by("seat__unit__path", "seat__post")


def may_open(user: Account, person: Person) -> bool:
    """Whether the user may let a person into the account: only who may grant every post of it."""
    return all(may_grant(user, each.seat.post, each.seat.unit) for each in lasting_posts(person))


def needs_second(person: Person) -> bool:
    """Whether a post of the person is one that two accounts give."""
    return any(posts()[each.seat.post].second for each in lasting_posts(person))


def is_self(user: Account, person: Person) -> bool:
    """Whether the account is the person's own."""
    return person.user_id is not None and person.user_id == user.pk


def knows(user: Account, person: Person) -> bool:
    """Whether a person is in the user's sight: by home, or by a post in a unit where the user may change posts."""
    if person.home and may(user, "people.see", person.home):
        return True
    return (not person.home and may(user, "people.see", _root())) or any(
        may(user, CHANGE, each.seat.unit) for each in lasting_posts(person)
    )


def _root() -> Unit:
    return Unit.objects.order_by("path")[0]


def find_known(user: Account, code: str) -> Person | None:
    """The person of a code if the user may know of the person; else None, as for a code of nobody."""
    found = Person.objects.select_related("home").filter(code__iexact=code.strip()).first()
    return found if found and knows(user, found) else None


def confirming_unit(path: str, *, but: Person | None = None) -> Unit | None:
    """The lowest unit at or above a path in which an officer sits today who may change posts there."""
    held = Appointment.objects.on(clock.today()).filter(seat__unit__label__in=labels(path))
    found = held.filter(seat__post__in=permissions()[CHANGE].posts, person__user__isnull=False)
    found = found.exclude(person=but) if but else found
    units = {each.seat.unit for each in found.select_related("seat__unit")}
    return max((unit for unit in units if within(path, unit.path)), key=lambda unit: unit.path, default=None)


def common_path(units: list[Unit]) -> str:
    """The path of the lowest unit above all of some, or of the only one."""
    lines = zip(*(labels(unit.path) for unit in units), strict=False)
    return "".join(level[0] for level in takewhile(lambda level: len(set(level)) == 1, lines))


def holders(post: str, unit: Unit) -> set[uuid.UUID]:
    """The accounts of those who hold a post of a unit today."""
    held = Appointment.objects.on(clock.today()).filter(seat__unit=unit, seat__post=post, person__user__isnull=False)
    return set(held.values_list("person__user", flat=True))


def name_of(unit: Unit) -> str:
    """The name of a unit today, else its last one."""
    found = UnitVersion.objects.filter(unit=unit, start__lte=clock.today()).order_by("-start")
    return found.values_list("name", flat=True).first() or unit.code
