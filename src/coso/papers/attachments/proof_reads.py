"""Proofs as pages show them: what, from whom, when, and where it opens."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coso.access.models import Account, Action
from coso.access.prepared import prepared
from coso.lib import clock
from coso.lib.dates import show_day
from coso.papers.attachments.proofs import FILE, FILES, LINK, PHOTO, RECORD, SEEN
from coso.papers.models import Proof
from coso.register.models import Person, Unit

ICONS = {FILE: "paperclip", PHOTO: "photo", LINK: "link", RECORD: "list-details", SEEN: "eye"}
KINDS: dict[str, str | Promise] = {
    FILE: _("File"),
    PHOTO: _("Photo"),
    LINK: _("Link"),
    RECORD: _("Record"),
    SEEN: _("Seen on paper"),
}
RECORDS: dict[str, tuple[type[Any], str, str]] = {
    "register.unit": (Unit, "code", "unit"),
    "register.person": (Person, "code", "person"),
    "access.action": (Action, "id", "action"),
}


@dataclass
class ProofView:
    """A proof as a page shows it. `url` is empty where it opens nowhere."""

    proof: Proof
    who: str
    ended_by: str
    url: str

    @property
    def icon(self) -> str:
        """The sign of its kind."""
        return ICONS[self.proof.kind]

    @property
    def kind(self) -> str | Promise:
        """The word of its kind."""
        return KINDS[self.proof.kind]

    @property
    def name(self) -> str:
        """What it is called: the file's name, the address, the record, the paper."""
        return self.proof.file.name if self.proof.file else self.proof.text

    @property
    def remark(self) -> str:
        """What was said beside a file."""
        return self.proof.text if self.proof.file else ""

    @property
    def outside(self) -> bool:
        """Whether it leads out of the system."""
        return self.proof.kind == LINK

    @property
    def is_file(self) -> bool:
        """Whether it is a file or a photo."""
        return self.proof.kind in FILES

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken off the line."""
        return self.proof.ended_on is not None


def proofs_about(kind: str, subjects: Iterable[uuid.UUID]) -> Iterator[tuple[uuid.UUID, ProofView]]:
    """(row, proof) of some rows of a table: one query, one for names, one for each kind of record."""
    for shown in proof_views(_about(kind, subjects)):
        yield shown.proof.subject, shown


@prepared
def _about(kind: str, subjects: Iterable[uuid.UUID]) -> QuerySet[Proof]:
    return Proof.objects.about(kind, subjects).select_related("file").order_by("id")


def proof_views(proofs: list[Proof]) -> list[ProofView]:
    """Proofs with the names of who added them and where they open."""
    accounts = {key for proof in proofs for key in (proof.added_by, proof.ended_by) if key}
    names = dict(Account.objects.filter(pk__in=accounts).values_list("id", "name")) if accounts else {}
    urls = _urls(proofs)
    return [
        ProofView(proof, _name(names, proof.added_by), _name(names, proof.ended_by), _url(proof, urls))
        for proof in proofs
    ]


def _name(names: dict[uuid.UUID, str], account: uuid.UUID | None) -> str:
    return names.get(account, "") if account else ""


def _url(proof: Proof, urls: dict[uuid.UUID, str]) -> str:
    if proof.file_id:
        return reverse("attachment", args=[proof.file_id])
    return proof.text if proof.kind == LINK else urls.get(proof.record, "") if proof.record else ""


def _urls(proofs: list[Proof]) -> dict[uuid.UUID, str]:
    wanted = defaultdict(set)
    for proof in proofs:
        if proof.record:
            wanted[proof.record_kind].add(proof.record)
    out: dict[uuid.UUID, str] = {}
    for kind, keys in wanted.items():
        if kind in RECORDS:
            model, column, name = RECORDS[kind]
            rows = model.objects.filter(pk__in=keys).values_list("pk", column)
            out |= {pk: reverse(name, args=[value]) for pk, value in rows}
    return out


def find_record(text: str, by: Account) -> tuple[str, uuid.UUID, str] | None:
    """The unit, person or deed that a code or a pasted address names, if `by` may see it: (table, key, words)."""
    last = text.strip().split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    unit = Unit.objects.visible_to(by, "units.see").filter(code__iexact=last).first() if last else None
    if unit:
        return "register.unit", unit.id, _unit_words(unit)
    person = Person.objects.visible_to(by, "people.see").filter(code__iexact=last).first() if last else None
    if person:
        return "register.person", person.id, f"{person.name} ({person.code})"
    return _deed(last, by)


def _unit_words(unit: Unit) -> str:
    name = unit.versions.order_by("-start").values_list("name", flat=True).first()
    return f"{name or unit.code} ({unit.code})"


def _deed(text: str, by: Account) -> tuple[str, uuid.UUID, str] | None:
    try:
        key = uuid.UUID(text)
    except ValueError:
        return None
    seen: QuerySet[Unit] = Unit.objects.visible_to(by, "journal.see")
    action = Action.objects.filter(pk=key, unit__in=seen.values("id")).first()
    if action is None:
        return None
    words = gettext("Journal entry of {day}").format(day=show_day(clock.day_of(action.at)))
    return "access.action", action.id, words
