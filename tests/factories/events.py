"""Rows of events. Traits name states; files and versions go through the real actions."""

from datetime import date, datetime, time, timedelta

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from events import actions
from events.models import Event, Jurisdiction, Mandate, Material, Organisation, Room, Session, Slot


class JurisdictionFactory(DjangoModelFactory):
    class Meta:
        model = Jurisdiction
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}")
    name = factory.LazyAttribute(lambda row: f"Jurisdiction {row.code}")
    position = factory.Sequence(lambda n: n + 1)
    time_zone = "Europe/Belgrade"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.Sequence(lambda n: f"Organisation number {n}")
    short_name = factory.Sequence(lambda n: f"ORG{n}")
    kind = Organisation.Kind.PARTNER


class MandateFactory(DjangoModelFactory):
    class Meta:
        model = Mandate

    code = factory.Sequence(lambda n: f"(CFSP) 2019/{n}")
    title = "Support of the control of small arms"
    acknowledgement = factory.LazyAttribute(lambda row: f"Organised under Council Decision {row.code}.")
    adopted_on = date(2019, 12, 9)


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(status="published", published_at=factory.LazyFunction(timezone.now))
        closed = factory.Trait(
            status="closed",
            published_at=factory.LazyFunction(timezone.now),
            closed_at=factory.LazyFunction(timezone.now),
        )

    slug = factory.Sequence(lambda n: f"event-{n}")
    title = factory.Sequence(lambda n: f"Workshop number {n}")
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(lambda row: row.starts_on + timedelta(days=1))
    mandate = factory.SubFactory(MandateFactory)
    contact_email = "workshop@seesac.example"


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = Room

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Room {n}")


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    event = factory.SubFactory(EventFactory)
    code = factory.Sequence(lambda n: f"1.{n}")
    kind = Session.Kind.PRESENTATION
    title = factory.Sequence(lambda n: f"Session about ballistics {n}")
    abstract = "What a service can learn from recovered cartridge cases."
    presenter = "Partner service"
    languages = "English, interpretation into Albanian"


def published_agenda(event, *, sessions, by, starts_at=None, reason="First version."):
    """Place new half-hour sessions one after another in the working copy and publish it."""
    starts_at = starts_at or datetime.combine(event.starts_on, time(9), tzinfo=event.zone)
    version = actions.working_copy(event)
    for number in range(sessions):
        begin = starts_at + timedelta(minutes=30 * number)
        Slot.objects.create(
            version=version,
            session=SessionFactory(event=event),
            starts_at=begin,
            ends_at=begin + timedelta(minutes=30),
        )
    return actions.publish_agenda(event, by=by, reason=reason)


class MaterialFactory(DjangoModelFactory):
    """A paper. `received`, `cleared` and `withheld` give it a real file through the real actions."""

    class Meta:
        model = Material
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence(lambda n: f"Paper number {n}")
    originator = "SEESAC"
    marking = "green"

    @staticmethod
    def upload(name="рад шарић.pdf", content=b"%PDF-1.7\n%fictional\n"):
        return SimpleUploadedFile(name, content, content_type="application/pdf")

    @classmethod
    def _create(cls, model_class, *args, received=False, cleared=False, withheld=False, by=None, **values):
        material = super()._create(model_class, *args, **values)
        if received or cleared or withheld:
            by = by or _officer()
            actions.add_file(material, cls.upload(), by=by)
            material.refresh_from_db()
        if cleared:
            material.clear(by=by)
        if withheld:
            material.withhold(by=by)
        return material


def _officer():
    from tests.factories.participants import UserFactory  # people are made above events

    return UserFactory(staff=True)
