"""A wide list as Excel in the background: asked for, left, found again, taken away by whoever asked."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.http import Http404, QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from coso.access.jobs import Running, queue
from coso.access.models import Account, Job
from coso.access.refusals import RefusedError
from coso.access.uploads import folder_of
from coso.lib.encrypted_files import EncryptedFile, decrypted
from coso.lib.tables.long_sheet import MOST
from coso.members.columns import SEE, Eyes, exported
from coso.members.export import write_members
from coso.members.filters import Selection, select
from coso.register.visibility import covers, reach_now

EXPORT = "members.export"
WIDE = 5_000


def is_wide(asked: Selection) -> bool:
    """Whether the list is too long to wait for."""
    return asked.people().order_by()[: WIDE + 1].count() > WIDE


def start_export(*, asked: QueryDict, day: dt.date, ids: bool, by: Account) -> Job:
    """Has the list written to a file; columns and filters are those of the address."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    facts = {"query": asked.urlencode(), "day": day.isoformat(), "ids": ids, "language": language}
    return queue(EXPORT, facts, by)


def export_of(user: Account, key: uuid.UUID) -> Job | None:
    """An export by its key; None unless this account asked for it, and may see today all that was put in."""
    job = Job.objects.filter(kind=EXPORT, by=user.pk, pk=key).first()
    return job if job and covers(user, (job.result or {}).get("reach", {})) else None


def file_of(job: Job) -> Path:
    """Where the file of an export stands, encrypted: beside the files of imports, and taken away with them."""
    return folder_of(job.pk) / "list.xlsx.enc"


def content_of(job: Job) -> Iterator[bytes]:
    """The file of an export in clear, part by part."""
    return decrypted(file_of(job), settings.KEYS)


def export(running: Running) -> Mapping[str, Any]:
    """Writes the file under another name first: a broken-off export is never taken for a whole one."""
    said, by = running.asked, running.by
    day, query = dt.date.fromisoformat(said["day"]), QueryDict(said["query"])
    with translation.override(said["language"]):
        try:
            asked = select(by, query, day) if by else None
        except Http404:
            asked = None
        if asked is None or by is None:
            raise RefusedError(_("You have no permission for this."))
        whole = asked.total()["n"]
        if whole > MOST:
            raise RefusedError(_("The list has more people than an Excel sheet has rows; choose a smaller branch."))
        target = file_of(running.job)
        target.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        part = target.with_suffix(".part")
        columns = exported(query.getlist("cot"), by, ids=said["ids"])
        permissions = {SEE, *(column.permission for column in columns)}
        needed = reach_now(by, permissions, asked.unit.path if asked.unit else "")
        with EncryptedFile(part, settings.KEYS) as file:
            text = _("Writing the list")
            rows = write_members(
                cast("IO[bytes]", file),
                asked.people(),
                columns,
                Eyes(by),
                day,
                lambda n: running.progress(n, whole, text),
            )
        part.replace(target)
    return {"rows": rows, "name": f"doan-vien-{day}.xlsx", "reach": needed}
