"""One small tree of units and its named actors."""

import datetime as dt
from typing import Any

from coso.access.journal import act
from coso.access.models import Account
from coso.lib.paths import LABEL
from coso.register.models import Person, Unit
from coso.register.services.people import add_member, new_person
from coso.register.services.seats import appoint
from coso.register.services.units import found_unit

START = dt.date(2024, 1, 1)


class Tree:
    """A province with a ward union and a direct union; two grassroots unions in the ward, groups in one."""

    def __init__(self) -> None:
        self.province = self.found("LĐLĐ tỉnh Lam", "province", None)
        self.ward = self.found("Công đoàn phường Hồng", "zone_union", self.province)
        self.other_ward = self.found("Công đoàn phường Trà", "zone_union", self.province)
        self.garment = self.found("CĐCS May Lam Trà", "grassroots", self.ward, "non_state_enterprise")
        self.school = self.found("CĐCS Trường Tiểu học Hồng 1", "grassroots", self.ward, "public_service")
        self.stranger = self.found("CĐCS Giày Khê", "grassroots", self.other_ward, "non_state_enterprise")
        self.line5 = self.found("Tổ Chuyền 5", "group", self.garment)
        self.cutting = self.found("Tổ Cắt", "group", self.garment)

    @staticmethod
    def found(name: str, kind: str, parent: Unit | None, sector: str = "", day: dt.date = START) -> Unit:
        return found_unit(name=name, kind=kind, parent=parent, sector=sector, day=day, by=None)


class Actors:
    """One person for each post, with an account, in the small tree."""

    POSTS = {
        "lanh": ("province", "provincial_leader"),
        "chuyen": ("province", "provincial_specialist"),
        "hanh": ("ward", "managing_officer"),
        "khach": ("other_ward", "managing_officer"),
        "nhung": ("garment", "chair"),
        "pho": ("garment", "vice_chair"),
        "uy": ("garment", "committee_member"),
        "thay": ("school", "chair"),
        "giay": ("stranger", "chair"),
        "to": ("line5", "group_leader"),
        "kiem": ("province", "inspector"),
    }

    def __init__(self, tree: Tree) -> None:
        self.people: dict[str, Person] = {}
        for name, (place, post) in self.POSTS.items():
            setattr(self, name, self._actor(name, getattr(tree, place), post))
        self.quan = Account.objects.create(username="quan", name="Quản", runs_machine=True)

    def _actor(self, name: str, unit: Unit, post: str) -> Account:
        account = Account.objects.create(username=name, name=name.title())
        values = {"name": f"Nguyễn Thị {name.title()}", "female": True, "user_id": account.id}
        self.people[name] = self._member(unit, values)
        appoint(person=self.people[name], unit=unit, post=post, day=START, by=None)
        return account

    @staticmethod
    def _member(unit: Unit, values: dict[str, Any]) -> Person:
        """A member of the union of the post; officers of the unions above are members of none in the tree."""
        if len(unit.path) > 2 * LABEL:
            return add_member(unit=unit, day=START, values=values, by=None)
        with act(by=None, verb="demo.seed") as a:
            key = new_person(a, values)
        return Person.objects.get(pk=key)

    def everybody(self) -> dict[str, Account]:
        return {name: getattr(self, name) for name in [*self.POSTS, "quan"]}
