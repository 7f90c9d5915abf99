from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "coso.dialogue"
    label = "dialogue"
