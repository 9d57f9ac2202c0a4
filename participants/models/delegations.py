"""Whom was invited, with how many seats for each role, until when, and what the authority sent back."""

import uuid
from datetime import date, datetime, time, timedelta

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Jurisdiction, Organisation
from events.states import EventStatus
from participants.querysets import DelegationQuerySet, NominationLetterQuerySet
from participants.states import HOLDS_SEAT, Role
from workshop_portal.audit import tracked
from workshop_portal.lines import validate_one_line
from workshop_portal.revisions import Revised, revision_trigger

from .people import User

SEATED = ", ".join(f"'{status}'" for status in sorted(HOLDS_SEAT))
SEATS = {role: f"seats_{role.value}" for role in Role}


def seats_for(role: str, row: str) -> str:
    """The number of seats of a role in the delegation `row`, as SQL."""
    cases = " ".join(f"WHEN '{name.value}' THEN {row}.{column}" for name, column in SEATS.items())
    return f"CASE {role} {cases} END"


# Seats are counted under a lock of the delegation's row, from both sides.
SEATS_COVER_WHO_HAS_ONE = f"""
    IF EXISTS (
        SELECT FROM participants_registration WHERE delegation_id = NEW.id AND status IN ({SEATED})
        GROUP BY role HAVING count(*) > {seats_for("role", "NEW")}
    ) THEN
        RAISE EXCEPTION 'A delegation has a seat for everybody who is approved.';
    END IF;
    RETURN NEW;
"""


def seats_field(name: str, default: int = 0) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(name, default=default, validators=[MaxValueValidator(5000)])


@tracked(exclude=("seats", "revision"))
class Delegation(Revised):
    """The invitation of one jurisdiction or organisation to one event, with a number of seats for each role."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="delegations")
    jurisdiction = models.ForeignKey(
        Jurisdiction, null=True, blank=True, on_delete=models.PROTECT, related_name="delegations"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="delegations"
    )
    seats_head = seats_field("seats for the head", default=1)
    seats_member = seats_field("seats for members")
    seats_speaker = seats_field("seats for speakers")
    seats_interpreter = seats_field("seats for interpreters")
    seats_observer = seats_field("seats for observers")
    seats_driver = seats_field("seats for drivers")
    seats = models.GeneratedField(
        expression=F("seats_head") + F("seats_member") + F("seats_speaker") + F("seats_interpreter")
        + F("seats_observer") + F("seats_driver"),
        output_field=models.IntegerField(),
        db_persist=True,
        editable=False,
    )  # fmt: skip
    focal_points = models.ManyToManyField(
        User,
        blank=True,
        related_name="focal_point_of",
        help_text="They nominate, and read what the delegation reads.",
    )
    nominate_by = models.DateField(null=True, blank=True, help_text="Last day, in the time zone of the event.")
    confirm_by = models.DateField(null=True, blank=True, help_text="Last day, in the time zone of the event.")
    offer_days = models.PositiveSmallIntegerField(
        "days to answer an offer",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="A seat that becomes free is offered to the first reserve for so long.",
    )
    notes = models.TextField(blank=True, help_text="For staff. Nobody else reads this.")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        default_permissions = ("add", "change", "view")
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
            models.CheckConstraint(
                name="delegation_gives_some_days_to_answer", condition=Q(offer_days__gte=1, offer_days__lte=60)
            ),
            models.CheckConstraint(
                name="delegation_has_one_head",
                condition=Q(seats_head__lte=1),
                violation_error_message="A delegation has one head.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="who_is_invited_is_final", fields=["event", "jurisdiction", "organisation"]),
            pgtrigger.Trigger(
                name="seats_cover_who_has_one",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf(*SEATS.values()),
                func=SEATS_COVER_WHO_HAS_ONE,
            ),
            revision_trigger(),
        ]

    def __str__(self):
        return str(self.jurisdiction or self.organisation)

    def get_absolute_url(self):
        return reverse("participants:delegation", args=[self.pk])

    def seats_of(self, role: str) -> int:
        return getattr(self, SEATS[Role(role)])

    def seat_refusal(self, role: str, taken: int) -> str | None:
        """Why nobody more can be given a seat of the role when `taken` are given, as one sentence; None when
        somebody can.
        """
        seats, label = self.seats_of(role), Role(role).label.lower()
        if taken < seats:
            return None
        if not seats:
            return f"{self} has no seat for: {label}."
        return f"All {seats} seats of {self} for “{label}” are taken." if seats > 1 else (
            f"The seat of {self} for “{label}” is taken."
        )  # fmt: skip

    @property
    def nominations_close_at(self) -> datetime | None:
        """The end of the last day on which the focal point may nominate."""
        return self._end_of(self.nominate_by)

    @property
    def confirmations_close_at(self) -> datetime | None:
        """The end of the last day on which people may confirm and correct their data."""
        return self._end_of(self.confirm_by)

    def _end_of(self, day: date | None) -> datetime | None:
        return day and datetime.combine(day + timedelta(days=1), time(), self.event.zone)

    def nomination_refusal(self, now: datetime | None = None) -> str | None:
        """Why the focal point cannot nominate (any more), as one sentence that says whom to ask."""
        return self._window_refusal(self.nominations_close_at, "Nominations", now)

    def confirmation_refusal(self, now: datetime | None = None) -> str | None:
        """Why people cannot confirm and correct (any more), as one sentence that says whom to ask."""
        return self._window_refusal(self.confirmations_close_at, "Confirmations", now)

    def event_refusal(self) -> str | None:
        """Why nobody at all can change anything here, as one sentence."""
        if self.event.status == EventStatus.PUBLISHED:
            return None
        return f"{self.event} is {self.event.get_status_display().lower()}: nothing can be changed now."

    def _window_refusal(self, closes_at: datetime | None, what: str, now: datetime | None) -> str | None:
        if sentence := self.event_refusal():
            return sentence
        if closes_at and (now or timezone.now()) >= closes_at:
            last = (closes_at - timedelta(days=1)).strftime("%-d %B %Y")
            return f"{what} closed at the end of {last}. Write to {self.event.contact_email}, who can still change it."
        return None

    def clean(self):
        if bool(self.jurisdiction_id) == bool(self.organisation_id):
            raise ValidationError("A delegation is of one jurisdiction or of one organisation.")
        if self.nominate_by and self.confirm_by and self.confirm_by < self.nominate_by:
            raise ValidationError({"confirm_by": "This is before the nomination deadline."})
        if self.pk:
            self._check_seats()

    def _check_seats(self):
        taken = self.registrations.holding_seat().values_list("role").annotate(n=models.Count("pk"))
        sentences = {
            SEATS[Role(role)]: f"{n} hold a seat for “{Role(role).label.lower()}”: at least {n} are needed."
            for role, n in taken
            if (self.seats_of(role) or 0) < n
        }
        if sentences:
            raise ValidationError(sentences)


@tracked()
class DelegationFocalPoint(Delegation.focal_points.through):
    """Who is a focal point decides who reads, so its history is kept."""

    class Meta:
        proxy = True
        default_permissions = ()


def letter_name(letter, filename) -> str:
    """A name that says nothing and cannot be guessed; the original name is a column."""
    return uuid.uuid4().hex


def letters_storage():
    return storages["letters"]


@tracked(exclude=("file",))
class NominationLetter(models.Model):
    """What the authority signed: a file that never changes, and what it says. The newest one counts."""

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="letters")
    file = models.FileField(upload_to=letter_name, storage=letters_storage, max_length=100)
    original_name = models.CharField(max_length=255, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    size = models.PositiveBigIntegerField("size in bytes", editable=False)
    media_type = models.CharField(max_length=100, editable=False)
    reference = models.CharField(max_length=100, validators=[validate_one_line], help_text="The number of the letter.")
    dated_on = models.DateField("date of the letter")
    signatory = models.CharField(max_length=200, validators=[validate_one_line], help_text="Who signed it, as what.")
    covers = models.ManyToManyField("Registration", blank=True, related_name="letters")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = NominationLetterQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        triggers = [pgtrigger.Protect(name="letters_never_change", operation=pgtrigger.Update)]

    def __str__(self):
        return f"Letter {self.reference} of {self.delegation}"


@tracked()
class NominationLetterCovers(NominationLetter.covers.through):
    """Whom a letter names, as the one who uploaded it said."""

    class Meta:
        proxy = True
        default_permissions = ()
