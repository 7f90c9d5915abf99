"""The stale page: a form carries the newest action that wrote what it shows; if that moved, both values are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coso.access.models import Account, Action, Journaled
from coso.lib import clock

NOTHING = "-"


@dataclass(frozen=True)
class Conflict:
    """A field whose value on record is not the one in the form."""

    label: str
    theirs: str
    mine: str


def newest_act(rows: Iterable[Journaled]) -> str:
    """The newest action that wrote any of the rows (keys of actions rise with time); "-" for none."""
    return str(max((row.act for row in rows if row.act), default=NOTHING))


def writer_of(newest: str) -> Action | None:
    """The action that `newest_act` names; None for none."""
    return Action.objects.filter(pk=newest).first() if newest != NOTHING else None


class SeenForm(forms.Form):
    """A form that notices when somebody wrote its rows after the page was opened.

    Give it the rows with `watch`; `compared` names the fields that hold facts of them. A stale page keeps what was
    typed, shows what is on record beside it and who wrote; sending it once more is a decision made knowingly.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    compared: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    written_by: Action | None = None
    _now = NOTHING

    def watch(self, rows: Iterable[Journaled]) -> None:
        """The rows that this form is about."""
        self._now = newest_act(rows)
        self.initial["seen"] = self._now

    def clean(self) -> dict[str, Any] | None:
        """Refuses once if the rows moved since the page was opened."""
        out = super().clean()
        seen = self.cleaned_data.get("seen", "")
        if seen and seen != self._now:
            self._tell()
        return out

    def _tell(self) -> None:
        self.conflicts = tuple(self.differing())
        self.data = {**{name: self.data[name] for name in self.data}, self.add_prefix("seen"): self._now}
        self.written_by = writer_of(self._now)
        raise ValidationError(changed_by(self.written_by))

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "shown")}

    def differing(self) -> Iterable[Conflict]:
        """What stands in the form otherwise than on record."""
        for name in self.changed_data:
            if name in self.compared:
                bound = self[name]
                theirs = _shown(bound.field, self.initial.get(name))
                yield Conflict(str(bound.label), theirs, _shown(bound.field, bound.value()))


def _shown(field: forms.Field, value: object) -> str:
    if isinstance(field, forms.ChoiceField):
        words = {str(key): str(text) for key, text in list(field.widget.choices)}
        return words.get(str(value), str(value or ""))
    return "" if value is None else str(value)


def changed_by(action: Action | None) -> str:
    """Who changed something while a page was open, and that nothing typed is lost, in words."""
    if action is None:
        return _("This changed while the page was open. Nothing typed is lost: look at it once more and send it again.")
    account = Account.objects.filter(pk=action.actor).first() if action.actor else None
    text = _(
        "{who} changed this at {when} while the page was open. "
        "Nothing typed is lost: look at it once more and send it again."
    )
    return text.format(
        who=str(account) if account else _("The system"), when=f"{clock.local(action.at):%H:%M %d/%m/%Y}"
    )
