"""The poll of a sheet for the panel beside its score."""

from django import template

from coso.grading.models import Sheet
from coso.grading.poll.reads import PollView, poll_view

register = template.Library()


@register.simple_tag
def poll_of(sheet: Sheet) -> PollView:
    """Where the poll of a sheet stands: {% poll_of sheet as found %}."""
    return poll_view(sheet)
