from django.apps import AppConfig


class RubricsConfig(AppConfig):
    name = "coso.rubrics"
    label = "rubrics"
