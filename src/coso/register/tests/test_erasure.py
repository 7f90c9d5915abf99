"""Erasing a person: nothing of the details is left, the counts stay, the seals still verify."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from coso.access.journal import BlockedError, undo
from coso.access.journal.erasing import erased_pages
from coso.access.journal.seal import check_seals, seal_finished
from coso.access.journal.snapshots import open_page
from coso.access.models import Account, Action, Change
from coso.access.refusals import ForbiddenError, RefusedError
from coso.lib import clock
from coso.register.models import Membership, Person
from coso.register.services.erasure import NAMELESS, erase_person
from coso.register.services.people import add_member, correct_person, leave

D = dt.date
SECRETS = ("Hoa", "0912345678", "1990-05-12", "NA-77")


@pytest.fixture
def gone(tree):
    """She joined, was corrected twice, and left; all of it is sealed."""
    values = {"name": "Lê Thị Hoa", "phone": "0912345678", "born": D(1990, 5, 12), "national_id": "040190001234"}
    person = add_member(unit=tree.line5, day=D(2024, 5, 1), values=values, by=None)
    correct_person(person=person, values={"card": "NA-77", "passport": "C1234567"}, by=None)
    correct_person(person=person, values={"position": "May"}, by=None)
    leave(membership=person.memberships.get(), day=D(2025, 6, 1), closed="left_job", by=None)
    add_member(unit=tree.line5, day=D(2024, 5, 1), values={"name": "Vi Mỷ"}, by=None)
    seal_finished(clock.now() + dt.timedelta(seconds=5))
    return Person.objects.get(pk=person.pk)


def erase(person, by=None):
    return erase_person(person=person, reason="theo yêu cầu", by=by)


def snapshots_of(person):
    pages = [open_page(change).snapshots for change in Change.objects.filter(table="register.person")]
    return [page[person.id] for page in pages if page.get(person.id)]


def test_nothing_is_left_of_the_details(gone):
    assert erase(gone) == 3
    row = Person.objects.get(pk=gone.pk)
    assert (row.name, row.phone, row.born, row.id_look, row.passport_cipher) == (NAMELESS, "", None, None, None)
    assert len(snapshots_of(gone)) == 3
    assert not any(secret in repr(snapshots_of(gone)) for secret in SECRETS)
    assert all(snapshot["id_cipher"] is None for snapshot in snapshots_of(gone))


def test_the_seals_still_verify_and_tell_that_pages_were_erased(gone):
    erase(gone)
    seal_finished(clock.now() + dt.timedelta(seconds=5))
    assert not list(check_seals())
    assert erased_pages() == 3


def test_changing_an_action_that_was_erased_is_still_found(gone):
    erase(gone)
    Action.objects.filter(pk=Change.objects.filter(erased__isnull=False).first().action_id).update(reason="khác")
    assert [finding.what for finding in check_seals() if finding.what == "changed"]


def test_the_doctor_says_erased(gone, capsys):
    erase(gone)
    call_command("doctor")
    assert "3 " in capsys.readouterr().out


def test_the_membership_stays_for_the_counts(gone):
    erase(gone)
    assert Membership.objects.get(person=gone).closed == "left_job"


def test_it_is_in_the_journal_and_cannot_be_taken_back_by_older_entries(gone):
    erase(gone)
    assert Action.objects.get(verb="person.erase").subject == gone.id
    with pytest.raises(BlockedError):
        undo(action=Action.objects.filter(verb="person.correct").latest("at"), reason="x", by=None)


def test_undoing_the_erasure_brings_nothing_back(gone):
    erase(gone)
    undo(action=Action.objects.get(verb="person.erase"), reason="x", by=None)
    assert Person.objects.get(pk=gone.pk).name == NAMELESS


def test_others_on_the_same_page_keep_theirs(gone):
    other = Person.objects.get(name="Vi Mỷ")
    correct_person(person=other, values={"phone": "0987654321"}, by=None)
    erase(gone)
    assert snapshots_of(other)[0]["name"] == "Vi Mỷ"


@pytest.mark.parametrize("who", ["nhung", "hanh", "chuyen"])
def test_only_the_province_erases(gone, actors, who):
    with pytest.raises(ForbiddenError):
        erase(gone, by=getattr(actors, who))


def test_a_member_or_somebody_with_a_post_is_not_erased(tree, actors):
    with pytest.raises(RefusedError):
        erase(actors.people["uy"])


def test_the_account_is_closed(gone):
    account = Account.objects.create(username="hoa", name="Lê Thị Hoa")
    correct_person(person=gone, values={"user_id": account.id}, by=None)
    erase(Person.objects.get(pk=gone.pk))
    account.refresh_from_db()
    assert (account.is_active, account.name, "hoa" in account.username) == (False, "", False)


def test_the_command_erases_and_refuses(gone, capsys, tree, actors):
    call_command("erase_person", gone.code, "--reason", "theo yêu cầu")
    assert gone.code in capsys.readouterr().out
    for code in ("DV9999999", actors.people["uy"].code):
        with pytest.raises(CommandError):
            call_command("erase_person", code, "--reason", "x")
