"""What is said of a person at an event: kept with the person as of now, and with each registration as of then."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from participants.languages import Language
from workshop_portal.folding import Fold
from workshop_portal.lines import validate_name, validate_plain_words

# What says who somebody is. When one of these changes after the approval, somebody looks again.
IDENTITY = ("given_name", "family_name", "own_script_name", "service")
DETAILS = (*IDENTITY, "badge_name", "rank", "position", "sex", "working_languages")


class Sex(models.TextChoices):
    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Other"
    NOT_STATED = "not_stated", "Not stated"


def sort_key():
    return models.GeneratedField(
        expression=Fold(Concat(F("family_name"), Value(" "), F("given_name"), output_field=models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )


def search_key(*more: str):
    """The names, and `more` columns, folded for searching."""
    parts = [part for name in ("family_name", "own_script_name", *more) for part in (Value(" "), F(name))]
    return models.GeneratedField(
        expression=Fold(Concat(F("given_name"), *parts, output_field=models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )


def sex_is_known(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(sex__in=Sex.values))


class PersonalDetails(models.Model):
    """Names as typed, never re-cased; rank and position in the words of the person's own service."""

    Sex = Sex

    given_name = models.CharField(
        max_length=100, validators=[validate_name], help_text="As in the passport. No number is asked."
    )
    family_name = models.CharField(max_length=100, validators=[validate_name], help_text="As in the passport.")
    own_script_name = models.CharField("name in own script", max_length=200, blank=True, validators=[validate_name])
    badge_name = models.CharField(
        "name for the badge",
        max_length=100,
        blank=True,
        validators=[validate_name],
        help_text="Empty: the names as in the passport.",
    )
    rank = models.CharField(
        max_length=100, blank=True, validators=[validate_plain_words], help_text="In the words of your service."
    )
    position = models.CharField(max_length=160, blank=True, validators=[validate_plain_words])
    service = models.CharField(
        max_length=160, blank=True, help_text="The police service or unit.", validators=[validate_plain_words]
    )
    sex = models.CharField(max_length=10, choices=Sex, default=Sex.NOT_STATED)
    working_languages = ArrayField(
        models.CharField(max_length=3, choices=Language), default=list, blank=True, size=len(Language)
    )

    class Meta:
        abstract = True

    def get_full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def take_details_of(self, other: "PersonalDetails") -> None:
        """Copy every detail of `other` to this row; nothing is saved."""
        for name in DETAILS:
            setattr(self, name, getattr(other, name))
