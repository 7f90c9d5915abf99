"""`migrate`: Django's own, which first tells a database from before the migrations began anew."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import translation
from django.utils.translation import gettext as _

ENDED = "evaluation"  # a room that no database made since has


class Command(Migrate):
    """Refuses, in words, to build on tables that it does not know."""

    def handle(self, *args: Any, **options: Any) -> None:
        applied = MigrationRecorder(connections[options["database"]]).applied_migrations()
        if any(app == ENDED for app, _name in applied):
            with translation.override("vi"):
                raise CommandError(
                    _(
                        "This database was made by a version from before 30/11/2026 and cannot be carried on. Nothing "
                        "was changed. Move its folder (or database) away and start with a new one; lists of units, "
                        "officers and members can be taken out of the old version as Excel and imported again."
                    )
                )
        super().handle(*args, **options)
