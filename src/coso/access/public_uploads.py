"""Files that come with what somebody says stay in memory: on the disk they would leave a trace of when they came."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler


class PublicInMemory(MemoryFileUploadHandler):
    """Takes every file of the addresses where somebody speaks, however large the request; else as Django does."""

    def handle_raw_input(self, *args: Any, **options: Any) -> None:
        super().handle_raw_input(*args, **options)
        path = self.request.path if self.request else ""
        self.activated = self.activated or path.startswith(settings.FILES_IN_MEMORY)
