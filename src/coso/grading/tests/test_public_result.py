"""The result for the notice board: open to everybody once published, alike 404 before."""

from django.urls import reverse

from coso.grading.services.decisions import decide_sheets, publish_sheets
from coso.grading.testing.year import again, to_decision
from coso.polls.testing import clean


def test_a_result_is_public_once_published_and_alike_404_before(client, big, actors, tree):
    there = reverse("public_result", args=[tree.garment.code, 2026])
    before = client.get(there)
    assert before.status_code == 404
    nowhere = clean(client.get(reverse("public_result", args=["KHONG", 2026])))
    assert clean(before) == nowhere
    to_decision(big, actors.nhung, actors.hanh)
    decide_sheets(round_=big.round, sheets=[again(big)], document="QĐ 1", by=None)
    assert client.get(there).status_code == 404
    publish_sheets(round_=big.round, sheets=[again(big)], by=None)
    text = clean(client.get(there))
    assert "CĐCS May Lam Trà" in text
    assert "Ba mục tốt nhất" in text
    assert not any(person.name in text for person in actors.people.values())
