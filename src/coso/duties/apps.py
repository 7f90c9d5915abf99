from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "coso.duties"
    label = "duties"
