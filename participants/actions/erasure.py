"""The erasure of one person: rows, moves, decisions and counts stay; whose they were is gone, also from the history."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Cast, Left
from django.utils import timezone

from participants.models import (
    Announcement,
    DataRequest,
    Delegation,
    ListImport,
    Move,
    NominationLetter,
    OutgoingEmail,
    PersonalLink,
    Registration,
    User,
)
from participants.models.details import DETAILS, PersonalDetails
from participants.models.people import new_session_seal
from participants.personal_data import fields_of_class
from participants.redaction import UNROUTABLE, erase, erase_with_history
from participants.states import MailStatus
from workshop_portal.audit import history_rows, redact
from workshop_portal.transitions import TransitionError, move_all

from .purge import delete_logistics

LEAST_LETTERS = 5  # a shorter name says too little to be looked for in texts


@dataclass
class Erasure:
    """What an erasure did: rows by what they are, and where the name still stands and a person has to look."""

    done: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def erasure_refusal(person: User) -> str | None:
    """Why the person cannot be erased now, as one sentence; None when nothing speaks against it."""
    if person.email.endswith(UNROUTABLE):
        return f"{person} is erased already."
    if person.is_staff or person.is_superuser:
        return f"{person} may use the back office: an administrator takes that away first."
    open_events = Q(event__status__in=["draft", "published"], event__ends_on__gte=timezone.localdate())
    if registration := person.registrations.live().filter(open_events).select_related("event").first():
        state = registration.get_status_display().lower()
        return f"{person} is registered for {registration.event} ({state}): withdraw that registration first."
    if delegation := person.focal_point_of.filter(open_events).select_related("event").first():
        return f"{person} is the focal point of {delegation} at {delegation.event}: choose somebody else first."
    return None


@transaction.atomic
def erase_person(person: User, *, dry_run: bool = False) -> Erasure:
    """Take the person out of everything: the account, what was said of them at events, mails, requests, the history.

    The person becomes "Erased person 123" with an address that mail cannot reach, and cannot sign in. Who did what
    when stays, by key. Raises TransitionError when something is still going on.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if sentence := erasure_refusal(person):
        raise TransitionError(sentence)
    registrations = Registration.objects.filter(person=person)
    names, addresses = _names_of(person), _addresses_of(person)
    erasure = Erasure()
    erasure.left = [*_letters_naming(person)]
    erasure.done = {
        "logistics": delete_logistics(registrations),
        "personal links": PersonalLink.objects.filter(Q(person=person) | Q(email__in=addresses)).delete()[0],
        "mails": _erase_mails(registrations, addresses),
        "reasons": erase(Move.objects.filter(registration__in=registrations), ["reason"]),
        "requests": erase_with_history(DataRequest.objects.filter(person=person), ["text", "answer"]),
        "uploaded lists": _empty_lists(registrations, person),
        "registrations": _rename(registrations, person),
        "sessions and ways in": _end_ways_in(person, addresses),
    }
    _rename(User.objects.filter(pk=person.pk), person)
    _close_account(person)
    erasure.done["mentions"] = _erase_mentions(person, names, addresses)
    erasure.left += _still_named(names, addresses)
    transaction.set_rollback(dry_run)
    return erasure


def stands_for(person: User) -> dict[str, str]:
    return {"given_name": "Erased", "family_name": f"person {person.pk}"}


# --- What identified them -------------------------------------------------------------------------


def _names_of(person: User) -> list[str]:
    """Every full name that the person had here or at an event, in every order people write it in."""
    columns = ("given_name", "family_name", "own_script_name")
    sources = [
        User.objects.filter(pk=person.pk),
        history_rows(User).filter(pgh_obj=person),
        Registration.objects.filter(person=person),
        history_rows(Registration).filter(person=person),
    ]
    found = set()
    for given, family, own in {row for rows in sources for row in rows.values_list(*columns)}:
        found |= {f"{given} {family}", f"{family} {given}", f"{family}, {given}", own, own.upper()}
        found.add(f"{given} {family.upper()}")
        if len(family) >= LEAST_LETTERS:
            found.add(family)
    return sorted((name for name in found if len(name) >= LEAST_LETTERS), key=len, reverse=True)


def _addresses_of(person: User) -> list[str]:
    history = history_rows(User).filter(pgh_obj=person)
    return sorted({person.email, *history.values_list("email", flat=True)})


# --- What is theirs -------------------------------------------------------------------------------


def _rename(rows: models.QuerySet, person: User) -> int:
    """Details go, and in the place of names stands whose row it was; in the history too."""
    model = rows.model
    keys = list(rows.values_list("pk", flat=True))
    own = model._base_manager.filter(pk__in=keys)
    history = model.pgh_event_model._base_manager.filter(pgh_obj_id__in=keys)
    also = ["draft", "interpretation", "photo_consent", "list_consent"] if model is Registration else []
    names = [*(set(DETAILS) - {"given_name", "family_name"}), *also]
    own.update(**stands_for(person))
    erase(own, names)
    redact(history, **stands_for(person))
    erase(history, names)
    return len(keys)


def _erase_mails(registrations: models.QuerySet[Registration], addresses: Iterable[str]) -> int:
    """What was said to them, and about their registrations; what waits is not sent any more."""
    about = Q(registration__in=registrations) | Q(move__registration__in=registrations) | Q(to__in=addresses)
    mails = OutgoingEmail.objects.filter(about)
    move_all(mails, MailStatus.STOPPED)  # also what staff may not stop, because there is nobody left to tell
    return erase_with_history(mails, fields_of_class("correspondence")["OutgoingEmail"])


def _empty_lists(registrations: models.QuerySet[Registration], person: User) -> int:
    """Lists are half-read files: the whole content goes, because nobody knows which cells name the person."""
    lists = ListImport.objects.filter(
        Q(delegation__in=registrations.values("delegation")) | Q(uploaded_by=person)
    ).exclude(rows=[], outcome={})
    return lists.update(rows=[], outcome={})


def _end_ways_in(person: User, addresses: Iterable[str]) -> int:
    """Sessions, also half-finished sign-ins; the second factor; the address as allauth keeps it."""
    ended = Authenticator.objects.filter(user=person).delete()[0] + EmailAddress.objects.filter(user=person).delete()[0]
    for session in Session.objects.iterator():
        held = session.get_decoded()
        if held.get("_auth_user_id") == str(person.pk) or any(address in str(held) for address in addresses):
            session.delete()
            ended += 1
    return ended


def _close_account(person: User) -> None:
    """The address is the sign-in, so it goes last. The history of the account keeps its powers, not its address."""
    unroutable = f"erased-{person.pk}{UNROUTABLE}"
    person.groups.clear()
    person.focal_point_of.clear()
    User.objects.filter(pk=person.pk).update(
        email=unroutable, is_active=False, jurisdiction=None, organisation=None, mail_language="en",
        session_seal=new_session_seal(), last_login=None,
    )  # fmt: skip
    redact(
        history_rows(User).filter(pgh_obj=person), email=unroutable, jurisdiction=None, organisation=None
    )  # fmt: skip


# --- What others wrote of them --------------------------------------------------------------------


def _texts_near(person: User) -> Iterator[models.QuerySet]:
    """Rows in which others may have named the person: those of the same delegations and events, and the admin's log.

    Only these, because somebody else may have the same name.
    """
    delegations = Delegation.objects.filter(registrations__person=person).values("pk")
    events = Registration.objects.filter(person=person).values("event")
    near = [
        Delegation.objects.filter(pk__in=delegations),
        NominationLetter.objects.filter(delegation__in=delegations),
        OutgoingEmail.objects.filter(
            Q(registration__delegation__in=delegations)
            | Q(move__registration__delegation__in=delegations)
            | Q(delegation__in=delegations)
            | Q(announcement__event__in=events)
        ),
        Announcement.objects.filter(event__in=events),
        DataRequest.objects.filter(person__registrations__delegation__in=delegations),
        ListImport.objects.filter(delegation__in=delegations),
    ]
    yield Move.objects.filter(registration__delegation__in=delegations)
    yield LogEntry.objects.filter(Q(content_type__app_label="participants") | Q(user=person))
    for rows in near:
        keys = rows.order_by().values("pk")
        yield rows.model._base_manager.filter(pk__in=list(keys.values_list("pk", flat=True)))
        if hasattr(rows.model, "pgh_event_model"):
            yield rows.model.pgh_event_model._base_manager.filter(
                pgh_obj_id__in=list(keys.values_list("pk", flat=True))
            )


def _erase_mentions(person: User, names: Iterable[str], addresses: Iterable[str]) -> int:
    """Put "Erased person 123" where a text names them: a name near them, an address everywhere."""
    n = sum(_replace(rows, [*names, *addresses], person) for rows in _texts_near(person))
    return n + sum(_replace(model._base_manager.all(), addresses, person) for model in _models_with_texts())


def _replace(rows: models.QuerySet, words: Iterable[str], person: User) -> int:
    pattern = _pattern(words)
    replaced = 0
    for column in _text_columns(rows.model):
        text = Cast(column.name, TextField())
        new = Func(text, Value(pattern), Value(" ".join(stands_for(person).values())), Value("gi"),
                   function="regexp_replace", output_field=TextField())  # fmt: skip
        if column.max_length:
            new = Left(new, column.max_length)
        found = rows.annotate(said=Cast(column.name, TextField())).filter(said__iregex=pattern).order_by()
        keys = list(found.values_list("pk", flat=True))
        if keys:
            value = Cast(new, column) if isinstance(column, models.JSONField) else new
            replaced += redact(rows.model._base_manager.filter(pk__in=keys), **{column.name: value})
    return replaced


def _pattern(words: Iterable[str]) -> str:
    """A regular expression of PostgreSQL: any of the words, as whole words."""
    return rf"(?<!\w)({'|'.join(re.escape(word) for word in words)})(?!\w)"


def _text_columns(model: type[models.Model]) -> list[models.Field]:
    """Columns in which people write freely. Names of people are theirs, and keys say nothing."""
    texts = (models.CharField, models.TextField, models.JSONField)
    return [
        column
        for column in model._meta.concrete_fields
        if isinstance(column, texts) and not column.flatchoices and not column.name.startswith("pgh_")
        and not column.unique and not isinstance(column, models.FileField | models.EmailField)
    ]  # fmt: skip


def _models_with_texts() -> list[type[models.Model]]:
    """Every table of the portal that holds words, except the records of people themselves."""
    portal = [model for app in ("participants", "admin") for model in apps.get_app_config(app).get_models()]
    return [model for model in portal if not model._meta.proxy and not _is_of_people(model)]


def _is_of_people(model: type[models.Model]) -> bool:
    return issubclass(getattr(model, "pgh_tracked_model", model), PersonalDetails)


# --- What only a person can judge -----------------------------------------------------------------


def _letters_naming(person: User) -> Iterator[str]:
    for letter in NominationLetter.objects.filter(covers__person=person).distinct().order_by("pk"):
        yield f"The file of letter {letter.pk} names the person; it is the authority’s and stays."


def _still_named(names: Iterable[str], addresses: Iterable[str]) -> list[str]:
    """Where the words still stand: texts of events and assessments, such as who presents, and namesakes."""
    pattern = _pattern([*names, *addresses])
    found = []
    for app in ("events", "assessments", "participants"):
        for model in apps.get_app_config(app).get_models():
            for column in [] if model._meta.proxy else _text_columns(model):
                said = model._base_manager.annotate(said=Cast(F(column.name), TextField()))
                if n := said.filter(said__iregex=pattern).count():
                    found.append(f"{model._meta.label}.{column.name} still has the name in {n} rows; look at them.")
    return found
