"""Addresses that members reach without signing in: short, since they stand on slips and notice boards."""

from django.urls import path

from coso.grading.views import slip

urlpatterns = [
    path("phieu/", slip.slip, name="slip"),
    path("phieu/gui/", slip.slip_answer, name="slip_answer"),
    path("phieu/<str:code>/", slip.slip_code, name="slip_code"),
    path("ket-qua/<str:code>/<int:year>/", slip.public_result, name="public_result"),
]
