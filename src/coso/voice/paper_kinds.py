"""The papers that concerns make."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from coso.papers.registry import PaperKind
from coso.voice.permissions import ANSWER
from coso.voice.synthesis_paper import SynthesisSubject, synthesis_paper

PAPER_KINDS = [
    PaperKind(
        "tong-hop-tam-tu",
        _("Monthly synthesis of concerns"),
        SynthesisSubject,
        lambda of: synthesis_paper(of.row),
        attrgetter("row.unit"),
        ready=lambda of: of.row.handed is None,
        permission=ANSWER,
    )
]
