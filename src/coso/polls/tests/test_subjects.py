"""What polls are about is declared: another subject needs nothing but its class; what was asked about, stays."""

import json
import zlib
from typing import ClassVar

import pytest

from coso.access.journal import blockers, undo
from coso.access.journal.reading import written_by
from coso.access.models import Action, Change
from coso.access.refusals import ForbiddenError, RefusedError
from coso.ballots.key_files import destroy_key
from coso.ballots.models import RosterEntry
from coso.papers.registry import Page
from coso.polls import subjects
from coso.polls.models import Meeting, Poll
from coso.polls.reads import poll_view
from coso.polls.services.counting import record_meeting
from coso.polls.services.running import close_poll, open_poll, renew_poll
from coso.polls.subjects import PollSubject, poll_subjects, subject_of
from coso.polls.testing import KEYS, SOON, fill_union, give, of_sheet, slips
from coso.register.models import Membership, Unit

pytestmark = pytest.mark.one_year
SHEETS = poll_subjects()["sheet"]


class Survey(PollSubject):
    """A unit itself, in which everybody of the union above is asked."""

    key: ClassVar[str] = "survey"
    model: ClassVar = Unit
    see: ClassVar[str] = "units.see"
    questions: ClassVar = SHEETS.questions

    @classmethod
    def rows(cls):
        return Unit.objects.all()

    @property
    def unit(self):
        return self.row

    @property
    def year(self):
        return 2026

    def page(self, request):
        return Page(self.row.code, "", "/", "")

    def voters(self, day):
        return set(Membership.objects.on(day).values_list("person_id", flat=True))


@pytest.fixture
def survey(tree, monkeypatch):
    monkeypatch.setattr(subjects, "poll_subjects", lambda: {"sheet": SHEETS, "survey": Survey})
    fill_union(tree.garment, 10)
    return Survey(tree.ward)


def test_a_poll_of_another_room_asks_whom_its_subject_names(survey, actors, today):
    poll = open_poll(about=survey, last=today + SOON, by=actors.hanh)
    assert (subject_of(poll), poll.unit_id, poll.year) == (survey, survey.row.pk, 2026)
    assert RosterEntry.objects.count() == len(survey.voters(today)) > 14
    for code in slips(poll, 5, actors.hanh):
        give(code)
    close_poll(poll=poll, by=actors.hanh)
    assert poll_view(survey).result.score == 1


def test_the_right_is_asked_for_at_the_unit_of_the_subject(survey, actors, today):
    with pytest.raises(ForbiddenError):
        open_poll(about=survey, last=today + SOON, by=actors.nhung)


def test_nobody_is_asked_where_the_subject_says_why_not(survey, actors, today, monkeypatch):
    monkeypatch.setattr(Survey, "why_not", lambda _self: "Chưa đến lúc.")
    with pytest.raises(RefusedError, match="Chưa đến lúc"):
        open_poll(about=survey, last=today + SOON, by=actors.hanh)
    assert not Poll.objects.exists()


def test_what_was_asked_about_stays(poll, a_round):
    opening = Action.objects.get(verb="round.open")
    assert ("polls.poll", poll.pk) in {(stop.table, stop.row) for stop in blockers(opening)}


def test_the_journal_of_before_reads_and_takes_back_under_the_old_names(sheet, today):
    said = {"attended": 3, "said": "Cần quạt.", "outcomes": dict.fromkeys(KEYS, "mostly")}
    meeting = record_meeting(about=of_sheet(sheet), held=today, by=None, **said)
    Change.objects.filter(table="polls.meeting").update(table="grading.meeting")
    action = Action.objects.get(verb="poll.meeting")
    assert [(row.model, row.key) for row in written_by(action, 9)] == [(Meeting, meeting.pk)]
    undo(action=action, reason="gõ nhầm", by=None)
    assert not Meeting.objects.exists()


def test_an_image_of_before_names_its_sheet_and_is_read_as_the_subject(poll, actors, today):
    destroy_key(poll.ballot_id)
    renew_poll(poll=poll, last=today, by=actors.nhung)
    action = Action.objects.get(verb="poll.renew")
    page = Change.objects.get(action=action, table="polls.poll")
    body = json.loads(zlib.decompress(bytes(page.body)))
    image = dict(zip(body["names"], body["rows"][0], strict=True))
    old = {**{name: image[name] for name in ("id", "act", "questions", "ballot_id")}, "sheet_id": image["subject"]}
    body |= {"names": list(old), "rows": [list(old.values())]}
    packed = zlib.compress(json.dumps(body).encode())
    Change.objects.filter(pk=page.pk).update(table="grading.poll", body=packed)
    (before,) = [row.before for row in written_by(action, 99) if row.model is Poll]
    assert (before["subject"], before["subject_kind"], before["ballot_id"]) == (poll.subject, "sheet", poll.ballot_id)
