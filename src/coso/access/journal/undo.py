"""Taking an action back: allowed while every row it wrote still stands as it left it."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, models
from django.utils.translation import gettext as _

from coso.access.deeds import require_right
from coso.access.journal import bulk
from coso.access.journal.holding import held
from coso.access.journal.snapshots import Snapshot, pages_of
from coso.access.journal.writer import Act, StaleError, act, defaults
from coso.access.models import Account, Action, Journaled
from coso.access.refusals import RefusedError
from coso.lib.tables import collector_paused

ACTION = "access.action"
FEW = 500
Snapshots = dict[type[Journaled], dict[uuid.UUID, Snapshot | None]]
UndoHook = Callable[[Snapshots], Callable[[], None]]
_undo_hooks: list[UndoHook] = []
Bar = Callable[[Snapshots], Iterable["Blocker"]]
_bars: list[Bar] = []


def on_undo(hook: UndoHook) -> UndoHook:
    """Declares what follows an undo: called before with the snapshots, it returns what to do after (derive again)."""
    _undo_hooks.append(hook)
    return hook


def bars_undo(bar: Bar) -> Bar:
    """Declares what can never be taken back: it names the rows, and neither button nor address then undoes them."""
    _bars.append(bar)
    return bar


@dataclass(frozen=True)
class Blocker:
    """A row that stands in the way of an undo: the action that wrote it since, or `for_good` by its nature."""

    table: str
    row: uuid.UUID
    since: uuid.UUID | None
    for_good: bool = False


class BlockedError(RefusedError):
    """The undo would lose what was written since; carries the blockers, newest first."""

    def __init__(self, blockers: list[Blocker]) -> None:
        super().__init__(_("It cannot be taken back: {n} rows were written since.").format(n=len(blockers)))
        self.blockers = blockers


class TakenBackError(BlockedError):
    """Somebody took the entry back already."""

    def __init__(self) -> None:
        RefusedError.__init__(self, _("This entry was taken back already."))
        self.blockers = []


def snapshots_of(action: Action) -> Snapshots:
    """Each row's oldest snapshot in the action: that is what an undo puts back."""
    out: Snapshots = defaultdict(dict)
    for page in pages_of(action):
        kept = out[page.model]
        for key, snapshot in page.snapshots.items():
            kept.setdefault(key, snapshot)
    return dict(out)


def blockers(action: Action, snapshots: Snapshots | None = None) -> list[Blocker]:
    """Rows written again or deleted since, rows of others that point at what it made, rows that stand for good."""
    snapshots = snapshots_of(action) if snapshots is None else snapshots
    out = [blocker for bar in _bars for blocker in bar(snapshots)]
    for model, rows in snapshots.items():
        out += _changed(action.id, model, rows)
        made = [key for key, snapshot in rows.items() if snapshot is None]
        out += _pointing(action.id, model, made)
    return sorted(out, key=lambda blocker: (blocker.since or uuid.UUID(int=0)).int, reverse=True)


def _changed(action: uuid.UUID, model: type[Journaled], rows: dict[uuid.UUID, Snapshot | None]) -> Iterator[Blocker]:
    if _untouched(action, model, rows):
        return
    stamps = dict(bulk.fetch(model, ["id", "act"], rows))
    for key, snapshot in rows.items():
        if key in stamps and stamps[key] != action:
            yield Blocker(model._meta.label_lower, key, stamps[key])
        elif key not in stamps and snapshot is None:
            yield Blocker(model._meta.label_lower, key, None)


def _untouched(action: uuid.UUID, model: type[Journaled], rows: dict[uuid.UUID, Snapshot | None]) -> bool:
    """Whether every one of many rows is as the action left it, told by their number alone."""
    if len(rows) <= bulk.MANY:
        return False
    mine: models.QuerySet = models.QuerySet(model).filter(bulk.spanned("pk", rows), act=action)
    return bool(mine.count() == len(rows))


def _pointing(action: uuid.UUID, model: type[Journaled], made: list[uuid.UUID]) -> Iterator[Blocker]:
    wanted = set(made)
    span = bulk.span_of(wanted) if wanted else None
    for other, name in _pointers(model):
        for part in bulk.covering(name, wanted, span):
            strange: models.QuerySet = models.QuerySet(other).exclude(act=action).filter(part)
            for key, since, to in strange.values_list("id", "act", name):
                if to in wanted:
                    yield Blocker(other._meta.label_lower, key, since)


def _pointers(model: type[Journaled]) -> Iterator[tuple[type[Journaled], str]]:
    hidden_too = model._meta.get_fields(include_hidden=True)
    for relation in (field for field in hidden_too if isinstance(field, models.ManyToOneRel)):
        other = relation.related_model
        if issubclass(other, Journaled) and relation.field.attname not in other.derived:
            yield other, relation.field.attname


def made_in(snapshots: Snapshots, model: type[Journaled]) -> Iterator[list[uuid.UUID]]:
    """The keys of the rows of a model that an action made, some at a time."""
    made = [key for key, snapshot in snapshots.get(model, {}).items() if snapshot is None]
    return iter(bulk.chunks(made, FEW))


def undo(*, action: Action, reason: str, by: Account | None) -> Act:
    """Puts back all that an action wrote, as an action of its own, for somebody who could do the deed itself now.

    Raises BlockedError, RefusedError where there is nothing to put back, ForbiddenError, StaleError where somebody
    else wrote at the same moment; then nothing is changed.
    """
    try:
        return _undo(action.pk, reason, by)
    except IntegrityError as wrong:
        raise StaleError(None) from wrong


def _undo(key: uuid.UUID, reason: str, by: Account | None) -> Act:
    unit = Action.objects.filter(pk=key).values_list("unit", flat=True).first()
    with act(by=by, verb="action.undo", unit=unit, reason=reason) as a, collector_paused():
        action = held(Action.objects.all(), key, _not_undone)
        require_right(by, action)
        snapshots = snapshots_of(action)
        if not snapshots:
            raise RefusedError(_("It changed no row."))
        _hold(snapshots)
        in_the_way = blockers(action, snapshots)
        if in_the_way:
            raise BlockedError(in_the_way)
        for model, rows in snapshots.items():
            a.touched.note(model, rows.values())
            a.touched.note_made(model, [key for key, snapshot in rows.items() if snapshot is None])
        afterwards = [hook(snapshots) for hook in _undo_hooks]
        _delete_made(action.id, snapshots)
        for model, rows in snapshots.items():
            _put_back(model, {key: snapshot for key, snapshot in rows.items() if snapshot is not None})
        for follow in afterwards:
            follow()
        Action.objects.filter(pk=action.pk).update(undone_by=a.id)
        Action.objects.filter(pk=a.id).update(subject_kind=ACTION, subject=action.pk)  # sealed with the undo
    return a


def _not_undone(action: Action) -> None:
    if action.undone_by:
        raise TakenBackError


def _hold(snapshots: Snapshots) -> None:
    """Keeps others from writing the rows, table by table in the order of keys, until the undo ends.

    Very many rows are not read for it: who writes one of them meanwhile makes the undo fail as a whole.
    """
    if not connection.features.has_select_for_update:
        return
    for model, rows in snapshots.items():
        every: models.QuerySet = models.QuerySet(model)
        if len(rows) <= bulk.MANY:
            list(every.filter(pk__in=list(rows)).select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _delete_made(action: uuid.UUID, snapshots: Snapshots) -> None:
    for model, rows in reversed(snapshots.items()):
        made = [key for key, snapshot in rows.items() if snapshot is None]
        if _stand_together(made, rows):
            mine: models.QuerySet = models.QuerySet(model).filter(bulk.spanned("pk", made), act=action)
            mine._raw_delete(mine.db)
        else:
            bulk.delete(model, made)


def _stand_together(made: list[uuid.UUID], rows: dict[uuid.UUID, Snapshot | None]) -> bool:
    """Whether many rows were made, and none that the action only changed has a key between theirs."""
    if len(made) <= bulk.MANY:
        return False
    first, last = bulk.span_of(made)
    return not any(first <= key <= last for key, snapshot in rows.items() if snapshot is not None)


def _put_back(model: type[Journaled], rows: dict[uuid.UUID, Snapshot]) -> None:
    here = {key for (key,) in bulk.fetch(model, ["id"], rows)}
    back = [snapshot for key, snapshot in rows.items() if key in here]
    if back:
        names = [name for name in back[0] if name != "id"]
        bulk.update(model, names, ([snapshot["id"], *(snapshot[name] for name in names)] for snapshot in back))
    _insert_again(model, [snapshot for key, snapshot in rows.items() if key not in here])


def _insert_again(model: type[Journaled], snapshots: Iterable[Snapshot]) -> None:
    full: list[dict[str, Any]] = [{**defaults(model), **snapshot} for snapshot in snapshots]
    if full:
        bulk.insert(model, list(full[0]), (list(row.values()) for row in full))
