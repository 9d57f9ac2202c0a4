"""What people ask about their data, and the answer."""

from django.db import transaction

from participants import emails
from participants.models import DataRequest, User
from participants.states import DataRequestStatus
from workshop_portal.transitions import TransitionError

MOST_OPEN = 5


@transaction.atomic
def ask_about_data(person: User, *, kind: str, text: str) -> DataRequest:
    """Write the request down; staff find it on the first page of the back office.

    The same request twice is one. Raises TransitionError when too many wait for an answer already.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    waiting = person.data_requests.filter(status=DataRequestStatus.OPEN)
    if same := waiting.filter(kind=kind, text=text.strip()).first():
        return same
    if waiting.count() >= MOST_OPEN:
        raise TransitionError(f"{MOST_OPEN} of your requests wait for an answer already. Write to the organisers.")
    return DataRequest.objects.create(person=person, kind=kind, text=text.strip())


@transaction.atomic
def answer_request(request: DataRequest, *, by: User, answer: str) -> None:
    """Write the answer down, which the person reads on their page, and tell them that it is there."""
    if not answer.strip():
        raise TransitionError("Write the answer: the person reads it.")
    request.reply(by=by, answer=answer.strip())
    emails.request_answered(request)
