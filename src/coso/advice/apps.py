from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "coso.advice"
    label = "advice"
