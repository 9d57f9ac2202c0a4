from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from participants.states import AnnouncementStatus, MailStatus


class OutgoingEmailQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff with the permission all mails, except those to people whom they may not see, or that name one."""
        if not user.has_perm("participants.view_outgoingemail"):
            return self.none()
        if user.has_perm("participants.view_unpublished_user"):
            return self.all()
        people = self.model.registration.field.related_model.person.field.related_model.objects
        protected = people.filter(do_not_publish=True).exclude(pk=user.pk)
        hidden = (
            Q(registration__person__in=protected)
            | Q(move__registration__person__in=protected)
            | Q(move__registration__replaced_by__person__in=protected)
            | Q(to__in=protected.values("email"))
        )
        return self.exclude(pk__in=self.model.objects.filter(hidden).values("pk"))

    def sent_about(self, registrations):
        """What their person was told of these registrations, newest first. What went to another address stays out:
        somebody else may have read it.
        """
        rows = registrations.values("pk")
        about = Q(registration__in=rows, registration__person__email=F("to")) | Q(
            move__registration__in=rows, move__registration__person__email=F("to")
        )
        stopped = [MailStatus.STOPPED, MailStatus.SKIPPED]
        told = self.filter(about).exclude(status__in=stopped).exclude(status=MailStatus.QUEUED, purpose="announcement")
        return told.order_by("-created_at", "-pk")

    def with_event(self):
        """Adds `event_key` and `event_title`, of the event that the mail is about; None for what is about none."""
        ways = ("registration__event", "delegation__event", "announcement__event")
        return self.annotate(event_key=Coalesce(*ways), event_title=Coalesce(*(f"{way}__title" for way in ways)))

    def due(self):
        """What the worker should send now, oldest first. Nobody waits for a sign-in code behind a bulk message."""
        urgency = Case(When(purpose="code", then=0), When(purpose="announcement", then=2), default=1)
        due = self.filter(status=MailStatus.QUEUED, send_after__lte=timezone.now())
        return due.order_by(urgency, "send_after", "pk")


class AnnouncementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff with the permission all bulk messages. What a participant reads is asked of their registration."""
        return self.all() if user.has_perm("participants.view_announcement") else self.none()

    def that_have_left(self):
        """Confirmed, and no longer to be stopped whole: from now on they are read on the pages of registrations."""
        return self.filter(status=AnnouncementStatus.CONFIRMED, send_after__lte=timezone.now())
