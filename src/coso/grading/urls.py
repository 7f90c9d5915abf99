"""Addresses of the grading year."""

from django.urls import include, path

from coso.duties.addresses import late_page_of
from coso.grading.duty_groups import OfRound
from coso.grading.papers.subjects import RoundSubject, SheetSubject
from coso.grading.poll_subjects import SheetPoll
from coso.grading.services.petitions import Petition
from coso.grading.views import (
    amendments,
    bulk_actions,
    cancelling,
    clusters,
    council,
    evidence,
    lists,
    opening,
    overview,
    portfolio,
    proofs,
    public_result,
    sheets,
)
from coso.papers.urls import addresses_of
from coso.polls.urls import addresses_of as polls_about
from coso.requests.addresses import pages_of

MOUNT = ""
DESK = [
    path("mo/", opening.start, name="round_open"),
    path("ky/<uuid:key>/", overview.round_page, name="round"),
    path("ky/<uuid:key>/huy/", cancelling.cancel, name="round_cancel"),
    path("<int:year>/bang-cham/", lists.sheets, name="sheets"),
    path("<int:year>/bang-cham/quyet-dinh/", lists.decide, name="decide"),
    path("<int:year>/bang-cham/khong-nop/", bulk_actions.leave, name="leave_ungraded"),
    path("<int:year>/bang-cham/gia-han/", bulk_actions.extend_ticked, name="extend_ticked"),
    path("ho-so/", portfolio.portfolio, name="portfolio"),
    path("ky/<uuid:key>/gia-han/", bulk_actions.extend_branch, name="extend_branch"),
    late_page_of(OfRound, "ky/<uuid:key>/ai-cham/"),
    path("ky/<uuid:key>/cum/", clusters.clusters, name="clusters"),
    path("ky/<uuid:key>/cum/moi/", clusters.cluster_new, name="cluster_new"),
    path("cum/<uuid:key>/", clusters.cluster, name="cluster"),
    path("cum/<uuid:key>/sua/", clusters.cluster_edit, name="cluster_edit"),
    path("bang/<uuid:key>/cum/", clusters.cluster_of_sheet, name="cluster_of_sheet"),
    path("ky/<uuid:key>/hop-xet/", council.council, name="council"),
    *pages_of(Petition, "bang/<uuid:key>/kien-nghi/", "kien-nghi/<uuid:key>/"),
    path("bang/<uuid:key>/xem-xet-lai/", bulk_actions.reopen, name="reopen"),
    path("bang/<uuid:key>/", sheets.sheet, name="sheet"),
    *addresses_of(SheetSubject, "bang/<uuid:key>/giay-to/"),
    *addresses_of(RoundSubject, "<int:year>/giay-to/<str:code>/"),
    path("bang/<uuid:key>/lam/", sheets.deed, name="sheet_deed"),
    path("ky/<uuid:key>/dieu-chinh/", amendments.amendments, name="amendments"),
    path("ky/<uuid:key>/dieu-chinh/moi/", amendments.amend, name="amend"),
    path("dong/<uuid:key>/cham/", sheets.score, name="line_score"),
    path("dong/<uuid:key>/tham-dinh/", sheets.appraise, name="line_appraise"),
    path("dong/<uuid:key>/cum-de-nghi/", sheets.suggest, name="line_suggest"),
    path("dong/<uuid:key>/de-nghi/", sheets.ask, name="line_ask"),
    *polls_about(SheetPoll, "bang/<uuid:key>/lay-y-kien/"),
    path("dong/<uuid:key>/tra-loi/", sheets.answering, name="line_answer"),
    path("dong/<uuid:key>/so-lieu/", evidence.line_evidence, name="line_evidence"),
    path("dong/<uuid:key>/minh-chung/", proofs.line_proofs, name="line_proofs"),
    path("minh-chung/<uuid:key>/rut/", proofs.proof_withdraw, name="proof_withdraw"),
]
urlpatterns = [
    path("danh-gia/", include(DESK)),
    path("ket-qua/<str:code>/<int:year>/", public_result.public_result, name="public_result"),
]
