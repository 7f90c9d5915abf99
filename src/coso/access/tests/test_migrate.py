"""A database of before is told so in words, and left as it was."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.django_db
def test_a_database_of_before_is_told_so():
    MigrationRecorder(connection).record_applied("evaluation", "0005_findings")
    with pytest.raises(CommandError, match="được tạo bởi phiên bản trước ngày 30/11/2026"):
        call_command("migrate", "--check", verbosity=0)


@pytest.mark.django_db
def test_a_database_of_today_goes_through():
    call_command("migrate", "--check", verbosity=0)
