from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from participants.states import MailStatus


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
        return self.filter(about).exclude(status__in=stopped).order_by("-created_at", "-pk")

    def due(self):
        """What the worker should send now, oldest first."""
        return self.filter(status=MailStatus.QUEUED, send_after__lte=timezone.now()).order_by("send_after", "pk")


class AnnouncementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff with the permission all bulk messages. What a participant reads is asked of their registration."""
        return self.all() if user.has_perm("participants.view_announcement") else self.none()
