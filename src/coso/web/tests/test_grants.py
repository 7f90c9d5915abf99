"""Who may put somebody in which post, where: the table of grants, tried by the service."""

import pytest
from django.db.models import QuerySet

from coso.access.journal import act
from coso.access.refusals import RefusedError
from coso.lib.dates import DAY
from coso.register.granting import may_grant
from coso.register.kinds import kinds, posts
from coso.register.models import Person, UnitVersion
from coso.register.services.people import new_person
from coso.register.services.seats import appoint
from coso.register.testing.tree import START, Actors

UNITS = ("province", "ward", "other_ward", "garment", "school", "stranger", "line5")


# Who may put somebody in which post: rank by rank, nobody above the own one. Spelled out beside `kinds.yaml`.
BELOW = {"managing_officer", "inspector", "chair", "vice_chair", "committee_member", "inspection_head"}
BELOW |= {"inspection_member", "women_head", "women_member", "group_leader"}
GRANTED = {
    "provincial_leader": BELOW | {"provincial_leader", "provincial_specialist"},
    "provincial_specialist": BELOW | {"provincial_leader", "provincial_specialist"},
    "managing_officer": BELOW,
}
SECOND = {"provincial_leader"}


def test_the_table_of_grants_names_every_post():
    assert {key for granted in GRANTED.values() for key in granted} == set(posts())
    assert {post.key for post in posts().values() if post.second} == SECOND


@pytest.mark.parametrize("who", [*Actors.POSTS, "quan"])
def test_who_may_grant_which_post_where(who, tree, actors):
    place, own = Actors.POSTS.get(who, ("", ""))
    top = getattr(tree, place).path if place else "none"
    for name in (*UNITS, "cutting"):
        unit = getattr(tree, name)
        kind = kinds()[UnitVersion.objects.get(unit=unit).kind]
        for post in posts().values():
            right = post.key in GRANTED.get(own, ()) and unit.path.startswith(top)
            assert may_grant(getattr(actors, who), post.key, unit) == right, (who, post.key, name)
            if post.fits(kind):
                _try_to_appoint(actors, who, post, unit, right)


def _try_to_appoint(actors, who, post, unit, right):
    """By the service: only where granted, a top post never by one alone, oneself never, a stranger never."""
    with act(by=None, verb="test") as a:
        fresh = Person.objects.get(pk=new_person(a, {"name": "Hồ Lan"}))
    QuerySet(Person).filter(pk=fresh.pk).update(home=unit)
    facts = {"unit": unit, "post": post.key, "day": START, "until": START + DAY, "by": getattr(actors, who)}
    done = _appointed(person=fresh, **facts)
    assert done in ({right and post.key not in SECOND} if not post.single else {False, right}), (who, post.key, unit)
    if who in actors.people:
        assert not _appointed(person=actors.people[who], **facts)


def _appointed(**facts):
    try:
        return bool(appoint(**facts))
    except RefusedError:
        return False
