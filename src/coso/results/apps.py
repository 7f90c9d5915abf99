from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "coso.results"
    label = "results"
