"""Addresses of concerns. Those of workers are short, since they stand on posters and are typed."""

from django.urls import path

from coso.papers.urls import addresses_of
from coso.voice.synthesis_paper import SynthesisSubject
from coso.voice.views import care, desk, posters, receipt, report, rules, speak, stoppages, synthesis

MOUNT = ""
urlpatterns = [
    path("noi/<str:mark>/", speak.speak, name="speak"),
    path("noi/<str:mark>/giu/", speak.keep, name="speak_keep"),
    path("tra-cuu/", receipt.receipt, name="receipt"),
    path("tra-cuu/noi-them/", receipt.more, name="receipt_more"),
    path("tra-cuu/dau/", receipt.stamp, name="receipt_stamp"),
    path("bao-nhanh/", report.reporting, name="report"),
    path("bao-nhanh/tuan/", report.week, name="report_week"),
    path("bao-nhanh/giu.js", report.worker, name="report_worker"),
    path("y-kien/", desk.concerns, name="concerns"),
    path("y-kien/noi-can-quan-tam/", care.places, name="places"),
    path("y-kien/noi-can-quan-tam/doi-chieu/", stoppages.places_test, name="places_test"),
    path("y-kien/noi-can-quan-tam/mau-bao-cao/", stoppages.report_form, name="report_form"),
    path("y-kien/ngung-viec/<uuid:key>/", stoppages.stoppage, name="stoppage"),
    path("y-kien/ngung-viec/<uuid:key>/da-xem/", stoppages.stoppage_look, name="stoppage_look"),
    path("y-kien/noi-can-quan-tam/<str:code>/dien-bien/", stoppages.place_replay, name="place_replay"),
    path("y-kien/noi-can-quan-tam/<str:code>/ngung-viec/", stoppages.stoppage_new, name="stoppage_new"),
    path("y-kien/noi-can-quan-tam/<str:code>/", care.place, name="place"),
    path("y-kien/noi-can-quan-tam/<str:code>/lam/", care.caring, name="place_care"),
    path("y-kien/loi-hua/<str:code>/", rules.desk_rule, name="desk_rule"),
    path("y-kien/ma-qr/", posters.posters, name="posters"),
    path("y-kien/ma-qr/<str:code>/", posters.posters_of, name="posters_of"),
    path("y-kien/ma-qr/<str:code>/in/", posters.sheet, name="posters_print"),
    path("y-kien/ma-qr/<str:code>/thay/<uuid:key>/", posters.replacing, name="poster_replace"),
    path("y-kien/tong-hop/", synthesis.syntheses, name="syntheses"),
    path("y-kien/tong-hop/<uuid:key>/", synthesis.synthesis, name="synthesis"),
    path("y-kien/tong-hop/<uuid:key>/gui/", synthesis.handing, name="synthesis_hand"),
    *addresses_of(SynthesisSubject, "y-kien/tong-hop/<uuid:key>/giay-to/"),
    path("y-kien/<uuid:key>/", desk.concern, name="concern"),
    path("y-kien/<uuid:key>/kem/<int:n>/", desk.enclosure, name="concern_enclosure"),
    path("y-kien/<uuid:key>/<slug:deed>/", desk.deed, name="concern_deed"),
]
