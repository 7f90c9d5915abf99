"""Addresses of notices, rumours and fact cards; that of a card is short, since it stands on paper."""

from django.urls import path

from coso.notices.views import cards, notices, reached, rumours

MOUNT = ""
urlpatterns = [
    path("su-that/<str:mark>/", cards.public, name="public_fact"),
    path("thong-bao/", notices.notices, name="notices"),
    path("thong-bao/viet/", notices.write, name="notice_write"),
    path("thong-bao/cho/<uuid:key>/", notices.notice_for, name="notice_for"),
    path("thong-bao/cho/<uuid:key>/bo/", notices.unconfirming, name="notice_unconfirm"),
    path("thong-bao/chua-kiem-chung/", rumours.rumours, name="rumours"),
    path("thong-bao/chua-kiem-chung/ghi/", rumours.hearing, name="rumour_hear"),
    path("thong-bao/chua-kiem-chung/<uuid:key>/", rumours.rumour, name="rumour"),
    path("thong-bao/chua-kiem-chung/<uuid:key>/xong/", rumours.settling, name="rumour_settle"),
    path("thong-bao/the/", cards.cards, name="fact_cards"),
    path("thong-bao/the/viet/", cards.write, name="fact_card_write"),
    path("thong-bao/the/<uuid:key>/", cards.card, name="fact_card"),
    path("thong-bao/the/<uuid:key>/in/", cards.sheet, name="fact_card_print"),
    path("thong-bao/the/<uuid:key>/rut/", cards.ending, name="fact_card_end"),
    path("thong-bao/<uuid:key>/", notices.notice, name="notice"),
    path("thong-bao/<uuid:key>/tep/", notices.file, name="notice_file"),
    path("thong-bao/<uuid:key>/thu-hoi/", notices.taking_back, name="notice_take_back"),
    path("thong-bao/<uuid:key>/da-den/", reached.reached, name="notice_reach"),
    path("thong-bao/<uuid:key>/nhac/", reached.reminding, name="notice_remind"),
]
