from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "coso.indicators"
    label = "indicators"
