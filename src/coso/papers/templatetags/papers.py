"""Papers in templates."""

from django import template
from django.utils.functional import Promise

from coso.papers.registry import Subject, offers
from coso.papers.views import Links, links_of

register = template.Library()


@register.simple_tag
def papers_about(subject: Subject) -> list[tuple[Promise | str, Links]]:
    """The papers that can be made about a subject, with their addresses: {% papers_about subject as found %}."""
    return [(offer.title, links_of(subject, offer)) for offer in offers(subject)]
