from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "coso_bench"
    label = "bench"
