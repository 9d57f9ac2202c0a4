"""The page of one delegation: seats, people, reserves, focal points, letters, deadlines, mails; and inviting."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from participants import actions, permissions
from participants.forms.delegations import FocalPointForm
from participants.letters import check_letter
from participants.models import NominationLetter, OutgoingEmail, PersonalLink, Registration, User
from participants.seats import seats_by_role
from participants.states import LIVE, RegistrationStatus, Role
from workshop_portal.admin import RecordAdmin
from workshop_portal.transitions import TransitionError

MOST_SHOWN = 500
TOTALS = ("seats", "used", "offered", "asking", "free")


@dataclass(frozen=True)
class Invited:
    """A focal point, when their invitation was written last, what became of the mail, and when they first came."""

    person: User
    invited_at: datetime | None
    mail: OutgoingEmail | None
    opened_at: datetime | None


class DelegationPage(RecordAdmin):
    def page_of(self, request, row):
        """What stands beside the form, in a number of queries that does not depend on how many people there are."""
        people = self.people_of(request, row)
        focal_points = self.focal_points_of(request, row)
        seats = seats_by_role(row)
        return {
            "row": row,
            "event": row.event,
            "seats": [count for count in seats.values() if count.seats or count.used or count.held],
            "total": {name: sum(getattr(count, name) for count in seats.values()) for name in TOTALS},
            "states": [
                (status.label, status.value, rows)
                for status in RegistrationStatus
                if (rows := [person for person in people if person.status == status])
            ],
            "reserves": sorted(
                (person for person in people if person.reserve_position and person.status in LIVE),
                key=lambda person: person.reserve_position,
            ),
            "focal_points": focal_points,
            "unseen": row.focal_point_count - len(focal_points),
            "letters": self.letters_of(request, row, people),
            "reads_letters": permissions.can_read_letters(request.user),
            "mails": self.mails_of(request, row),
            "reads_mails": permissions.can_read_mails(request.user),
            "may_invite": permissions.can_invite_focal_point(request.user, row),
            "may_add": permissions.can_nominate_registration(request.user, row),
            "focal_form": FocalPointForm(auto_id="focal-%s"),
            "has_head": any(person.role == Role.HEAD and person.status in LIVE for person in people),
        }

    def people_of(self, request, row):
        rows = Registration.objects.visible_to(request.user).filter(delegation=row)
        people = list(rows.order_by("sort_key", "pk")[:MOST_SHOWN])
        for person in people:
            person.delegation, person.event = row, row.event
        return people

    def focal_points_of(self, request, row):
        """Each with the last invitation; a link that was made for an address of before says nothing."""
        people = row.focal_points.visible_to(request.user).order_by("sort_key", "pk")
        links = PersonalLink.objects.filter(delegation=row).order_by().values_list("person", "email")
        opened = {(person, email): at for person, email, at in links.annotate(at=Max("opened_at"))}
        written = row.mails.filter(purpose=OutgoingEmail.Purpose.INVITATION).order_by("pk")
        mails = {mail.to: mail for mail in written}
        return [
            Invited(
                person,
                mails[person.email].created_at if person.email in mails else None,
                mails.get(person.email),
                opened.get((person.pk, person.email)),
            )
            for person in people
        ]

    def letters_of(self, request, row, people):
        """The newest first; only that one counts, so only that one is compared with the list."""
        if not permissions.can_read_letters(request.user):
            return []
        letters = list(
            NominationLetter.objects.visible_to(request.user)
            .filter(delegation=row)
            .select_related("uploaded_by")
            .prefetch_related("covers")
            .order_by("-uploaded_at", "-pk")
        )
        checks = [check_letter({named.pk for named in letter.covers.all()}, people) for letter in letters[:1]]
        return [(letter, checks[0] if number == 0 else None) for number, letter in enumerate(letters)]

    def mails_of(self, request, row):
        if not permissions.can_read_mails(request.user):
            return []
        mails = OutgoingEmail.objects.visible_to(request.user).filter(delegation=row)
        return list(mails.order_by("-created_at", "-pk")[:MOST_SHOWN])

    # --- Focal points ---

    def get_urls(self):
        invite, add = (self.admin_site.admin_view(view) for view in (self.invite_view, self.add_focal_point_view))
        return [
            path("<int:pk>/invite/", invite, name="participants_delegation_invite"),
            path("<int:pk>/focal-point/", add, name="participants_delegation_focal_point"),
            *super().get_urls(),
        ]

    def asked_for(self, request, pk):
        """The row of an act of its page, for those who may."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, pk)
        if row is None:
            raise Http404
        if not permissions.can_invite_focal_point(request.user, row):
            raise PermissionDenied
        return row

    def invite_view(self, request, pk):
        """Say who gets the invitation, then send it."""
        row = self.asked_for(request, pk)
        page = reverse("admin:participants_delegation_change", args=[pk])
        if request.method != "POST":
            return self.ask_page(request, row, "Send the invitation", page, note=self.invitation_note(request, row))
        try:
            mailed = actions.invite_focal_points(row, by=request.user)
        except TransitionError as error:
            self.message_user(request, str(error), "error")
            return redirect(page)
        if mailed.to:
            n = len(mailed.to)
            self.message_user(request, f"{n} invitation{'s are' if n > 1 else ' is'} on the way.", "success")
        for _, sentence in mailed.skipped:
            self.message_user(request, f"Skipped: {sentence}", "warning")
        if not (mailed.to or mailed.skipped):
            self.message_user(request, "Nobody speaks for this delegation yet: add a focal point first.", "warning")
        return redirect(page)

    def invitation_note(self, request, row):
        names = ", ".join(f"{one.person} ({one.person.email})" for one in self.focal_points_of(request, row))
        if not names:
            return "Nobody speaks for this delegation yet: add a focal point first."
        return f"Each gets a mail with a link of their own to the page of the delegation: {names}."

    def ask_page(self, request, row, verb, back, *, note="", form=None):
        context = self.admin_site.each_context(request) | {
            "title": f"{verb}: {row}", "verb": verb, "note": note, "row": row, "form": form, "opts": self.opts,
            "back": back,
        }  # fmt: skip
        return TemplateResponse(request, "admin/move.html", context)

    def add_focal_point_view(self, request, pk):
        """Name and address are enough: who is not in the portal yet is made known."""
        row = self.asked_for(request, pk)
        page = reverse("admin:participants_delegation_change", args=[pk])
        form = FocalPointForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                person = actions.add_focal_point(row, by=request.user, **form.cleaned_data)
            except TransitionError as error:
                form.add_error(None, str(error))
            else:
                self.message_user(request, f"{person.email} speaks for {row} now. No mail was sent yet.", "success")
                return redirect(page)
        return self.ask_page(request, row, "Add a focal point", page, form=form)
