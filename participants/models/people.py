"""The person. An e-mail address is the sign-in; there are no passwords."""

from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string, salted_hmac

from events.models import Jurisdiction, Organisation
from events.passes import Pass
from events.states import PUBLIC_EVENT_STATES
from participants.languages import Language
from participants.querysets import UserQuerySet, hides
from participants.states import COMES, LIVE, RegistrationStatus
from workshop_portal.audit import tracked

from .details import PersonalDetails, search_key, sex_is_known, sort_key

SOMEBODY = "somebody who is in no list"  # in the place of a name that the reader may not know
FOCAL_POINT = "focal point"  # beside the roles of registrations, in this query only

# What a person is asked for while they hold a registration in this state.
ASKED = {RegistrationStatus.NOMINATED: "Confirm your data", RegistrationStatus.OFFERED: "Take the seat or say no"}

# Asked on every request of a participant. Written out, because building it by the ORM cost 1.9 ms of
# CPU each time and this costs 0.3 (docs/decisions/0006-speed.md).
PASSES_SQL = """
SELECT e.id, e.slug, e.stamp, d.id, d.jurisdiction_id, d.organisation_id, r.role, r.status,
CASE r.status WHEN 'nominated' THEN d.confirm_by
    WHEN 'offered' THEN (r.offer_expires_at AT TIME ZONE e.time_zone)::date END
FROM participants_registration r
JOIN participants_delegation d ON d.id = r.delegation_id
JOIN events_event e ON e.id = d.event_id
WHERE r.person_id = %(person)s AND r.status IN %(live)s AND e.status IN %(shown)s
UNION ALL
SELECT e.id, e.slug, e.stamp, d.id, d.jurisdiction_id, d.organisation_id, %(focal_point)s, '', NULL
FROM participants_delegation_focal_points f
JOIN participants_delegation d ON d.id = f.delegation_id
JOIN events_event e ON e.id = d.event_id
WHERE f.user_id = %(person)s AND e.status IN %(shown)s
"""


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    use_in_migrations = False

    def create_user(self, email, **fields):
        """A person who signs in by code. `email` is stored in lower case, because it is the sign-in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """`password` is what Django's command hands over; the portal has none."""
        return self.create_user(email, **{"given_name": "Portal", "family_name": "Administrator"} | fields,
                                is_staff=True, is_superuser=True)  # fmt: skip

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


def new_session_seal() -> str:
    return get_random_string(22)


@tracked(exclude=("password", "last_login", "search_key", "sort_key", "session_seal"))
class User(PersonalDetails, AbstractBaseUser, PermissionsMixin):
    """One person, as of now. What was said of them at an event stays with their registration."""

    email = models.EmailField("e-mail address", unique=True)
    mail_language = models.CharField("language of mails", max_length=3, choices=Language, default=Language.ENGLISH)
    jurisdiction = models.ForeignKey(
        Jurisdiction, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    do_not_publish = models.BooleanField(default=False, help_text="In no list, export or photograph.")
    is_fictional = models.BooleanField(default=False, help_text="A person made up for the demonstration.")
    is_staff = models.BooleanField("staff", default=False, help_text="May use the back office, by group.")
    is_active = models.BooleanField("active", default=True, help_text="May sign in.")
    joined_at = models.DateTimeField(auto_now_add=True)
    session_seal = models.CharField(
        max_length=22, default=new_session_seal, editable=False, help_text="A new one ends every session of the person."
    )
    search_key = search_key("email")
    sort_key = sort_key()

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ()

    class Meta:
        verbose_name, verbose_name_plural = "person", "people"
        default_permissions = ("add", "change", "view")
        permissions = [
            ("view_unpublished_user", "Can see people who are in no list"),
            ("export_unpublished_user", "Can export people who are in no list"),
        ]
        constraints = [
            models.CheckConstraint(name="user_email_is_in_lower_case", condition=Q(email=Lower("email"))),
            # The second factor is asked of staff, so nobody may hold every permission without being staff.
            models.CheckConstraint(
                name="user_superuser_is_staff",
                condition=Q(is_superuser=False) | Q(is_staff=True),
                violation_error_message="An administrator is also staff.",
            ),
            sex_is_known("user_sex_is_known"),
            models.CheckConstraint(
                name="user_is_of_a_jurisdiction_or_of_an_organisation",
                condition=Q(jurisdiction__isnull=True) | Q(organisation__isnull=True),
            ),
        ]
        # They are few, and every list of people or registrations leaves them out.
        indexes = [models.Index(name="user_in_no_list", fields=["id"], condition=Q(do_not_publish=True))]

    def __str__(self):
        return self.get_full_name() or self.email

    def clean(self):
        self.email = self.email.strip().lower()
        if self.jurisdiction_id and self.organisation_id:
            raise ValidationError("A person belongs to a jurisdiction or to an organisation, not to both.")

    def is_hidden_from(self, viewer) -> bool:
        """Whether the person is in no list and the viewer may not know of them. Asks the database nothing."""
        return self.do_not_publish and self.pk != viewer.pk and hides(viewer)

    def named_for(self, viewer) -> str:
        """The name, for a text about somebody else."""
        return SOMEBODY if self.is_hidden_from(viewer) else self.get_full_name()

    def get_short_name(self):
        return self.given_name

    def end_sessions(self):
        """Sign the person out everywhere, also should the account be as before one day."""
        self.session_seal = new_session_seal()
        self.save(update_fields=["session_seal"])

    end_sessions.alters_data = True

    def get_session_auth_hash(self):
        """A new seal or another address ends every session of the person."""
        return salted_hmac(f"{__name__}.session", f"{self.session_seal} {self.email}", algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self):
        return ()

    @cached_property
    def passes(self) -> tuple[Pass, ...]:
        """What this person holds at published events: one pass per live registration and per focal-point duty."""
        with connection.cursor() as cursor:
            parameters = {"live": tuple(LIVE), "shown": tuple(PUBLIC_EVENT_STATES), "focal_point": FOCAL_POINT}
            cursor.execute(PASSES_SQL, parameters | {"person": self.pk})
            rows = cursor.fetchall()
        return tuple(
            Pass(
                *held,
                is_approved=status in COMES,
                is_head=role == "head",
                is_focal_point=role == FOCAL_POINT,
                status=status,
                status_label=RegistrationStatus(status).label if status else "",
                asked=ASKED.get(status, ""),
                asked_by=asked_by,
            )
            for *held, role, status, asked_by in rows
        )


@tracked()
class UserGroup(User.groups.through):
    """Groups hand out the back office, so the history of who is in which is kept."""

    class Meta:
        proxy = True
        default_permissions = ()
