from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "coso.channels"
    label = "channels"
