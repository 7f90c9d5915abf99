"""Proofs of lines: a file, a photo, a link, a record, or a paper that the appraiser has seen (R22)."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from coso.access.journal import Act, act
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.grading.chain import APPRAISE
from coso.grading.models import Proof, Sheet, SheetLine
from coso.grading.services.guards import require_step
from coso.grading.services.rows import lock_line, lock_proof
from coso.grading.services.scoring import require_scorer, require_typing
from coso.law import parameter
from coso.lib import clock
from coso.lib.keys import new_key
from coso.papers.attachments.files import keep_attachment
from coso.papers.models import Attachment

FILE, PHOTO, LINK, RECORD, SEEN = "file", "photo", "link", "record", "seen"
FILES = (FILE, PHOTO)
LONGEST_LINK = 500
Facts = dict[str, Any]


def add_proof(
    *,
    line: SheetLine,
    kind: str,
    by: Account | None,
    text: str = "",
    upload: UploadedFile | None = None,
    file: uuid.UUID | None = None,
    record: tuple[str, uuid.UUID] | None = None,
    seen_on: dt.date | None = None,
) -> Proof:
    """Adds a proof to a line. The union adds files, links, records; the appraiser says what was seen on paper.

    `file` is a file already attached to this sheet, `record` the table and key of a row that `text` names.
    Raises RefusedError with the field that is wrong: kind, file, text, record, seen_on.
    """
    with act(by=by, verb="proof.add", unit=line.sheet.unit_id, subject=line.sheet, reason=line.code) as a:
        now = lock_line(line)
        require_prover(by, now, kind)
        facts = _FACTS[kind](line=now, text=text.strip(), upload=upload, file=file, record=record, seen_on=seen_on)
        key = write_proof(a, now, kind, by, upload, facts)
    return Proof.objects.get(pk=key)


def require_prover(by: Account | None, line: SheetLine, kind: str) -> None:
    """Raises unless the actor may add or withdraw this kind of proof now."""
    if kind not in _FACTS:
        raise RefusedError(Reason(_("This kind of proof is not known."), "kind"))
    if kind == SEEN:
        require_step(by, line.sheet, APPRAISE)
        return
    require_scorer(by, line.sheet)
    require_typing(line)


def write_proof(
    a: Act, line: SheetLine, kind: str, by: Account | None, upload: UploadedFile | None, facts: Facts
) -> uuid.UUID:
    """Writes a proof of a locked line in the open action, with its file where one is handed in.

    The number of files is checked here.
    """
    if kind in FILES:
        _check_room(line)
    if upload is not None and kind in FILES:
        facts = {**facts, "file_id": keep_attachment(a, line.sheet.unit, upload)}
    _check_not_there(line, facts)
    key = new_key()
    actor = by.id if by else None
    who = {"added_by": actor, "added_on": clock.today(), "seen_by": actor if kind == SEEN else None}
    a.write(Proof, {key: {"line_id": line.id, "kind": kind, **who, **facts}})
    return key


def most_files(line: SheetLine) -> int:
    """How many files a line may carry, by the parameter of the round's closing day."""
    return int(parameter("grading.proof_files_per_line").at(line.sheet.round.closing).number)


def _check_room(line: SheetLine) -> None:
    most = most_files(line)
    if Proof.objects.standing().filter(line=line, kind__in=FILES).count() >= most:
        text = _("A line carries at most {n} files; withdraw one that is no longer needed.")
        raise RefusedError(Reason(text.format(n=most), "file"))


def _check_not_there(line: SheetLine, facts: Facts) -> None:
    standing = Proof.objects.standing().filter(line=line)
    file = facts.get("file_id")
    sha256 = Attachment.objects.filter(pk=file).values("sha256") if file else Attachment.objects.none()
    same_file = file is not None and standing.filter(file__sha256__in=sha256).exists()
    same_record = facts.get("record") and standing.filter(record=facts["record"]).exists()
    if same_file or same_record:
        raise RefusedError(Reason(_("This proof stands on the line already."), "file" if same_file else "record"))


def _file(*, line: SheetLine, upload: UploadedFile | None, file: uuid.UUID | None, text: str, **_rest: Any) -> Facts:
    if upload is not None:
        return {"text": text}
    row = files_of_sheet(line.sheet).get(file) if file else None
    if row is None:
        raise RefusedError(Reason(_("Choose a file."), "file"))
    return {"text": text, "file_id": row.id}


def files_of_sheet(sheet: Sheet) -> dict[uuid.UUID, Attachment]:
    """The files that prove some line of a sheet, the same content once."""
    standing = Proof.objects.standing().filter(line__sheet=sheet, file__isnull=False).select_related("file")
    once = {proof.file.sha256: proof.file for proof in standing.order_by("-id") if proof.file}
    return {row.id: row for row in once.values()}


def _link(*, text: str, **_rest: Any) -> Facts:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    plain = len(text) <= LONGEST_LINK and not any(char.isspace() or not char.isprintable() for char in text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or not plain:
        raise RefusedError(Reason(_("Write a whole address that begins with https:// or http://."), "text"))
    return {"text": text}


def _record(*, text: str, record: tuple[str, uuid.UUID] | None, **_rest: Any) -> Facts:
    if record is None or not text:
        raise RefusedError(
            Reason(_("No such record, or you may not see it. Write its code as its page shows it."), "record")
        )
    return {"text": text, "record_kind": record[0], "record": record[1]}


def _seen(*, text: str, seen_on: dt.date | None, **_rest: Any) -> Facts:
    today = clock.today()
    if seen_on is None or seen_on > today:
        raise RefusedError(Reason(_("Say on which day the paper was seen, today at the latest."), "seen_on"))
    if not text:
        raise RefusedError(Reason(_("Say which paper, and where it was seen."), "text"))
    return {"text": text, "seen_on": seen_on}


_FACTS: dict[str, Callable[..., Facts]] = {FILE: _file, PHOTO: _file, LINK: _link, RECORD: _record, SEEN: _seen}


def withdraw_proof(*, proof: Proof, reason: str, by: Account | None) -> Proof:
    """Takes a proof off its line with a reason; it stays readable as withdrawn. Raises RefusedError."""
    sheet = proof.line.sheet
    if not reason.strip():
        raise RefusedError(Reason(_("Say why the proof is withdrawn."), "reason"))
    with act(by=by, verb="proof.withdraw", unit=sheet.unit_id, subject=sheet, reason=reason) as a:
        now = lock_proof(proof)
        require_prover(by, now.line, now.kind)
        if now.ended_on:
            raise RefusedError(_("This proof is withdrawn already."))
        end = {"ended_on": clock.today(), "ended_by": by.id if by else None, "ended_why": reason.strip()}
        a.write(Proof, {proof.id: end})
    return Proof.objects.get(pk=proof.pk)
