"""Addresses of rubrics."""

from django.urls import path

from coso.rubrics.views import drafts, limits, readings, rubrics

MOUNT = "danh-gia/bo-tieu-chi/"
urlpatterns = [
    path("", rubrics.rubrics, name="rubrics"),
    path("nhap/", rubrics.take_in, name="rubric_take_in"),
    path("doc/<uuid:key>/", readings.reading, name="rubric_reading"),
    path("<uuid:key>/", rubrics.rubric, name="rubric"),
    path("<uuid:key>/yaml/", rubrics.rubric_text, name="rubric_text"),
    path("<uuid:key>/word/", rubrics.rubric_word, name="rubric_word"),
    path("<uuid:key>/sao-chep/", rubrics.copy, name="rubric_copy"),
    path("<uuid:key>/sua/", drafts.frame, name="rubric_edit"),
    path("<uuid:key>/tieu-chi/", drafts.add, name="criterion_add"),
    path("<uuid:key>/tieu-chi/<str:code>/", drafts.edit, name="criterion_edit"),
    path("<uuid:key>/tieu-chi/<str:code>/lam/", drafts.deed, name="criterion_deed"),
    path("<uuid:key>/gioi-han/", limits.limits, name="rubric_limits"),
    path("<uuid:key>/khong-che/", limits.add_gate, name="gate_add"),
    path("<uuid:key>/khong-che/<str:code>/", limits.edit_gate, name="gate_edit"),
    path("<uuid:key>/khong-che/<str:code>/bo/", limits.drop_gate, name="gate_remove"),
    path("<uuid:key>/bang/", limits.add_variant, name="variant_add"),
    path("<uuid:key>/bang/<str:variant>/", limits.edit_variant, name="variant_edit"),
    path("<uuid:key>/bang/<str:variant>/bo/", limits.drop_variant, name="variant_remove"),
]
