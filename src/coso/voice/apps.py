from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "coso.voice"
    label = "voice"
