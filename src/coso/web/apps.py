from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "coso.web"
    label = "web"
