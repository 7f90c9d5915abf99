"""Addresses of the lists that the rooms take in: each kind has its own, where its room stands."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from coso.access.imports import Import, imports
from coso.imports import views

MOUNT = ""


def _addresses(kind: Import) -> Iterator[URLPattern]:
    what, name, one = {"what": kind.key}, f"{kind.key}_import", f"{kind.path}<uuid:key>/"
    yield path(kind.path, views.upload, what, name=name)
    if kind.sample:
        yield path(f"{kind.path}mau/", views.sample, what, name=kind.sample.name)
    yield path(one, views.look, what, name=f"{name}_check")
    yield path(f"{one}tien-do/", views.progress, what, name=f"{name}_progress")
    yield path(f"{one}dong-can-sua/", views.problem_file, what, name=f"{name}_problems")
    yield path(f"{one}trang/", views.sheet, what, name=f"{name}_sheet")
    yield path(f"{one}ngay-thang/", views.days, what, name=f"{name}_days")
    yield path(f"{one}ghi/", views.book, what, name=f"{name}_book")
    for page in kind.pages:
        yield path(f"{one}{page.path}", views.of_sender(kind.key, page.view), name=f"{name}_{page.name}")


urlpatterns = [address for kind in imports().values() for address in _addresses(kind)]
