"""Uploads are cut off at the size limit while they arrive, so that nobody can fill the disk."""

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.urls import reverse


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Keeps at most MATERIAL_MAX_BYTES of a request's files but reports their true sizes, so the form can refuse.

    Refusing in the form, not here, keeps everything else that the person typed. Only the back office and
    a few pages have fields for files: what is sent elsewhere, or by anybody else, is read past and never stored.
    """

    received = 0  # bytes of all files of this request; each request has a handler of its own

    def new_file(self, *args, **kwargs):
        if not may_send_files(self.request):
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received <= settings.MATERIAL_MAX_BYTES:
            super().receive_data_chunk(raw_data, start)


def may_send_files(request) -> bool:
    """Whether the request is one of staff to the back office, or to a page that takes files of this person.

    Asked before the page decides what they may do. A page that takes files has `takes_files(user, **kwargs)`.
    """
    if not request.user.is_authenticated:
        return False
    if request.path.startswith(reverse("admin:index")):
        return request.user.is_staff
    match = request.resolver_match
    takes_files = getattr(getattr(match.func, "view_class", None), "takes_files", None)
    return takes_files is not None and takes_files(request.user, **match.kwargs)
