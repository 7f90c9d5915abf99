"""Every address. Each room mounts its own."""

from django.urls import URLPattern, URLResolver, include, path

from coso.web import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
    path("tai-khoan/", include("allauth.urls")),
]
