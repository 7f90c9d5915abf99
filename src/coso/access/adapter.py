"""How accounts are made: never by signing up oneself."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by officers with printed codes."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
