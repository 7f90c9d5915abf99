"""The doctor names what is wrong and says what to do."""

import datetime as dt
import io
import shutil
from collections import namedtuple

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from coso.access.journal.seal import newest_seal, seal_finished
from coso.access.models import Action, Change, Job, Seal
from coso.duties.models import Duty
from coso.grading.testing.rounds import MODEL, start_round
from coso.lib import clock
from coso.lib.crypto import make_keys
from coso.register.models import Person, UnitPlace
from coso.register.services.people import add_member
from coso.rubrics.services.rubrics import take_in_rubric
from coso.web.doctor import findings

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def well(tree, actors):
    start_round(tree, take_in_rubric(source=MODEL, by=None))
    seal_finished(clock.now() + HOUR)
    return tree


def said(*flags):
    """What the command prints, and how it ends."""
    out = io.StringIO()
    try:
        call_command("doctor", *flags, stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def test_a_database_that_was_never_set_up_is_told_in_words(db):
    MigrationRecorder(connection).migration_qs.filter(app="register").delete()
    with pytest.raises(CommandError, match="run một lần"):
        call_command("doctor")


def test_a_well_installation_is_told_so_and_ends_with_0(well):
    assert said() == ("Mọi thứ đều ổn.\n", 0)


def test_one_changed_byte_of_a_sealed_body_names_the_action(well):
    page = Change.objects.exclude(action__seal=None).order_by("id").first()
    body = bytearray(bytes(page.body))
    body[-1] ^= 1
    Change.objects.filter(pk=page.pk).update(body=bytes(body))
    text, code = said()
    assert str(page.action_id) in text
    assert "bản sao lưu" in text
    assert code == 1


def test_a_lost_duty_is_named_with_the_unit_that_owes_it(well):
    Duty.objects.filter(unit=well.garment)._raw_delete("default")
    [text] = findings()
    assert well.garment.code in text
    assert "Chấm điểm" in text


def test_an_action_whose_reason_was_changed_is_named(well):
    action = Action.objects.exclude(seal=None).first()
    Action.objects.filter(pk=action.pk).update(reason="khác")
    assert str(action.pk) in " ".join(findings())


def test_a_tail_cut_off_is_found_against_the_printed_seal(well):
    add_member(unit=well.line5, day=dt.date(2026, 1, 1), values={"name": "Lê Hoa"}, by=None)
    seal = seal_finished(clock.now() + HOUR)
    paper = f"{seal.no}:{bytes(seal.root).hex()}"
    assert said("--seal", paper)[1] == 0
    Action.objects.filter(seal=seal).update(seal=None)
    Seal.objects.filter(pk=seal.no).delete()
    assert newest_seal().no == seal.no - 1
    text, code = said("--seal", paper)
    assert f"Niêm số {seal.no}" in text
    assert code == 1


@pytest.mark.parametrize("paper", ["abc", "1:xyz", ":"])
def test_a_seal_mistyped_is_told_how_to_be_written(well, paper):
    with pytest.raises(CommandError, match="số:gốc"):
        said("--seal", paper)


def test_a_job_that_stopped_is_named_and_said_to_be_taken_up_again(well):
    Job.objects.create(kind="members.book", state=Job.RUNNING, heartbeat=clock.now() - HOUR)
    [text] = findings()
    assert "members.book" in text
    assert "chưa có gì được ghi" in text


def test_a_job_that_failed_of_itself_is_told_but_not_one_whose_sender_was_told_why(well):
    Job.objects.create(kind="a", state=Job.FAILED, message="lỗi", result={"error": "Traceback"})
    Job.objects.create(kind="b", state=Job.FAILED, message="tệp sai")
    [text] = findings()
    assert "lỗi" in text


def test_jobs_nobody_takes_up_ask_for_the_worker(well):
    old = Job.objects.create(kind="members.book")
    Job.objects.filter(pk=old.pk).update(made=clock.now() - 2 * HOUR)
    [text] = findings()
    assert "./coso run" in text


def test_a_disk_nearly_full_is_told_with_its_place(well, monkeypatch, settings):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(1, 1, 20_000_000))
    [text] = findings()
    assert "20 MB" in text
    assert str(settings.DATA) in text


def test_keys_of_another_installation_are_told(well, settings, tmp_path):
    hoa = {"name": "Lê Hoa", "national_id": "040190001234"}
    add_member(unit=well.line5, day=dt.date(2026, 1, 1), values=hoa, by=None)
    settings.KEYS = make_keys(tmp_path / "other.keys")
    text = " ".join(findings())
    assert str(settings.KEY_FILE) in text


def test_a_key_file_that_others_can_read_is_told(well, settings, tmp_path):
    settings.KEY_FILE = tmp_path / "coso.keys"
    make_keys(settings.KEY_FILE)
    assert not list(findings())
    settings.KEY_FILE.chmod(0o644)
    [text] = findings()
    assert "chmod 600" in text


def test_a_place_that_is_not_what_the_facts_say_is_named_and_mended(well):
    UnitPlace.objects.filter(unit=well.line5)._raw_delete("default")
    text, code = said()
    assert well.line5.code in text
    assert "--mend" in text
    assert code == 1
    assert said("--mend")[1] == 0


def test_a_person_seen_through_the_wrong_unit_is_mended(well):
    person = Person.objects.exclude(home=None).first()
    move_past_the_door(person, well.stranger)
    assert said()[1] == 1
    assert said("--mend")[1] == 0


def move_past_the_door(person, unit):
    """As somebody with the database open would."""
    home = Person._meta.get_field("home").get_db_prep_value(unit.pk, connection)
    key = Person._meta.pk.get_db_prep_value(person.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Person._meta.db_table} SET home_id = %s WHERE id = %s", [home, key])
