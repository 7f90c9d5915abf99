"""Files sent by people who are not signed in stay in memory: on the disk they would leave a trace of when they came."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler


class PublicInMemory(MemoryFileUploadHandler):
    """Takes every file of the addresses with codes, however large the request may be there; else as Django does."""

    def handle_raw_input(self, *args: Any, **options: Any) -> None:
        super().handle_raw_input(*args, **options)
        path = self.request.path if self.request else ""
        self.activated = self.activated or path.startswith(settings.WITH_CODES)
