"""Addresses of the grading year."""

from django.urls import path

from coso.evaluation.views import compare, rounds, sheets

urlpatterns = [
    path("", rounds.grading, name="grading"),
    path("mo/", rounds.start, name="round_open"),
    path("<int:year>/", rounds.grading_year, name="grading_year"),
    path("<int:year>/bang-cham/", rounds.sheets, name="sheets"),
    path("<int:year>/bang-cham/quyet-dinh/", rounds.decide, name="decide"),
    path("<int:year>/doi-chieu/", compare.compare, name="compare"),
    path("bang/<uuid:key>/", sheets.sheet, name="sheet"),
    path("bang/<uuid:key>/lam/", sheets.deed, name="sheet_deed"),
    path("dong/<uuid:key>/cham/", sheets.score, name="line_score"),
    path("dong/<uuid:key>/tham-dinh/", sheets.appraise, name="line_appraise"),
    path("dong/<uuid:key>/de-nghi/", sheets.ask, name="line_ask"),
    path("dong/<uuid:key>/tra-loi/", sheets.answer, name="line_answer"),
]
