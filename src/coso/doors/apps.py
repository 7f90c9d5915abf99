from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "coso.doors"
    label = "doors"
