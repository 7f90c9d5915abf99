"""Proofs: a file, a photo, a link, a record, or a paper that somebody in charge has seen (R22)."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coso.access.journal import Act, act, held
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.lib import clock
from coso.lib.keys import new_key
from coso.papers.attachments.files import keep_attachment
from coso.papers.attachments.proving import Provable
from coso.papers.models import Attachment, Proof

NO_DAY = gettext_lazy("Say on which day the paper was seen, today at the latest.")
FILE, PHOTO, LINK, RECORD, SEEN = "file", "photo", "link", "record", "seen"
FILES = (FILE, PHOTO)
LONGEST_LINK = 500
Facts = dict[str, Any]


def add_proof(
    *,
    about: Provable,
    kind: str,
    by: Account | None,
    text: str = "",
    upload: UploadedFile | None = None,
    file: uuid.UUID | None = None,
    record: tuple[str, uuid.UUID] | None = None,
    seen_on: dt.date | None = None,
) -> Proof:
    """Adds a proof to a row. `file` is a file attached beside it, `record` table and key of a row that `text` names.

    Raises ForbiddenError; RefusedError with the field that is wrong: kind, file, text, record, seen_on.
    """
    with act(by=by, verb="proof.add", unit=about.unit.pk, **about.entry) as a:
        now = _held(about, by, kind)
        facts = _FACTS[kind](about=now, text=text.strip(), upload=upload, file=file, record=record, seen_on=seen_on)
        key = write_proof(a, now, kind, by, upload, facts)
    return Proof.objects.get(pk=key)


def _held(about: Provable, by: Account | None, kind: str) -> Provable:
    if kind not in _FACTS:
        raise RefusedError(Reason(_("This kind of proof is not known."), "kind"))
    now = about.hold()
    now.require(by, kind)
    return now


def write_proof(
    a: Act, about: Provable, kind: str, by: Account | None, upload: UploadedFile | None, facts: Facts
) -> uuid.UUID:
    """Writes a proof of a locked row in the open action, with its file where one is handed in.

    The number of files is checked here.
    """
    if kind in FILES:
        _check_room(about)
    if upload is not None and kind in FILES:
        facts = {**facts, "file_id": keep_attachment(a, about.unit, upload)}
    _check_not_there(about, facts)
    key = new_key()
    actor = by.id if by else None
    place = {"unit_id": about.unit.pk, "subject": about.row.pk, "subject_kind": about.key}
    who = {"added_by": actor, "added_on": clock.today(), "seen_by": actor if kind == SEEN else None}
    a.write(Proof, {key: {**place, "kind": kind, **who, **facts}})
    return key


def _check_room(about: Provable) -> None:
    most = about.most_files()
    if Proof.objects.standing().about(about.key, [about.row.pk]).filter(kind__in=FILES).count() >= most:
        text = _("A line carries at most {n} files; withdraw one that is no longer needed.")
        raise RefusedError(Reason(text.format(n=most), "file"))


def _check_not_there(about: Provable, facts: Facts) -> None:
    standing = Proof.objects.standing().about(about.key, [about.row.pk])
    file = facts.get("file_id")
    sha256 = Attachment.objects.filter(pk=file).values("sha256") if file else Attachment.objects.none()
    same_file = file is not None and standing.filter(file__sha256__in=sha256).exists()
    same_record = facts.get("record") and standing.filter(record=facts["record"]).exists()
    if same_file or same_record:
        raise RefusedError(Reason(_("This proof stands on the line already."), "file" if same_file else "record"))


def _file(*, about: Provable, upload: UploadedFile | None, file: uuid.UUID | None, text: str, **_rest: Any) -> Facts:
    if upload is not None:
        return {"text": text}
    row = files_beside(about).get(file) if file else None
    if row is None:
        raise RefusedError(Reason(_("Choose a file."), "file"))
    return {"text": text, "file_id": row.id}


def files_beside(about: Provable) -> dict[uuid.UUID, Attachment]:
    """The files that prove a row or one beside it, the same content once."""
    found = Proof.objects.standing().about(about.key, about.beside()).filter(file__isnull=False)
    once = {proof.file.sha256: proof.file for proof in found.select_related("file").order_by("-id") if proof.file}
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
        raise RefusedError(Reason(NO_DAY, "seen_on"))
    if not text:
        raise RefusedError(Reason(_("Say which paper, and where it was seen."), "text"))
    return {"text": text, "seen_on": seen_on}


_FACTS: dict[str, Callable[..., Facts]] = {FILE: _file, PHOTO: _file, LINK: _link, RECORD: _record, SEEN: _seen}


def withdraw_proof(*, proof: Proof, about: Provable, reason: str, by: Account | None) -> Proof:
    """Takes a proof off its row with a reason; it stays readable as withdrawn. Raises RefusedError."""
    if not reason.strip():
        raise RefusedError(Reason(_("Say why the proof is withdrawn."), "reason"))
    with act(by=by, verb="proof.withdraw", unit=about.unit.pk, **{**about.entry, "reason": reason}) as a:
        place = about.hold()
        now = held(Proof.objects.about(about.key, [about.row.pk]), proof.pk)
        place.require(by, now.kind)
        if now.ended_on:
            raise RefusedError(_("This proof is withdrawn already."))
        end = {"ended_on": clock.today(), "ended_by": by.id if by else None, "ended_why": reason.strip()}
        a.write(Proof, {now.pk: end})
    return Proof.objects.get(pk=proof.pk)
