"""Addresses of papers and files."""

from django.urls import URLPattern, path

from coso.papers import views
from coso.papers.attachments.views import attachment
from coso.papers.registry import Subject

MOUNT = ""
urlpatterns = [
    path("tep/<uuid:key>/", attachment, name="attachment"),
    path("danh-gia/van-ban/<uuid:key>.<slug:form>", views.document_file, name="document_file"),
    path("danh-gia/van-ban/<uuid:key>/so/", views.number, name="document_number"),
    path("danh-gia/van-ban/<uuid:key>/ban-ky/", views.scan, name="document_scan"),
]


def addresses_of(about: type[Subject], page: str) -> list[URLPattern]:
    """The addresses of the papers of a kind of subject: their page, issuing one, one in a form."""
    subject = {"about": about}
    return [
        path(page, views.papers, subject, name=f"papers_of_{about.key}"),
        path(f"{page}ban-hanh/", views.issue, subject, name=f"{about.key}_paper_issue"),
        path(f"{page}<slug:what>.<slug:form>", views.paper, subject, name=f"{about.key}_paper"),
    ]
