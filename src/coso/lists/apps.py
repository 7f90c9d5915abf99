from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "coso.lists"
    label = "lists"
