"""Who comes, and for whom: delegations with their seats, registrations with every move they made."""

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from events.models import Event, Jurisdiction, Organisation
from events.states import EventStatus
from participants.querysets import DelegationQuerySet, RegistrationQuerySet
from participants.states import (
    DECIDED,
    HOLDS_SEAT,
    LIVE,
    NEEDS_REASON,
    REGISTRATION_MOVES,
    RegistrationStatus,
)
from workshop_portal.audit import tracked
from workshop_portal.transitions import StatefulModel, TransitionError, moves_trigger

from .people import User

SEATED = ", ".join(f"'{status}'" for status in sorted(HOLDS_SEAT))

# Seats are counted under a lock of the delegation's row, from both sides.
SEATS_COVER_WHO_HAS_ONE = f"""
    IF NEW.seats < (
        SELECT count(*) FROM participants_registration
        WHERE delegation_id = NEW.id AND status IN ({SEATED})
    ) THEN
        RAISE EXCEPTION 'A delegation has a seat for everybody who is approved.';
    END IF;
    RETURN NEW;
"""  # noqa: S608


@tracked()
class Delegation(models.Model):
    """The invitation of one jurisdiction or organisation to one event, with a number of seats."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="delegations")
    jurisdiction = models.ForeignKey(
        Jurisdiction, null=True, blank=True, on_delete=models.PROTECT, related_name="delegations"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="delegations"
    )
    seats = models.PositiveSmallIntegerField(help_text="How many people may be approved.")
    focal_points = models.ManyToManyField(
        User,
        blank=True,
        related_name="focal_point_of",
        help_text="They nominate, and read what the delegation reads.",
    )
    nominate_by = models.DateField(null=True, blank=True)
    confirm_by = models.DateField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delegation_is_of_one_jurisdiction_or_one_organisation",
                condition=Q(jurisdiction__isnull=False, organisation__isnull=True)
                | Q(jurisdiction__isnull=True, organisation__isnull=False),
            ),
            models.UniqueConstraint(
                name="delegation_is_one_per_event_and_jurisdiction", fields=["event", "jurisdiction"]
            ),
            models.UniqueConstraint(
                name="delegation_is_one_per_event_and_organisation", fields=["event", "organisation"]
            ),
            models.CheckConstraint(
                name="delegation_confirms_after_nominating",
                condition=Q(nominate_by__isnull=True)
                | Q(confirm_by__isnull=True)
                | Q(confirm_by__gte=F("nominate_by")),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="who_is_invited_is_final", fields=["event", "jurisdiction", "organisation"]),
            pgtrigger.Trigger(
                name="seats_cover_who_has_one",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("seats"),
                func=SEATS_COVER_WHO_HAS_ONE,
            ),
        ]

    def __str__(self):
        return str(self.jurisdiction or self.organisation)

    def seat_refusal(self, used: int) -> str | None:
        """Why nobody more can be approved when `used` seats are taken, as one sentence; None when somebody can."""
        if used < self.seats:
            return None
        return f"All {self.seats} seats of {self} are taken." if self.seats > 1 else f"No seat of {self} is free."

    def clean(self):
        used = self.registrations.holding_seat().count() if self.pk else 0
        if self.seats is not None and self.seats < used:
            raise ValidationError({"seats": f"{used} people are approved: the delegation needs at least {used} seats."})
        if bool(self.jurisdiction_id) == bool(self.organisation_id):
            raise ValidationError("A delegation is of one jurisdiction or of one organisation.")
        if self.nominate_by and self.confirm_by and self.confirm_by < self.nominate_by:
            raise ValidationError({"confirm_by": "This is before the nomination deadline."})


@tracked()
class DelegationFocalPoint(Delegation.focal_points.through):
    """Who is a focal point decides who reads, so its history is kept."""

    class Meta:
        proxy = True
        default_permissions = ()


A_SEAT_IS_FREE = f"""
    IF NEW.status IN ({SEATED}) THEN
        PERFORM 1 FROM participants_delegation WHERE id = NEW.delegation_id FOR NO KEY UPDATE;
        IF (
            SELECT count(*) FROM participants_registration
            WHERE delegation_id = NEW.delegation_id AND id <> NEW.id
            AND status IN ({SEATED})
        ) >= (SELECT seats FROM participants_delegation WHERE id = NEW.delegation_id) THEN
            RAISE EXCEPTION 'All seats of the delegation are taken.';
        END IF;
    END IF;
    RETURN NEW;
"""  # noqa: S608

# The event of a registration repeats that of its delegation, so that an index can say "one per event".
SAME_EVENT_AS_DELEGATION = """
    IF NEW.event_id <> (SELECT event_id FROM participants_delegation WHERE id = NEW.delegation_id) THEN
        RAISE EXCEPTION 'A registration belongs to the event of its delegation.';
    END IF;
    RETURN NEW;
"""


@tracked()
class Registration(StatefulModel):
    """One person in one delegation, with a role. At most one live registration per person and event."""

    moves = REGISTRATION_MOVES

    class Role(models.TextChoices):
        HEAD = "head", "Head of delegation"
        MEMBER = "member", "Member"
        SPEAKER = "speaker", "Speaker"
        INTERPRETER = "interpreter", "Interpreter"
        OBSERVER = "observer", "Observer"
        DRIVER = "driver", "Driver"

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="registrations")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations", editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="registrations")
    role = models.CharField(max_length=12, choices=Role, default=Role.MEMBER)
    status = models.CharField("state", max_length=12, choices=RegistrationStatus, default=RegistrationStatus.NOMINATED)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(User, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    replaced_by = models.OneToOneField(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="replaces"
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        permissions = [("decide_registration", "Can decide on registrations")]
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(
                name="registration_status_is_known", condition=Q(status__in=RegistrationStatus.values)
            ),
            models.CheckConstraint(
                name="registration_role_is_known",
                condition=Q(role__in=["head", "member", "speaker", "interpreter", "observer", "driver"]),
            ),
            models.UniqueConstraint(
                name="registration_is_one_live_per_person_and_event",
                fields=["person", "event"],
                condition=Q(status__in=sorted(LIVE)),
                violation_error_message="This person is already registered for this event.",
            ),
            models.UniqueConstraint(
                name="registration_has_one_head_per_delegation",
                fields=["delegation"],
                condition=Q(role="head", status__in=sorted(LIVE)),
                violation_error_message="This delegation already has a head.",
            ),
            models.CheckConstraint(
                name="registration_decided_means_by_someone_at_some_time",
                condition=~Q(status__in=sorted(DECIDED)) | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_replaced_means_by_another",
                condition=Q(status="replaced", replaced_by__isnull=False)
                | ~Q(status="replaced") & Q(replaced_by__isnull=True),
            ),
        ]
        indexes = [models.Index(name="registration_by_seat", fields=["delegation", "status"])]
        triggers = [
            moves_trigger(REGISTRATION_MOVES),
            pgtrigger.ReadOnly(name="who_comes_for_whom_is_final", fields=["person", "delegation", "event"]),
            pgtrigger.Trigger(
                name="a_seat_is_free",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),
                func=A_SEAT_IS_FREE,
            ),
            pgtrigger.Trigger(
                name="same_event_as_delegation",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SAME_EVENT_AS_DELEGATION,
            ),
        ]

    def __str__(self):
        return f"{self.person} ({self.delegation})"

    def clean(self):
        if not self.delegation_id:
            return
        self.event_id = self.delegation.event_id
        if self._state.adding and self.delegation.event.status not in {EventStatus.DRAFT, EventStatus.PUBLISHED}:
            raise ValidationError({"delegation": f"{self.delegation.event} is over: nobody is registered any more."})

    def validate_constraints(self, exclude=None):
        """Event and state are on no form, but "one live registration" must be checked before saving all the same."""
        super().validate_constraints(exclude=set(exclude or ()) - {"event", "status"})

    def save(self, *args, **kwargs):
        self.event_id = self.delegation.event_id
        super().save(*args, **kwargs)

    def refusal(self, status: str) -> str | None:
        if self.event.status != EventStatus.PUBLISHED:
            return f"{self.event} is {self.event.get_status_display().lower()}: nothing is decided now."
        return super().refusal(status)

    def become(self, status: str, *, by, reason: str = "", replaced_by: "Registration | None" = None) -> "Move":
        """Take one step of the table and write it down. Mail, seats and locks are the business of actions.

        Raises TransitionError when the event is over, when the step needs a reason and has none, or
        when the table has no such step.
        """
        if status in NEEDS_REASON and not reason.strip():
            raise TransitionError(f"Give a reason: {self} is told why.")
        stamps = {"decided_at": timezone.now(), "decided_by": by} if status in DECIDED else {}
        if replaced_by:
            stamps["replaced_by"] = replaced_by
        before = self.status
        self._become(status, **stamps)
        return Move.objects.create(registration=self, before=before, after=status, by=by, reason=reason.strip())

    become.alters_data = True


class Move(models.Model):
    """One step of one registration: from where to where, by whom, when, why, and the mail it caused."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="moves_made")
    before = models.CharField(max_length=12, choices=RegistrationStatus)
    after = models.CharField(max_length=12, choices=RegistrationStatus)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        default_permissions = ("view",)
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.get_before_display()} → {self.get_after_display()}"
