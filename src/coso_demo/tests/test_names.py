"""Names are made up, and the same each time."""

from random import Random

from coso_demo.names import People, Workplaces, communes, groups
from coso_demo.plan import plan_of

KIT = plan_of("small")["naming"]
PEOPLE = People(KIT["people"])


def drawn(terrain, seed=1, count=400):
    rng = Random(seed)
    return [PEOPLE.name(True, terrain, rng) for _ in range(count)]


def test_the_same_chance_gives_the_same_names():
    assert drawn("đô thị") == drawn("đô thị")
    assert drawn("đô thị") != drawn("đô thị", seed=2)


def test_the_west_has_its_own_names():
    west = {name.split()[0] for name in drawn("vùng cao biên giới")}
    assert {"Lô", "Vừ", "Moong"} <= west
    assert "Vừ" not in {name.split()[0] for name in drawn("đô thị")}


def test_no_workplace_has_the_name_of_another():
    made = Workplaces(KIT, Random(1))
    names = [made.company("garment", "Diễn Lam") for _ in range(400)]
    assert len(set(names)) == 400


def test_a_district_has_communes_of_its_manner():
    found = communes("huyện Diễn Châu", 37, ["Diễn Lam"])
    assert len(set(found)) == 37
    assert all(name.startswith("Diễn ") for name in found)


def test_lines_are_numbered_after_the_offices():
    assert groups("garment", 9, "Vinh")[-2:] == ["Tổ Chuyền 1", "Tổ Chuyền 2"]
