"""Uploads are cut off at the size limit while they arrive, so that nobody can fill the disk."""

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Keeps at most MATERIAL_MAX_BYTES of a file but reports its true size, so the form can refuse it.

    Refusing in the form, not here, keeps everything else that the person typed.
    """

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) <= settings.MATERIAL_MAX_BYTES:
            super().receive_data_chunk(raw_data, start)
