"""The papers that results add to those of a round."""

from django.utils.translation import gettext_lazy as _

from coso.grading.papers.offers import UnitPaper
from coso.results.summary import summary

UNIT_PAPERS = [UnitPaper("bieu-tong-hop", _("Summary by sector and level"), summary, lambda _now: True)]
