"""Closing: sums and nothing else stay; each step can be done again; without the key nothing is read."""

import os
from collections import Counter
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.db import models

from coso.access.journal import BlockedError, StaleError, undo
from coso.access.models import Action
from coso.access.refusals import RefusedError
from coso.ballots import write_ahead_log
from coso.ballots.answers import pack, unpack
from coso.ballots.key_files import destroy_key, keep_key, read_key, sweep_keys
from coso.ballots.models import Ballot, BallotSlip, RosterEntry, Tally, WrappedKey
from coso.ballots.reads import sums_of
from coso.ballots.services import closing
from coso.ballots.testing import CHOICES, acting, close, give, paper, print_out, settle, sign, stop, void, voters
from coso.lib import clock
from coso.lib.crypto import NotReadableError
from coso.lib.keys import new_key
from coso.lib.sealing import new_pair, open_box, seal, unwrap, wrap


def answered(ballot, *answers):
    codes = print_out(ballot, len(answers))
    sign(ballot, voters(ballot)[: len(answers)])
    for code, answer in zip(codes, answers, strict=True):
        give(code, answer)
    return codes


def told(ballot):
    return sums_of([Ballot.objects.get(pk=ballot.pk)])[ballot.pk]


# ── boxes ──


def test_a_box_opens_for_its_key_and_its_label_alone():
    (private, public), other = new_pair(), new_pair()[0]
    box = seal(public, b"x" * 48, b"label")
    assert len(box) == 96
    assert open_box(private, box, b"label") == b"x" * 48
    for key, body, label in ((other, box, b"label"), (private, box, b"other"), (private, os.urandom(96), b"label")):
        with pytest.raises(NotReadableError):
            open_box(key, body, label)
    with pytest.raises(NotReadableError):
        open_box(private, bytes(96), b"label")


def test_a_wrapped_key_opens_for_its_phrase_alone():
    private = new_pair()[0]
    wrapped = wrap(private, "PHRASE")
    assert unwrap(wrapped, "PHRASE") == private
    with pytest.raises(NotReadableError):
        unwrap(wrapped, "PHRASF")


def test_answers_come_back_as_they_were_packed():
    said = {"wage": "no", "meal": "unknown"}
    assert len(pack(CHOICES, said)) == 48
    assert unpack(CHOICES, pack(CHOICES, said)) == said
    with pytest.raises(NotReadableError):
        unpack(CHOICES, bytes(48))


# ── closing ──


def test_what_stays_of_a_closed_ballot_are_its_sums(ballot):
    answered(ballot, "yes", "yes", "no", "unknown")
    assert not Tally.objects.exists()
    assert close(ballot).used == 4
    sums = told(ballot)
    assert sums.by_slip["wage"] == sums.by_slip["meal"] == Counter(yes=2, no=1, unknown=1)
    assert not BallotSlip.objects.exists()
    assert read_key(ballot.id) is None


def test_a_stopped_ballot_takes_nothing_and_can_be_stopped_again(ballot):
    codes = answered(ballot, "yes", "no")
    stop(ballot)
    stop(ballot)
    for deed in (lambda: give(codes[0]), lambda: print_out(ballot, 1), lambda: void(ballot), lambda: paper(ballot)):
        with pytest.raises(RefusedError):
            deed()
    assert close(ballot).used == 2


def test_two_who_close_at_once_write_the_sums_once(ballot):
    answered(ballot, "yes", "no")
    stop(ballot)
    mine, theirs = closing.open_boxes(ballot=ballot.pk), closing.open_boxes(ballot=ballot.pk)
    settle(ballot, mine)
    with pytest.raises(RefusedError, match="đã đóng"):
        settle(ballot, theirs)
    assert told(ballot).by_slip["wage"].total() == 2


def test_boxes_are_opened_after_the_last_vote_only(ballot):
    with pytest.raises(RefusedError):
        closing.open_boxes(ballot=ballot.pk)
    with pytest.raises(RefusedError):
        settle(ballot, Mock(used=0, unreadable=0, counts={}))


def test_boxes_that_somebody_wrote_or_copied_do_not_open_and_do_not_stop_the_closing(ballot):
    answered(ballot, "yes", "yes", "no")
    first, second, third = BallotSlip.objects.order_by("look")
    BallotSlip.objects.filter(pk=second.pk).update(sealed=bytes(first.sealed))
    BallotSlip.objects.filter(pk=third.pk).update(sealed=os.urandom(96))
    closed = close(ballot)
    assert (closed.used, closed.unreadable) == (3, 2)
    assert told(ballot).by_slip["wage"].total() == 1


def test_neither_opening_nor_printing_nor_voiding_nor_closing_is_undone(ballot):
    answered(ballot, "yes")
    void(ballot)
    close(ballot)
    for action in Action.objects.filter(verb="poll.test"):
        if action.changes.filter(table="ballots.ballot").exists():
            with pytest.raises(BlockedError):
                undo(action=action, reason="x", by=None)
    assert Ballot.objects.get().state == "closed"


def test_the_journal_keeps_no_key_and_no_answer(ballot):
    private = read_key(ballot.id)
    answered(ballot, "yes")
    close(ballot)
    from coso.access.journal.snapshots import pages_of

    for action in Action.objects.all():
        text = repr([page.snapshots for page in pages_of(action)])
        assert private.hex() not in text
        assert repr(private) not in text
        assert "BallotSlip" not in text


# ── keys ──


def test_the_key_of_a_poll_is_its_owners_alone_and_lies_apart_from_keys_that_are_copied(ballot):
    path = Path(settings.BALLOT_KEYS) / f"{ballot.id}.key"
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    from coso import settings as ours

    assert ours.FILES not in (ours.BALLOT_KEYS, *ours.BALLOT_KEYS.parents)
    assert ours.KEY_FILE.parent not in (ours.BALLOT_KEYS, *ours.BALLOT_KEYS.parents)


def test_what_a_killed_closing_left_is_swept_and_the_key_of_an_open_poll_stays(ballot, opened):
    other = Ballot.objects.get(pk=opened().ballot)
    private = read_key(ballot.id)
    close(ballot)
    keep_key(ballot.id, private)
    sweep_keys()
    assert read_key(ballot.id) is None
    assert read_key(other.id)


def test_a_key_without_a_ballot_is_swept_after_an_hour_since_its_opening_may_be_under_way(db):
    key = new_key()
    keep_key(key, bytes(32))
    path = Path(settings.BALLOT_KEYS) / f"{key}.key"
    os.utime(path, (clock.seconds(), clock.seconds()))
    sweep_keys()
    assert read_key(key)
    os.utime(path, (0, 0))
    sweep_keys()
    assert read_key(key) is None


def test_a_ballot_without_its_key_cannot_be_closed_and_is_given_up(ballot):
    answered(ballot, "yes")
    with acting() as action, pytest.raises(RefusedError, match="vẫn tiếp tục"):
        closing.give_up(action, ballot=ballot.pk)
    destroy_key(ballot.id)
    with pytest.raises(RefusedError, match="mở lại"):
        stop(ballot)
    with acting() as action:
        closing.give_up(action, ballot=ballot.pk)
    assert Ballot.objects.get().state == "lost"
    assert not BallotSlip.objects.exists()
    assert sums_of(Ballot.objects.all()) == {}
    with pytest.raises(RefusedError):
        sign(ballot, voters(ballot)[:1])


def test_either_officers_phrase_opens_a_ballot_on_an_agreement_and_no_other(opened):
    made = opened("agreement")
    ballot = Ballot.objects.get(pk=made.ballot)
    assert read_key(ballot.id) is None
    assert len(set(made.phrases)) == 2
    assert not any(phrase.replace("-", "") in repr(list(WrappedKey.objects.values())) for phrase in made.phrases)
    answered(ballot, "yes", "no")
    stop(ballot)
    for phrase in made.phrases:
        assert closing.open_boxes(ballot=ballot.pk, phrase=phrase.lower()).counts["wage"]["yes"] == 1
    for phrase in ("", "AAAA-BBBB", made.phrases[0][:-1]):
        with pytest.raises(RefusedError, match="phong bì"):
            closing.open_boxes(ballot=ballot.pk, phrase=phrase)
    assert close(ballot, made.phrases[1]).used == 2
    assert not WrappedKey.objects.exists()


# ── one voice ──


def test_never_more_slips_in_force_than_voters_without_paper(ballot):
    sign(ballot, voters(ballot)[:4], "paper")
    for count in (0, -1, 11):
        with pytest.raises(RefusedError, match="10"):
            print_out(ballot, count)
    assert len(print_out(ballot, 10)) == 10


def test_more_answers_than_signatures_are_told_until_the_roster_is_complete(ballot):
    for code in print_out(ballot, 3):
        give(code)
    close(ballot)
    assert told(ballot).over
    sign(ballot, voters(ballot)[:3])
    assert not told(ballot).over


def test_paper_is_counted_as_far_as_somebody_signed_for_it(ballot):
    with pytest.raises(RefusedError, match="đã ký nhận phiếu giấy"):
        paper(ballot, yes=1)
    sign(ballot, voters(ballot)[:3], "paper")
    assert paper(ballot, yes=2).ballots == 2
    with pytest.raises(RefusedError):
        paper(ballot, no=2)
    with pytest.raises(RefusedError, match="2 phiếu giấy"):
        sign(ballot, voters(ballot)[:2], "")
    assert sign(ballot, voters(ballot)[:1], "") == 1


def test_nobody_is_handed_two_and_not_more_slips_are_than_were_printed(ballot):
    people = voters(ballot)
    print_out(ballot, 2)
    with pytest.raises(RefusedError, match="2 phiếu"):
        sign(ballot, people[:3])
    sign(ballot, people[:2])
    sign(ballot, people[:1], "paper")
    assert dict(RosterEntry.objects.values_list("handed").annotate(n=models.Count("pk")).order_by()) == {
        "": 12,
        "slip": 1,
        "paper": 1,
    }


def test_who_is_not_on_the_roster_is_handed_nothing(ballot):
    assert sign(ballot, [new_key()], "paper") == 0


def test_a_ballot_that_is_gone_is_stale(ballot):
    with acting() as action, pytest.raises(StaleError):
        closing.stop_votes(action, ballot=new_key())


# ── the write-ahead log ──


def test_a_log_that_is_being_read_is_noted_and_emptied_by_the_next_tick(ballot, monkeypatch):
    close(ballot)
    note = Path(settings.BALLOT_KEYS) / "log-to-empty"
    assert note.exists()  # a test runs in one transaction
    monkeypatch.setattr(write_ahead_log, "connection", Mock(in_atomic_block=False, vendor="sqlite"))
    monkeypatch.setattr(write_ahead_log, "_truncate", lambda: False)
    assert not write_ahead_log.empty_if_asked()
    assert note.exists()
    monkeypatch.setattr(write_ahead_log, "_truncate", lambda: True)
    assert write_ahead_log.empty_if_asked()
    assert not note.exists()
