from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "coso_demo"
    label = "demo"
