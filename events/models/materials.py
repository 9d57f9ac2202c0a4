"""Papers of an event: the paper, its immutable files, and who took which."""

import uuid

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from events import stamps
from events.querysets import MaterialAccessQuerySet, MaterialQuerySet
from events.states import MATERIAL_MOVES, MaterialStatus
from workshop_portal.audit import tracked
from workshop_portal.lines import validate_one_line
from workshop_portal.markings import MEANINGS, Marking
from workshop_portal.transitions import StatefulModel, moves_trigger

from .programme import Event, Session
from .reference import Jurisdiction, Organisation

AT_HOME = """
    IF NEW.session_id IS NOT NULL AND
       (SELECT event_id FROM events_session WHERE id = NEW.session_id) IS DISTINCT FROM NEW.event_id THEN
        RAISE EXCEPTION 'A material belongs to a session of its own event.';
    END IF;
    IF NEW.current_id IS NOT NULL AND
       (SELECT material_id FROM events_materialversion WHERE id = NEW.current_id) IS DISTINCT FROM NEW.id THEN
        RAISE EXCEPTION 'The current file of a material is one of its own.';
    END IF;
    RETURN NEW;
"""


@tracked()
class Material(StatefulModel):
    """A paper of an event or of one session: expected, then a file, then cleared for its audience or withheld."""

    moves = MATERIAL_MOVES

    class Audience(models.TextChoices):
        PUBLIC = "public", "Everyone, also without signing in (TLP:CLEAR only)"
        EVERYONE = "everyone", "Everyone at the event"
        HEADS = "heads", "Heads of delegation"
        CHOSEN = "chosen", "Chosen jurisdictions and organisations"
        STAFF = "staff", "Staff only"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="materials")
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.PROTECT, related_name="materials",
        help_text="Empty for a paper of the whole event.",
    )  # fmt: skip
    title = models.CharField(max_length=200, validators=[validate_one_line])
    originator = models.CharField(
        max_length=160, help_text="The organisation whose paper it is.", validators=[validate_one_line]
    )
    marking = models.CharField(max_length=12, choices=Marking)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.EVERYONE)
    audience_jurisdictions = models.ManyToManyField(Jurisdiction, blank=True, related_name="+")
    audience_organisations = models.ManyToManyField(Organisation, blank=True, related_name="+")
    available_from = models.DateTimeField(
        null=True,
        blank=True,
        help_text="By the clock of the event. Nobody but staff opens it before. Empty: as soon as it is cleared.",
    )
    status = models.CharField("state", max_length=10, choices=MaterialStatus, default=MaterialStatus.EXPECTED)
    current = models.ForeignKey(
        "MaterialVersion", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = MaterialQuerySet.as_manager()

    class Meta:
        permissions = [
            ("clear_material", "Can clear or withhold a material"),
            ("open_material", "Can open the files of materials"),
        ]
        constraints = [
            models.CheckConstraint(name="material_status_is_known", condition=Q(status__in=MaterialStatus.values)),
            models.CheckConstraint(name="material_marking_is_known", condition=Q(marking__in=Marking.values)),
            models.CheckConstraint(
                name="material_audience_is_known",
                condition=Q(audience__in=["public", "everyone", "heads", "chosen", "staff"]),
            ),
            models.CheckConstraint(
                name="material_for_everyone_is_clear",
                condition=~Q(audience="public") | Q(marking=Marking.CLEAR),
            ),
            models.CheckConstraint(
                name="material_decided_means_by_someone_at_some_time",
                condition=~Q(status__in=[MaterialStatus.CLEARED, MaterialStatus.WITHHELD])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="material_cleared_has_a_file",
                condition=~Q(status=MaterialStatus.CLEARED) | Q(current__isnull=False),
            ),
        ]
        triggers = [
            moves_trigger(MATERIAL_MOVES),
            stamps.OF_MATERIAL,
            pgtrigger.ReadOnly(name="event_is_final", fields=["event"]),
            pgtrigger.Trigger(
                name="at_home",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=AT_HOME,
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:material", args=[self.event.slug, self.pk])

    def clean(self):
        if self.audience == self.Audience.PUBLIC and self.marking and self.marking != Marking.CLEAR:
            raise ValidationError({"audience": "Only TLP:CLEAR may go to people who are not signed in."})
        if self.session_id and self.event_id and self.session.event_id != self.event_id:
            raise ValidationError({"session": "This session belongs to another event."})

    @property
    def marking_meaning(self) -> str:
        return MEANINGS[Marking(self.marking)]

    def is_available(self) -> bool:
        """Whether those who may read it can open it now."""
        return self.status == MaterialStatus.CLEARED and (
            self.available_from is None or self.available_from <= timezone.now()
        )

    def refusal(self, status):
        if status == MaterialStatus.CLEARED and self.current_id is None:
            return f"{self} has no file yet."
        return super().refusal(status)

    def receive(self):
        """A file is here that nobody cleared, or its audience is another one: only staff open it until it is."""
        self._become(MaterialStatus.RECEIVED)

    receive.alters_data = True

    def clear(self, *, by):
        """Release it to its audience, now or from `available_from`."""
        self._become(MaterialStatus.CLEARED, decided_at=timezone.now(), decided_by=by)

    clear.alters_data = True

    def withhold(self, *, by):
        """Take it back: its audience sees that it is withheld and opens nothing."""
        self._become(MaterialStatus.WITHHELD, decided_at=timezone.now(), decided_by=by)

    withhold.alters_data = True


@tracked()
class MaterialJurisdiction(Material.audience_jurisdictions.through):
    """Part of who reads a paper, so its history is kept."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [stamps.OF_AUDIENCE]


@tracked()
class MaterialOrganisation(Material.audience_organisations.through):
    """Part of who reads a paper, so its history is kept."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [stamps.OF_AUDIENCE]


def storage_name(version, filename) -> str:
    """A name that says nothing and cannot be guessed; the original name is a column."""
    return uuid.uuid4().hex


def materials_storage():
    return storages["materials"]


@tracked(exclude=("file",))
class MaterialVersion(models.Model):
    """One immutable file of a material."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(editable=False)
    file = models.FileField(upload_to=storage_name, storage=materials_storage, max_length=100)
    original_name = models.CharField(max_length=255, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    size = models.PositiveBigIntegerField("size in bytes", editable=False)
    media_type = models.CharField(max_length=100, editable=False)
    note = models.CharField(max_length=200, blank=True, help_text="What changed, for those who have the old one.")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        default_permissions = ("add", "view")
        constraints = [
            models.UniqueConstraint(name="material_version_number_is_unique", fields=["material", "number"]),
        ]
        triggers = [pgtrigger.Protect(name="files_never_change", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.material}, version {self.number}"

    def get_absolute_url(self):
        return reverse("events:file", args=[self.material.event.slug, self.material_id, self.number])

    @property
    def marked_name(self) -> str:
        """The original name behind its mark, without the colon that Windows refuses in names."""
        mark = self.material.get_marking_display().replace(":", "-")
        return f"{mark} {self.original_name}"

    @property
    def opens_in_browser(self) -> bool:
        return self.media_type in {"application/pdf", "image/png", "image/jpeg"}


class MaterialAccess(models.Model):
    """Who took which file, when and how. Rows are only ever added."""

    class How(models.TextChoices):
        VIEW = "view", "Opened"
        DOWNLOAD = "download", "Downloaded"

    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, related_name="accesses")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+",
        help_text="Empty when a public paper was taken without signing in.",
    )  # fmt: skip
    how = models.CharField(max_length=10, choices=How)
    at = models.DateTimeField(auto_now_add=True)

    objects = MaterialAccessQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name, verbose_name_plural = "file access", "who took which file"
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.get_how_display()} {self.version}"
