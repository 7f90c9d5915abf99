"""The accounts of the demo: seven people one can sign in as, all with one password."""

import uuid
from collections.abc import Iterator

from django.contrib.auth.hashers import make_password

from coso.access.journal import Act
from coso.access.models import Account
from coso.register.models import Person
from coso_demo.people import Someone
from coso_demo.posts import Posts
from coso_demo.world import World

SIGN_IN = "coso-demo"
MACHINE = "quantri"


def people_with_accounts(world: World, posts: Posts) -> dict[str, Someone]:
    """Who signs in under which name."""
    plan, garment = world.plan, world.unions[world.garment - 1]
    root, ward = world.uppers[plan.province].key, world.uppers[plan["ward"]].key
    lines = [group for group in garment.groups if group.name.startswith("Tổ Chuyền")] or garment.groups
    leaders = [posts.leaders[group.key] for group in lines if group.key in posts.leaders]
    chair = posts.chairs[garment.n]
    return {
        "lanhdao": posts.of(root, "provincial_leader")[0].person,
        "chuyenvien": posts.of(root, "provincial_specialist")[0].person,
        "cdxa": posts.of(ward, "managing_officer")[0].person,
        "cdcs": chair.person,
        "totruong": next(held.person for held in leaders if held.person is not chair.person),
        "kiemtra": posts.of(root, "inspector")[0].person,
    }


def write_accounts(who: dict[str, Someone], a: Act) -> int:
    """Writes the accounts and ties each to its person."""
    secret = make_password(SIGN_IN)
    names = dict(Person.objects.filter(pk__in=[person.key for person in who.values()]).values_list("id", "name"))
    accounts = list(_accounts(who, names, secret))
    Account.objects.bulk_create(accounts)
    users = {account.username: account.id for account in accounts}
    a.write(Person, {person.key: {"user_id": users[name]} for name, person in who.items()})
    return len(accounts)


def _accounts(who: dict[str, Someone], names: dict[uuid.UUID, str], secret: str) -> Iterator[Account]:
    for username, person in who.items():
        yield Account(username=username, name=names[person.key], password=secret)
    yield Account(username=MACHINE, name="Quản trị hệ thống", password=secret, runs_machine=True)
