"""Facebook Messenger: answers within the window after a person wrote (Graph API; its version is a setting)."""

from django.conf import settings

from coso.channels.base import NotNowError, parts
from coso.channels.models import MESSENGER
from coso.channels.web import post

LONGEST = 2000  # letters of a message


class MessengerTransport:
    """Answers to people who wrote to the page of the federation."""

    key = MESSENGER
    windowed = True

    def ready(self) -> bool:
        """Whether the page is registered."""
        return bool(settings.MESSENGER_TOKEN and settings.MESSENGER_PAGE)

    def send(self, address: str, subject: str, text: str, key: str) -> None:
        """Sends a message. Raises TemporaryError, NotNowError, PermanentError."""
        headers = {"Authorization": f"Bearer {settings.MESSENGER_TOKEN}"}
        for part in parts(text, LONGEST):
            body = {"recipient": {"id": address}, "messaging_type": "RESPONSE", "message": {"text": part}}
            said = post(f"{settings.MESSENGER_API}/{settings.MESSENGER_PAGE}/messages", headers, body=body)
            if said.get("error"):
                raise NotNowError("token refused")
