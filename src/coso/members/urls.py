"""Addresses of members."""

from django.urls import path

from coso.members.services.remarks import GroupRemark
from coso.members.views import changes, group, identities, people, person, transfers
from coso.requests.views import see_request

MOUNT = "doan-vien/"
urlpatterns = [
    path("", people.members, name="members"),
    path("so-luong/", people.total, name="members_total"),
    path("excel/", people.excel, name="members_excel"),
    path("xuat/<uuid:key>/", people.export, name="members_export"),
    path("xuat/<uuid:key>/tien-do/", people.export_progress, name="members_export_progress"),
    path("xuat/<uuid:key>/tep/", people.export_file, name="members_export_file"),
    path("tim-theo-so/", person.by_number, name="member_by_number"),
    path("them/", changes.add, name="member_add"),
    path("to/<str:code>/", group.group, name="members_group"),
    path("to/y-kien/<uuid:key>/", see_request, {"about": GroupRemark}, name="group_remark"),
    path("doi-chieu/", identities.identities, name="identities"),
    path("doi-chieu/da-hoi/", identities.asked, name="identities_asked"),
    path("doi-chieu/don-vi/<uuid:key>/", identities.identities, name="identities_of"),
    path("doi-chieu/so/<uuid:key>/", identities.match, name="match"),
    path("chuyen-sinh-hoat/", transfers.transfers, name="transfers"),
    path("chuyen-sinh-hoat/xin/", transfers.ask, name="transfer_ask"),
    path("chuyen-sinh-hoat/<uuid:key>/", transfers.transfer, name="transfer"),
    path("<str:code>/", person.person, name="person"),
    path("<str:code>/so-dinh-danh/", person.national_id, name="person_id"),
    path("<str:code>/ai-xem-duoc/", person.seen, name="person_seen"),
    path("<str:code>/sua/", changes.correct, name="person_correct"),
    path("<str:code>/thoi/", changes.leaves, name="person_leave"),
    path("<str:code>/chuyen/", changes.moves, name="person_move"),
    path("<str:code>/xoa-trang/", changes.erases, name="person_erase"),
    path("<str:code>/trung-so/", identities.clash, name="person_clash"),
    path("<str:code>/chuyen-di/", transfers.release, name="person_release"),
    path("<str:code>/tam-nghi/", transfers.away, name="person_away"),
    path("<str:code>/tro-lai/", transfers.back, name="person_back"),
    path("<str:code>/vao-lai/", changes.joins, name="person_join"),
]
