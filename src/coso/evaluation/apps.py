from importlib import import_module

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "coso.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        import_module("coso.evaluation.papers.restore")
        import_module("coso.evaluation.restore")
