"""Two officers at the same moment, with real threads: one comes first, the other gets a sentence."""

import threading
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from events import actions
from events.models import AgendaVersion, Material
from tests.clients import signed_in
from tests.factories import EventFactory, MaterialFactory, published_agenda

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def at_once(*tasks):
    """Run the tasks in a thread each, starting together; returns what they gave back, or the exception."""
    start, given = threading.Barrier(len(tasks)), {}

    def run(number, task):
        start.wait()
        try:
            given[number] = task()
        except Exception as error:
            given[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=numbered) for numbered in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [given[number] for number in range(len(tasks))]


def slots_of(version):
    """The form of a working copy, as it was shown."""
    data = {"slots-TOTAL_FORMS": 0, "slots-INITIAL_FORMS": 0}
    for number, slot in enumerate(version.slots.order_by("starts_at", "pk")):
        local = {name: getattr(slot, name).astimezone(version.event.zone) for name in ("starts_at", "ends_at")}
        data |= {f"slots-{number}-id": slot.pk, f"slots-{number}-session": slot.session_id, f"slots-{number}-room": ""}
        for name, moment in local.items():
            minute = moment.replace(minute=(moment.minute + 1) % 60)
            data |= {f"slots-{number}-{name}_0": f"{minute:%Y-%m-%d}", f"slots-{number}-{name}_1": f"{minute:%H:%M}"}
        data["slots-TOTAL_FORMS"] = data["slots-INITIAL_FORMS"] = number + 1
    return data


def test_saving_and_publishing_an_agenda_go_one_after_the_other(officer):
    event = EventFactory(published=True)
    published_agenda(event, sessions=2, by=officer)

    for _ in range(ROUNDS):
        copy = AgendaVersion.objects.select_related("event").get(event=event, number=None)
        form, first, second = slots_of(copy), signed_in(Client(), officer), signed_in(Client(), officer)
        saved, published = at_once(
            partial(first.post, reverse("admin:events_agendaversion_change", args=[copy.pk]), form),
            partial(second.post, reverse("admin:events_agendaversion_publish", args=[copy.pk]), {"reason": "Now."}),
        )
        assert [saved.status_code, published.status_code] == [302, 302]

    assert event.agenda_versions.published().count() == ROUNDS + 1


def test_a_paper_is_never_cleared_for_readers_that_nobody_cleared_it_for(officer):
    for _ in range(ROUNDS):
        paper = MaterialFactory(event=EventFactory(published=True), received=True, audience="heads", by=officer)
        first, second = signed_in(Client(), officer), signed_in(Client(), officer)
        clear = reverse("admin:events_material_move", args=[paper.pk, "cleared"])
        seen = {"seen": actions.what_is_cleared(paper)}
        form = {
            "title": paper.title, "originator": paper.originator, "marking": paper.marking, "audience": "everyone",
            "versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0,
        }  # fmt: skip
        answers = at_once(
            partial(first.post, clear, seen),
            partial(second.post, reverse("admin:events_material_change", args=[paper.pk]), form),
        )
        assert [answer.status_code for answer in answers] in ([302, 302], [200, 302])

        end = Material.objects.get(pk=paper.pk)
        assert (end.status, end.audience) == ("received", "everyone")
