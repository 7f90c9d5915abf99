"""The papers that results make of a round."""

from django.utils.translation import gettext_lazy as _

from coso.grading.papers.subjects import RoundSubject
from coso.papers.registry import ALL_FORMS, PaperKind
from coso.results.summary import summary

PAPER_KINDS = [
    PaperKind(
        "bieu-tong-hop",
        _("Summary by sector and level"),
        RoundSubject,
        lambda of: summary(of.round, of.unit),
        lambda of: of.unit,
        forms=ALL_FORMS,
    ),
]
