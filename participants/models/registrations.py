"""Who comes, for whom: registrations with every move they made, and what is asked after the approval."""

from datetime import datetime, time

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from events.models import Event
from events.states import EventStatus
from participants.languages import Language
from participants.querysets import LogisticsQuerySet, RegistrationQuerySet, led_delegations
from participants.states import (
    ASKS_FOR_SEAT,
    COMES,
    DECIDED,
    LIVE,
    NEEDS_REASON,
    ON_RESERVE,
    ONE_PER_EVENT,
    REGISTRATION_MOVES,
    RegistrationStatus,
    Role,
)
from workshop_portal.audit import tracked
from workshop_portal.lines import validate_one_line, validate_plain_words
from workshop_portal.revisions import Revised, revision_trigger
from workshop_portal.transitions import StatefulModel, TransitionError, moves_trigger

from .delegations import SEATED, Delegation, seats_for
from .details import PersonalDetails, search_key, sex_is_known, sort_key
from .people import SOMEBODY, User

A_SEAT_IS_FREE = f"""
    IF NEW.status IN ({SEATED}) THEN
        PERFORM 1 FROM participants_delegation WHERE id = NEW.delegation_id FOR NO KEY UPDATE;
        IF (
            SELECT count(*) FROM participants_registration
            WHERE delegation_id = NEW.delegation_id AND role = NEW.role AND id <> NEW.id
            AND status IN ({SEATED})
        ) >= (SELECT {seats_for("NEW.role", "d")} FROM participants_delegation d WHERE d.id = NEW.delegation_id) THEN
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


@tracked(exclude=("draft", "search_key", "sort_key", "revision"))
class Registration(PersonalDetails, Revised, StatefulModel):
    """One person in one delegation, with a role and with what is said of the person for this event.

    Whoever nominates writes the details here, never to the person's own record: a nomination neither shows nor
    changes what the portal knows of somebody. The person confirms or corrects them, here and there at once.
    """

    moves = REGISTRATION_MOVES
    Role = Role

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="registrations")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations", editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="registrations")
    role = models.CharField(max_length=12, choices=Role, default=Role.MEMBER)
    status = models.CharField("state", max_length=12, choices=RegistrationStatus, default=RegistrationStatus.NOMINATED)
    interpretation = models.CharField(
        "interpretation into", max_length=3, blank=True, choices=Language, help_text="Empty: none is needed."
    )
    photo_consent = models.BooleanField("may be in photographs", default=False)
    list_consent = models.BooleanField("may be in the participants' list", default=False)
    reserve_position = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="The place on the delegation's reserve list; 1 is offered first.",
    )
    offer_expires_at = models.DateTimeField(null=True, editable=False)
    nominated_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+", help_text="Who said so first."
    )
    confirmed_at = models.DateTimeField(null=True, editable=False, help_text="When the person vouched for the data.")
    draft = models.JSONField(default=dict, blank=True, editable=False, help_text="A form that was not sent yet.")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(User, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    replaced_by = models.OneToOneField(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="replaces"
    )
    search_key = search_key()
    sort_key = sort_key()

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        permissions = [
            ("decide_registration", "Can decide on registrations"),
            ("export_registration", "Can take lists of registrations out"),
        ]
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(
                name="registration_status_is_known", condition=Q(status__in=RegistrationStatus.values)
            ),
            models.CheckConstraint(name="registration_role_is_known", condition=Q(role__in=Role.values)),
            sex_is_known("registration_sex_is_known"),
            models.UniqueConstraint(
                name="registration_is_one_live_per_person_and_event",
                fields=["person", "event"],
                condition=Q(status__in=sorted(ONE_PER_EVENT)),
                violation_error_message="This person is already registered for this event.",
            ),
            models.UniqueConstraint(
                name="registration_is_one_live_per_person_and_delegation",
                fields=["person", "delegation"],
                condition=Q(status__in=sorted(LIVE)),
                violation_error_message="This person is already in this delegation.",
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
            models.CheckConstraint(
                name="registration_on_reserve_means_at_a_place",
                condition=~Q(status__in=sorted(ON_RESERVE)) | Q(reserve_position__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_at_a_place_means_on_reserve_or_asking",
                condition=Q(reserve_position__isnull=True) | Q(status__in=sorted(ON_RESERVE | ASKS_FOR_SEAT)),
            ),
            models.CheckConstraint(
                name="registration_offered_means_until_some_time",
                condition=Q(status="offered", offer_expires_at__isnull=False)
                | ~Q(status="offered") & Q(offer_expires_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="registration_has_its_own_place_on_reserve",
                fields=["delegation", "reserve_position"],
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes = [
            models.Index(name="registration_by_seat", fields=["delegation", "role", "status"]),
            models.Index(name="registration_by_event", fields=["event", "status", "delegation", "role", "sex"]),
            models.Index(
                name="registration_offers", fields=["offer_expires_at"], condition=Q(offer_expires_at__isnull=False)
            ),
        ]
        triggers = [
            moves_trigger(REGISTRATION_MOVES),
            pgtrigger.ReadOnly(name="who_comes_for_whom_is_final", fields=["person", "delegation", "event"]),
            pgtrigger.Trigger(
                name="a_seat_is_free",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("status", "role"),
                func=A_SEAT_IS_FREE,
            ),
            pgtrigger.Trigger(
                name="same_event_as_delegation",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SAME_EVENT_AS_DELEGATION,
            ),
            revision_trigger(),
        ]

    def __str__(self):
        return f"{self.get_full_name()} ({self.delegation})"

    def is_hidden_from(self, viewer) -> bool:
        """Whether the person is in no list and the viewer neither may know of them nor speaks for the delegation."""
        return self.person.is_hidden_from(viewer) and self.delegation_id not in led_delegations(viewer)

    def named_for(self, viewer) -> str:
        """The name at this event, for a text about somebody else."""
        return SOMEBODY if self.is_hidden_from(viewer) else self.get_full_name()

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
        if self._state.adding and not self.family_name:  # nobody said otherwise: as the person is now
            self.take_details_of(self.person)
        super().save(*args, **kwargs)

    def refusal(self, status: str) -> str | None:
        if self.event.status != EventStatus.PUBLISHED:
            return f"{self.event} is {self.event.get_status_display().lower()}: nothing is decided now."
        return super().refusal(status)

    def logistics_refusal(self, now: datetime | None = None) -> str | None:
        """Why travel, hotel and meals cannot be told (any more), as one sentence; None when they can."""
        if self.status not in COMES:
            return "Travel, hotel and meals are asked once you have a seat."
        if self.event.status != EventStatus.PUBLISHED:
            return f"{self.event} is {self.event.get_status_display().lower()}: nothing can be changed now."
        if (now or timezone.now()) >= datetime.combine(self.event.starts_on, time(), self.event.zone):
            return f"The workshop has begun. Write to {self.event.contact_email} about your journey, hotel and meals."
        return None

    def become(
        self,
        status: str,
        *,
        by,
        reason: str = "",
        replaced_by: "Registration | None" = None,
        reserve_position: int | None = None,
        offer_expires_at: datetime | None = None,
    ) -> "Move":
        """Take one step of the table and write it down. Mail, seats and locks are the business of actions.

        `by` is None when nobody asked for it: an offer that lapses. Raises TransitionError when the event is over,
        when the step needs a reason and has none, or when the table has no such step.
        """
        if status in NEEDS_REASON and not reason.strip():
            raise TransitionError(f"Give a reason: {self} is told why.")
        stamps: dict[str, object] = {"offer_expires_at": offer_expires_at}
        if status in DECIDED - {RegistrationStatus.RECHECK} and by is not None:  # a change is no decision
            stamps |= {"decided_at": timezone.now(), "decided_by": by}
        if status not in ON_RESERVE | ASKS_FOR_SEAT:
            stamps["reserve_position"] = None
        elif reserve_position is not None:
            stamps["reserve_position"] = reserve_position
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
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+",
        help_text="Empty when the portal itself did it, because time ran out.",
    )  # fmt: skip
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        default_permissions = ("view",)
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.get_before_display()} → {self.get_after_display()}"


class Diet(models.TextChoices):
    VEGETARIAN = "vegetarian", "Vegetarian"
    VEGAN = "vegan", "Vegan"
    NO_PORK = "no_pork", "No pork"
    NO_ALCOHOL = "no_alcohol", "No alcohol in food"
    GLUTEN_FREE = "gluten_free", "Without gluten"
    LACTOSE_FREE = "lactose_free", "Without lactose"
    NO_NUTS = "no_nuts", "Without nuts"
    NO_SEAFOOD = "no_seafood", "Without fish and seafood"


class TravelMode(models.TextChoices):
    AIR = "air", "By air"
    ROAD = "road", "By car"
    RAIL = "rail", "By train"
    BUS = "bus", "By bus"
    LOCAL = "local", "No journey: I live there"


@tracked(exclude=("revision",))
class Logistics(Revised):
    """What is asked once somebody is approved, to book and to receive them. Erased soon after the event."""

    registration = models.OneToOneField(
        Registration, primary_key=True, on_delete=models.PROTECT, related_name="logistics"
    )
    arrives_at = models.DateTimeField("arrival", null=True, blank=True)
    arrives_by = models.CharField("arrives", max_length=8, blank=True, choices=TravelMode)
    arrival_note = models.CharField(
        max_length=120, blank=True, validators=[validate_plain_words], help_text="Flight number, or border crossing."
    )
    leaves_at = models.DateTimeField("departure", null=True, blank=True)
    leaves_by = models.CharField("leaves", max_length=8, blank=True, choices=TravelMode)
    departure_note = models.CharField(
        max_length=120, blank=True, validators=[validate_plain_words], help_text="Flight number, or border crossing."
    )
    nights_from = models.DateField("first night", null=True, blank=True)
    nights_until = models.DateField("morning of leaving the hotel", null=True, blank=True)
    diet = ArrayField(models.CharField(max_length=16, choices=Diet), default=list, blank=True, size=len(Diet))
    diet_note = models.CharField(max_length=200, blank=True, validators=[validate_one_line])
    access_needs = models.CharField(
        max_length=300, blank=True, validators=[validate_one_line], help_text="For example step-free rooms."
    )
    visa_letter = models.BooleanField("a letter for the visa is wanted", default=False)
    answered_at = models.DateTimeField(auto_now_add=True, help_text="When it was first answered.")

    objects = LogisticsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "logistics"
        default_permissions = ("change", "view")
        constraints = [
            models.CheckConstraint(
                name="logistics_leave_after_arriving",
                condition=Q(arrives_at__isnull=True) | Q(leaves_at__isnull=True) | Q(leaves_at__gt=F("arrives_at")),
                violation_error_message="The departure is before the arrival.",
            ),
            models.CheckConstraint(
                name="logistics_have_both_ends_of_the_nights_or_neither",
                condition=Q(nights_from__isnull=True, nights_until__isnull=True)
                | Q(nights_from__isnull=False, nights_until__isnull=False, nights_until__gt=F("nights_from")),
                violation_error_message="Give the first night and the morning of leaving, which comes after it.",
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self):
        return f"Logistics of {self.registration}"
