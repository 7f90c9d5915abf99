from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "coso.papers"
    label = "papers"
