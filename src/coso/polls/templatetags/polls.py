"""Polls in templates."""

from django import template

from coso.access.models import Journaled
from coso.polls.reads import PollView, poll_view
from coso.polls.subjects import PollSubject, poll_subjects

register = template.Library()


@register.inclusion_tag("polls/panel.html")
def poll_panel(kind: str, row: Journaled) -> dict[str, PollView]:
    """What members say about a row, beside it: {% poll_panel "sheet" sheet %}."""
    return {"found": poll_view(poll_subjects()[kind](row))}


@register.simple_tag
def poll_at(subject: PollSubject, name: str) -> str:
    """One of the addresses of a subject's poll: {% poll_at subject "poll_open" %}."""
    return subject.address(name)
