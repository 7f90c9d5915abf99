"""Sending by SMTP. The number of a message follows from its key: a server that gets it twice can tell."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage

from coso.channels.base import PermanentError, TemporaryError
from coso.channels.models import EMAIL

LASTING = 500  # replies of a server from here on will not change (RFC 5321, 4.2.1)


class EmailTransport:
    """E-mail."""

    key = EMAIL
    windowed = False

    def ready(self) -> bool:
        """Whether a server is named."""
        return bool(settings.EMAIL_HOST)

    def send(self, address: str, subject: str, text: str, key: str) -> None:
        """Sends a message. Raises TemporaryError, PermanentError."""
        headers = {"Message-ID": f"<{key}@coso>", "Auto-Submitted": "auto-generated"}
        try:
            EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [address], headers=headers).send()
        except SMTPRecipientsRefused as wrong:
            code = max(code for code, _text in wrong.recipients.values())
            raise (PermanentError if code >= LASTING else TemporaryError)(f"SMTP {code}") from wrong
        except SMTPResponseException as wrong:
            lasting = wrong.smtp_code >= LASTING
            raise (PermanentError if lasting else TemporaryError)(f"SMTP {wrong.smtp_code}") from wrong
        except (SMTPException, OSError) as wrong:
            raise TemporaryError(type(wrong).__name__) from wrong
