"""Words for the journal: tables and fields of this room. A field without a word is not shown."""

from django.utils.translation import gettext_lazy as _

TABLES = {
    "rubrics.rubric": _("Rubric"),
    "rubrics.rubricreading": _("Table that was read"),
}
FIELDS = {
    "title_vi": _("Title in Vietnamese"),
    "title_en": _("Title in English"),
}
TEXTS = ("title_vi", "title_en")
