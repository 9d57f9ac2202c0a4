"""The focal point's page: whom the delegation sends, how far each of them is, and until when it can be changed."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from events.agenda import zone_in_words
from participants import actions, permissions
from participants.letters import check_letter
from participants.models import Delegation, NominationLetter, Registration
from participants.progress import Line, acts_for, deadline, notes_for_staff, words_for
from participants.querysets import led_delegations
from participants.seats import seats_by_role
from participants.states import LIVE, Role
from workshop_portal.spreadsheets import XLSX
from workshop_portal.views import SignInFirst


class OfDelegation(SignInFirst):
    """Every page of one delegation: for its focal points, its approved head, and staff."""

    @cached_property
    def delegation(self) -> Delegation:
        delegations = Delegation.objects.visible_to(self.request.user)
        named = delegations.select_related("event__mandate", "jurisdiction", "organisation")
        return get_object_or_404(named, pk=self.kwargs["pk"])

    @cached_property
    def registrations(self):
        """Whom the reader may know of in this delegation."""
        return Registration.objects.visible_to(self.request.user).filter(delegation=self.delegation)

    @property
    def can_nominate(self) -> bool:
        return permissions.can_nominate_registration(self.request.user, self.delegation)

    @cached_property
    def refusals(self) -> dict[str, str | None]:
        """Why a focal point can change neither list, nor data of people, nor anything (any more), in sentences."""
        return {
            "nominations": self.delegation.nomination_refusal(),
            "confirmations": self.delegation.confirmation_refusal(),
            "event": self.delegation.event_refusal(),
        }

    @cached_property
    def is_open(self) -> dict[str, bool]:
        """Which of these the reader can change now; staff may be late."""
        possible = self.can_nominate and not self.refusals["event"]
        late = permissions.can_act_late(self.request.user, self.delegation)
        return {what: possible and (late or not sentence) for what, sentence in self.refusals.items()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(delegation=self.delegation, event=self.delegation.event, **kwargs)


class NominatorsOnly:
    """Pages that change the list: for focal points, and for staff who add registrations."""

    def dispatch(self, request, *args, **kwargs):
        if not self.can_nominate:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class DelegationPage(OfDelegation, TemplateView):
    template_name = "participants/delegation.html"

    def get_context_data(self, **kwargs):
        delegation, now = self.delegation, timezone.now()
        letters = self.letters()
        people = [line.registration for line in self.lines]
        seats = seats_by_role(delegation)
        return super().get_context_data(
            can_nominate=self.can_nominate,
            can_export=permissions.can_export_delegation(self.request.user, delegation),
            is_open=self.is_open,
            nominations=deadline(delegation.nominations_close_at, now),
            confirmations=deadline(delegation.confirmations_close_at, now),
            zone_in_words=zone_in_words(delegation.event.zone, delegation.event.starts_on),
            refusals=list(dict.fromkeys(filter(None, self.refusals.values()))),
            seats=[count for count in seats.values() if count.seats or count.used or count.held],
            coming=[line for line in self.lines if self.is_live(line) and line.registration.reserve_position is None],
            reserves=self.reserves(),
            gone=[line for line in self.lines if not self.is_live(line)],
            unconfirmed=sum("remind" in line.acts for line in self.lines),
            focal_points=self.focal_points(),
            letters=letters,
            letter_check=check_letter({row.pk for row in letters[0].covers.all()}, people) if letters else None,
            reads_letters=self.reads_letters,
            **kwargs,
        )

    def focal_points(self):
        """All of them for their own delegation; staff may not know of everybody."""
        everybody = self.delegation.focal_points.order_by("sort_key", "pk")
        return everybody if self.is_own else everybody.without_hidden(self.request.user)

    @property
    def is_own(self) -> bool:
        return self.delegation.pk in led_delegations(self.request.user)

    @cached_property
    def lines(self) -> list[Line]:
        rows = list(
            self.registrations.with_asked_at()
            .select_related("person", "replaced_by__person")
            .order_by("sort_key", "pk")
        )
        order, user = list(Role), self.request.user
        rows.sort(key=lambda row: order.index(Role(row.role)))  # stable: by name within a role
        notes = self.staff_notes(rows)
        for row in rows:
            row.delegation = self.delegation
        return [
            Line(row, words_for(row, user), acts_for(row, **self.is_open), tuple(notes.get(row.pk, ()))) for row in rows
        ]

    def staff_notes(self, rows) -> dict[int, list[str]]:
        user = self.request.user
        if not user.has_perm("participants.view_registration"):
            return {}
        return notes_for_staff(self.delegation, rows, Registration.objects.visible_to(user))

    def reserves(self) -> list[Line]:
        waiting = [line for line in self.lines if line.registration.reserve_position is not None]
        return sorted(waiting, key=lambda line: line.registration.reserve_position)

    @staticmethod
    def is_live(line: Line) -> bool:
        return line.registration.status in LIVE

    @property
    def reads_letters(self) -> bool:
        return permissions.can_read_letter(self.request.user, self.delegation)

    def letters(self) -> list[NominationLetter]:
        visible = NominationLetter.objects.visible_to(self.request.user).filter(delegation=self.delegation)
        found = list(visible.select_related("uploaded_by").prefetch_related("covers").order_by("-uploaded_at", "-pk"))
        for letter in found:
            sender = letter.uploaded_by
            letter.sender_name = str(sender) if self.is_own else sender.named_for(self.request.user)
        return found


class Spreadsheet(OfDelegation, View):
    """The list to take along. A row says who took it."""

    http_method_names = ("get", "options")  # asking for the headers alone would be written down as taking it

    def get(self, request, pk):
        if not permissions.can_export_delegation(request.user, self.delegation):
            raise PermissionDenied
        content = actions.delegation_as_xlsx(self.delegation, by=request.user)
        name = f"{self.delegation.event.slug}-{self.delegation.pk}.xlsx"
        disposition = f'attachment; filename="{name}"'
        return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})
