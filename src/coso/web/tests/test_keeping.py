"""A backup restored elsewhere is the same installation; the doctor finds what is wrong."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from coso.access.journal.seal import newest_seal, seal_finished
from coso.access.models import Action, Job
from coso.duties.models import Duty
from coso.evaluation.services.rubrics import take_in_rubric
from coso.evaluation.tests.rounds import MODEL, start_round
from coso.web.doctor import findings

LATER = dt.timedelta(seconds=5)
SOURCE = Path(settings.PROJECT) / "src"


@pytest.fixture
def well(tree, actors):
    start_round(tree, take_in_rubric(source=MODEL, by=None))
    seal_finished(timezone.now() + LATER)
    return tree


def test_a_well_installation_has_no_findings(well):
    assert not list(findings())


def test_a_lost_duty_is_found(well):
    Duty.objects.filter(unit=well.garment)._raw_delete("default")
    assert len(list(findings())) == 1


def test_a_changed_action_is_named(well):
    action = Action.objects.exclude(seal=None).first()
    Action.objects.filter(pk=action.pk).update(reason="khác")
    assert str(action.pk) in " ".join(findings())


def test_a_cut_tail_is_found_against_paper(well):
    seal = newest_seal()
    assert not list(findings((seal.no, bytes(seal.root).hex())))
    assert list(findings((seal.no + 1, bytes(seal.root).hex())))


def test_a_stopped_job_is_told(well):
    Job.objects.create(kind="x", state=Job.RUNNING, heartbeat=timezone.now().replace(year=2020))
    assert len(list(findings())) == 1


def other(folder, *command):
    environment = {**os.environ, "COSO_DATA": str(folder), "PYTHONPATH": str(SOURCE)}
    environment.pop("DATABASE_URL", None)
    run = [sys.executable, "-m", "django", *command]
    return subprocess.run(run, env=environment, capture_output=True, text=True, check=False)


def test_a_backup_restored_elsewhere_is_whole_and_the_keys_stay_apart(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    assert other(first, "migrate", "-v0").returncode == 0
    (first / "files").mkdir()
    (first / "files" / "anh.jpg").write_bytes(b"x")
    assert other(first, "import_rubric", str(SOURCE / "coso/evaluation/rubrics/coso-model.yaml")).returncode == 0
    saved = other(first, "backup", str(tmp_path / "x.coso"))
    assert "coso.keys" in saved.stdout
    (second / "keys").mkdir(parents=True)
    (second / "keys" / "coso.keys").write_bytes((first / "keys" / "coso.keys").read_bytes())
    assert other(second, "restore", str(tmp_path / "x.coso")).returncode == 0
    assert (second / "files" / "anh.jpg").exists()
    assert other(second, "doctor").returncode == 0
    again = other(second, "restore", str(tmp_path / "x.coso"))
    assert "không trống" in again.stderr


def test_a_broken_archive_is_told(tmp_path):
    (tmp_path / "x.coso").write_bytes(b"nothing")
    told = other(tmp_path / "c", "restore", str(tmp_path / "x.coso"))
    assert told.returncode == 1
    assert "không đọc được" in told.stderr
