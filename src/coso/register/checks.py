"""What the doctor looks at in the register: its invariants, checked on what is stored."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from coso.access.checks import Check
from coso.lib.crypto import NotReadableError
from coso.lib.dates import FOREVER
from coso.register.member_counts import wrong_counts
from coso.register.models import Appointment, Membership, Person, Unit, UnitPlace
from coso.register.tree import Place, TreeError, places
from coso.register.tree.store import PLACE, all_versions


def findings() -> Iterator[str]:
    """What is wrong, in words; nothing if all is well."""
    for check in CHECKS:
        yield from check.find()


def canonical(rows: Iterable[Place]) -> set[Place]:
    """The places with equal neighbours made one."""
    by_unit: dict[object, list[Place]] = defaultdict(list)
    for place in sorted(rows, key=lambda place: place.start):
        own = by_unit[place.unit]
        if own and own[-1].end == place.start and own[-1].same(place):
            own[-1] = replace(own[-1], end=place.end)
        else:
            own.append(place)
    return {place for own in by_unit.values() for place in own}


def _places() -> Iterator[str]:
    stored = {Place(*row) for row in UnitPlace.objects.values_list(*PLACE)}
    try:
        right = canonical(places(all_versions(), dict(Unit.objects.values_list("id", "label"))))
    except TreeError as wrong:
        yield _("The tree has a hole or a circle: {what}").format(what=wrong)
        return
    codes = dict(Unit.objects.values_list("id", "code"))
    text = _("The place of unit {unit} from {day} is not what its facts say. Derive it anew: ./coso doctor --mend")
    for unit, day in sorted({(place.unit, place.start) for place in right ^ stored}, key=str):
        yield text.format(unit=codes.get(unit, unit), day=f"{day:%d/%m/%Y}")


def _paths() -> Iterator[str]:
    now = dict(UnitPlace.objects.filter(end=FOREVER).values_list("unit_id", "path"))
    text = _("Sight of unit {unit} does not follow its place. Derive it anew: ./coso doctor --mend")
    for key, code, label, path in Unit.objects.values_list("id", "code", "label", "path"):
        if not path.endswith(label) or path != now.get(key, path):
            yield text.format(unit=code)


def _memberships() -> Iterator[str]:
    twice = Membership.objects.filter(end=FOREVER).values("person").annotate(n=Count("id")).filter(n__gt=1)
    for row in twice:
        yield _("Person {person} has two open memberships.").format(person=row["person"])


def _lives() -> Iterator[str]:
    alive = Q(unit__versions__start__lte=F("start"), unit__versions__end__gt=F("start"))
    for key in Membership.objects.exclude(pk__in=Membership.objects.filter(alive).values("pk")).values_list(
        "id", flat=True
    ):
        yield _("Membership {key} begins outside the life of its unit.").format(key=key)
    for key in Membership.objects.filter(end=FOREVER).exclude(unit__places__end=FOREVER).values_list("id", flat=True):
        yield _("Membership {key} outlives its unit.").format(key=key)
    gone = Appointment.objects.filter(end=FOREVER).exclude(seat__end=FOREVER)
    for key in gone.values_list("id", flat=True):
        yield _("Appointment {key} outlives its seat.").format(key=key)


def _homes() -> Iterator[str]:
    wrong = Person.objects.filter(memberships__end=FOREVER).exclude(home=F("memberships__unit"))
    for key in wrong.filter(memberships__end=FOREVER).values_list("id", flat=True):
        if not Membership.objects.filter(person=key, end=FOREVER, unit=F("person__home")).exists():
            yield _("Person {key} is not seen through the latest membership.").format(key=key)
    held = Appointment.objects.filter(person=OuterRef("pk"))
    posted = Person.objects.filter(Exists(held), ~Exists(Membership.objects.filter(person=OuterRef("pk"))))
    for key in posted.exclude(Exists(held.filter(seat__unit=OuterRef("home")))).values_list("id", flat=True):
        yield _("Person {key} is not seen through a post, the only thing they have here.").format(key=key)


def _member_counts() -> Iterator[str]:
    codes = dict(Unit.objects.values_list("id", "code"))
    text = _(
        "The kept number of members of unit {unit} is not that of its memberships. Count anew: ./coso doctor --mend"
    )
    for unit in wrong_counts():
        yield text.format(unit=codes.get(unit, unit))


def _numbers() -> Iterator[str]:
    person = Person.objects.exclude(id_cipher=None).first()
    try:
        if person:
            settings.KEYS.decrypt(bytes(person.id_cipher or b""))
    except NotReadableError:
        yield _(
            "The key file does not fit this database: national IDs cannot be read. Put the key file of this "
            "installation back at {path}."
        ).format(path=settings.KEY_FILE)


CHECKS = [
    Check("places", _places),
    Check("paths", _paths),
    Check("memberships", _memberships),
    Check("lives", _lives),
    Check("homes", _homes),
    Check("member_counts", _member_counts),
    Check("numbers", _numbers),
]
