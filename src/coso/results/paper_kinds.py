"""The papers that results make of a round."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from coso.grading.papers.subjects import RoundSubject
from coso.papers.registry import ALL_FORMS, PaperKind
from coso.results.summary import summary

TITLE = _("Summary by sector and level")
PAPER_KINDS = [
    PaperKind(
        "bieu-tong-hop", TITLE, RoundSubject, lambda of: summary(of.row, of.unit), attrgetter("unit"), forms=ALL_FORMS
    )
]
