"""Issuing papers with frozen figures, giving them numbers from a series or from the office's own book, signed scans."""

import datetime as dt
import re
import uuid

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coso.access.journal import Act, StaleError, act, held, held_where
from coso.access.models import Account
from coso.access.refusals import Reason, RefusedError
from coso.lib import clock
from coso.lib.keys import new_key
from coso.papers.attachments.files import keep_attachment
from coso.papers.models import Document, Series
from coso.papers.paper import Paper, from_json, to_json
from coso.papers.permissions import ISSUE
from coso.papers.registry import Subject, offer_of, paper_kinds, permission_for
from coso.register.models import Unit
from coso.register.services.guards import lock, require

LEADING = re.compile(r"\d{1,6}")
TITLE, NUMBER = 200, 60


def issue_paper(*, subject: Subject, what: str, by: Account | None) -> Document:
    """Issues a paper about a subject with its figures of now; `what` is the key of the paper, as `offers` gives it.

    Raises RefusedError where it cannot be made, ForbiddenError.
    """
    offer = offer_of(subject, what)
    if offer is None:
        raise RefusedError(_("This paper cannot be made at this step."))
    unit = offer.kind.issuer(subject)
    with transaction.atomic():
        now = offer_of(subject.hold(unit), what)
        if now is None:
            raise RefusedError(_("This paper cannot be made at this step."))
        return issue_document(kind=now.kind.key, unit=unit, subject=now.subject, frozen=now.build(), by=by)


def issue_document(*, kind: str, unit: Unit, subject: uuid.UUID, frozen: Paper, by: Account | None) -> Document:
    """Issues a paper about a subject: from now on it keeps its figures. The same figures again are the same document.

    Raises ForbiddenError.
    """
    declared = paper_kinds().get(kind)
    require(by, declared.permission if declared else ISSUE, unit)
    with transaction.atomic():
        lock([unit.id])
        last = Document.objects.filter(kind=kind, unit=unit, subject=subject).order_by("-id").first()
        if last and _same(last, frozen):
            return last
        key, facts = new_key(), {"title": frozen.title[:TITLE], "frozen": to_json(frozen)}
        with act(by=by, verb="document.issue", unit=unit.id) as a:
            a.write(Document, {key: {"unit_id": unit.id, "kind": kind, "subject": subject, **facts}})
    return Document.objects.get(pk=key)


def _same(document: Document, paper: Paper) -> bool:
    return from_json(document.frozen) == paper


def paper_of(document: Document) -> Paper:
    """The paper as it was issued, with the number and day given since."""
    return from_json(document.frozen).numbered(document.number, document.on)


def next_number(document: Document, year: int | None = None) -> str:
    """The number that the series offers next for a document, in this year or another."""
    return _numbered(next_free(document, year or clock.today().year), _symbol(document))


def take_number(*, document: Document, on: dt.date | None = None, by: Account | None) -> Document:
    """Takes the next number of the unit's series for a day (today). Raises RefusedError where a number is given."""
    day = on or clock.today()
    _require_day(day)
    with act(by=by, verb="document.number", unit=document.unit_id, subject=document) as a:
        now = _lock(document, by)
        if now.number:
            raise RefusedError(Reason(_("This paper already has the number {n}.").format(n=now.number), "number"))
        n = next_free(now, day.year)
        series = _raise_series(a, now, day.year, n)
        number = {"series_id": series, "n": n, "number": _numbered(n, _symbol(now)), "on": day}
        a.write(Document, {now.id: number})
    return Document.objects.get(pk=document.pk)


def next_free(document: Document, year: int) -> int:
    """The number after the last one of the series of a document in a year."""
    found = _series(document, year).first()
    return (found.last if found else 0) + 1


def type_number(*, document: Document, number: str, on: dt.date, by: Account | None) -> Document:
    """Sets number and day as the clerk wrote them after signing; the series goes on from there.

    Raises RefusedError for an empty number, a day to come, a number that another paper of the unit has in that year;
    StaleError if the paper got another number since the caller read it.
    """
    said = " ".join(number.split())[:NUMBER]
    if not said:
        raise RefusedError(Reason(_("Type the number that stands on the paper."), "number"))
    _require_day(on)
    with act(by=by, verb="document.number", unit=document.unit_id, subject=document) as a:
        now = _lock(document, by)
        if (now.number, now.on) != (document.number, document.on):
            raise StaleError(now.act)
        _require_free(now, said, on.year)
        leading = LEADING.match(said)
        if leading and int(leading[0]) >= next_free(now, on.year):
            _raise_series(a, now, on.year, int(leading[0]))
        a.write(Document, {now.id: {"number": said, "on": on, "series_id": None, "n": None}})
    return Document.objects.get(pk=document.pk)


def attach_scan(*, document: Document, upload: UploadedFile, by: Account | None) -> Document:
    """Attaches the signed scan: from now on it is the official copy.

    Raises RefusedError for what is no such file, StaleError if another scan came since the caller read the paper.
    """
    with act(by=by, verb="document.scan", unit=document.unit_id, subject=document) as a:
        now = _lock(document, by)
        if now.scan_id != document.scan_id:
            raise StaleError(now.act)
        a.write(Document, {now.id: {"scan_id": keep_attachment(a, now.unit, upload)}})
    return Document.objects.get(pk=document.pk)


def _lock(document: Document, by: Account | None) -> Document:
    """The paper as it stands, locked after its unit, for who may issue papers of that unit."""
    lock([document.unit_id])
    now = held(Document.objects.select_related("unit"), document.id)
    require(by, permission_for(now), now.unit)
    return now


def _require_day(day: dt.date) -> None:
    if day > clock.today():
        raise RefusedError(Reason(_("A paper is dated on the day of its signing, not on a day to come."), "on"))


def _require_free(document: Document, number: str, year: int) -> None:
    others = Document.objects.filter(unit=document.unit_id, on__year=year).exclude(pk=document.pk)
    for said, title in others.values_list("number", "title"):
        if said.casefold() == number.casefold():
            text = _("Another paper already has this number: {title}.").format(title=title)
            raise RefusedError(Reason(text, "number"))


def _symbol(document: Document) -> str:
    return str(document.frozen.get("symbol", ""))


def _numbered(n: int, symbol: str) -> str:
    """A number below 10 has a leading 0 (NĐ 30/2020, annex I)."""
    return f"{n:02d}/{symbol}"


def _series(document: Document, year: int) -> QuerySet[Series]:
    return Series.objects.filter(unit=document.unit_id, kind=_symbol(document)[:30], year=year)


def _raise_series(a: Act, document: Document, year: int, last: int) -> uuid.UUID:
    found = held_where(_series(document, year))
    key = found[0].id if found else new_key()
    facts = {"unit_id": document.unit_id, "kind": _symbol(document)[:30], "year": year, "last": last}
    a.write(Series, {key: facts})
    return key
