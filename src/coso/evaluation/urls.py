"""Addresses of the grading year."""

from django.urls import path

from coso.evaluation.views import (
    compare,
    council,
    late,
    lists,
    opening,
    overview,
    petitions,
    portfolio,
    rounds,
    sheets,
    ticked,
)

urlpatterns = [
    path("", rounds.grading, name="grading"),
    path("mo/", opening.start, name="round_open"),
    path("ky/<uuid:key>/", overview.round_page, name="round"),
    path("<int:year>/", rounds.grading_year, name="grading_year"),
    path("<int:year>/doi-chieu/", compare.compare, name="compare"),
    path("<int:year>/bang-cham/", lists.sheets, name="sheets"),
    path("<int:year>/bang-cham/quyet-dinh/", lists.decide, name="decide"),
    path("<int:year>/bang-cham/khong-nop/", ticked.leave, name="leave_ungraded"),
    path("<int:year>/bang-cham/gia-han/", ticked.extend_ticked, name="extend_ticked"),
    path("ho-so/", portfolio.portfolio, name="portfolio"),
    path("ky/<uuid:key>/gia-han/", ticked.extend_branch, name="extend_branch"),
    path("ky/<uuid:key>/ai-cham/", late.late, name="late"),
    path("ky/<uuid:key>/hop-xet/", council.council, name="council"),
    path("bang/<uuid:key>/kien-nghi/", petitions.ask_again, name="petition_new"),
    path("kien-nghi/<uuid:key>/", petitions.petition, name="petition"),
    path("bang/<uuid:key>/xem-xet-lai/", ticked.reopen, name="reopen"),
    path("bang/<uuid:key>/", sheets.sheet, name="sheet"),
    path("bang/<uuid:key>/lam/", sheets.deed, name="sheet_deed"),
    path("dong/<uuid:key>/cham/", sheets.score, name="line_score"),
    path("dong/<uuid:key>/tham-dinh/", sheets.appraise, name="line_appraise"),
    path("dong/<uuid:key>/de-nghi/", sheets.ask, name="line_ask"),
    path("dong/<uuid:key>/tra-loi/", sheets.answer, name="line_answer"),
]
