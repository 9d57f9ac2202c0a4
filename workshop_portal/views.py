"""Pages that know no workshop: operations and errors."""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import render


def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request):
    """The process can do its work: the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def csrf_failure(request, reason=""):
    """A form whose token is stale: what was typed is still one step back."""
    return render(request, "403.html", {"stale_form": True}, status=403)
