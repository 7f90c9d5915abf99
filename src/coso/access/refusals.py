"""A refusal in the reader's language: what is wrong, where, and what to do."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Reason:
    """One reason of a refusal; `field` names the field of a form it belongs to, if one."""

    text: str | Promise
    field: str = ""


class RefusedError(Exception):
    """A service will not do what was asked; carries every reason."""

    def __init__(self, *reasons: str | Promise | Reason) -> None:
        self.reasons = [reason if isinstance(reason, Reason) else Reason(reason) for reason in reasons]
        super().__init__(" ".join(str(reason.text) for reason in self.reasons))


class ForbiddenError(RefusedError):
    """The actor may not do this."""
