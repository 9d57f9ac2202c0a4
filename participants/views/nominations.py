"""What a focal point does with the people on the list. Each page does one thing and leads back to the list."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from participants import actions
from participants.forms.nominations import (
    NOMINATED,
    NominationForm,
    ReplacementForm,
    ReserveMoveForm,
    WithdrawalForm,
)
from participants.models import Registration
from participants.seats import seats_by_role
from participants.states import RegistrationStatus
from workshop_portal.transitions import TransitionError

from .delegations import NominatorsOnly, OfDelegation


class NominationPage(OfDelegation, NominatorsOnly, FormView):
    """A form whose action may refuse: then what was typed stays, with the sentence why."""

    template_name = "participants/nomination_form.html"
    needs_open = "nominations"

    def get(self, request, *args, **kwargs):
        if sentence := self.refusal():
            messages.warning(request, sentence)
            return redirect(self.delegation)
        return super().get(request, *args, **kwargs)

    def refusal(self) -> str | None:
        """Why the form is not even shown, as one sentence."""
        return None if self.is_open[self.needs_open] else self.refusals[self.needs_open]

    def form_valid(self, form):
        try:
            done = self.do(form)
        except actions.NoSeatFreeError as refused:
            form.add_error("as_reserve", str(refused))
        except actions.OutdatedError as refused:
            form.data = form.data.copy()
            form.data["revision"] = self.registration_now.revision
            form.add_error(None, str(refused))
        except TransitionError as refused:
            form.add_error(None, str(refused))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(self.request, done)
            return redirect(self.delegation)
        return self.form_invalid(form)

    def do(self, form) -> str:
        """Do it, and say in one sentence what was done. Raises TransitionError or ValidationError."""
        raise NotImplementedError


class Nominate(NominationPage):
    form_class = NominationForm
    extra_context = {
        "title": "Nominate somebody",
        "lead": "They get a mail with a link of their own, check what you wrote here, and confirm it.",
        "button": "Nominate",
    }

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"seats": seats_by_role(self.delegation)}

    def do(self, form):
        registration = actions.nominate(
            self.delegation,
            email=form.cleaned_data["email"],
            details=form.details,
            role=form.cleaned_data["role"],
            as_reserve=form.cleaned_data["as_reserve"],
            by=self.request.user,
        )
        return f"{registration.get_full_name()} is nominated and gets a mail to confirm."


class OfRegistration:
    """One person of the delegation."""

    @cached_property
    def registration(self) -> Registration:
        rows = self.registrations.select_related("person")
        registration = get_object_or_404(rows, pk=self.kwargs["registration"])
        registration.delegation, registration.event = self.delegation, self.delegation.event
        return registration

    @property
    def registration_now(self) -> Registration:
        return self.registrations.get(pk=self.registration.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(registration=self.registration, **kwargs)


class CorrectNomination(OfRegistration, NominationPage):
    form_class = NominationForm
    extra_context = {
        "title": "Correct a nomination",
        "lead": "Another e-mail address is another person: then this nomination is withdrawn, and the new address gets "
        "a mail of its own.",
        "button": "Save",
    }

    def refusal(self):
        return super().refusal() or actions.correction_refusal(self.registration)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"seats": seats_by_role(self.delegation)}

    def get_initial(self):
        row = self.registration
        shown = {name: getattr(row, name) for name in (*NOMINATED, "role", "revision")}
        return shown | {"email": row.person.email, "as_reserve": row.reserve_position is not None}

    def do(self, form):
        corrected = actions.correct_nomination(
            self.registration,
            email=form.cleaned_data["email"],
            details=form.details,
            role=form.cleaned_data["role"],
            as_reserve=form.cleaned_data["as_reserve"],
            by=self.request.user,
            revision=form.cleaned_data["revision"] or 0,
        )
        if corrected.person_id == self.registration.person_id:
            return f"What is said of {corrected.get_full_name()} is saved."
        return f"{corrected.get_full_name()} gets a mail at {corrected.person.email}; the old nomination is withdrawn."


class Replace(OfRegistration, NominationPage):
    form_class = ReplacementForm
    extra_context = {
        "title": "Replace",
        "lead": "Who comes instead gets the same role and place, confirms, and then the organisers decide. Whoever is "
        "replaced gets a mail with your reason.",
        "button": "Replace",
    }
    needs_open = "confirmations"

    def refusal(self):
        return super().refusal() or actions.replacement_refusal(self.registration)

    def get_initial(self):
        return {"revision": self.registration.revision}

    def do(self, form):
        successor = actions.replace_nominee(
            self.registration,
            email=form.cleaned_data["email"],
            details=form.details,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            revision=form.cleaned_data["revision"] or 0,
        )
        name = self.registration.get_full_name()
        return f"{successor.get_full_name()} is nominated in the place of {name}. Both get a mail."


class Withdraw(OfRegistration, NominationPage):
    form_class = WithdrawalForm
    extra_context = {
        "title": "Withdraw",
        "lead": "This cannot be undone. A seat that becomes free is offered to the first on the reserve list.",
        "button": "Withdraw",
        "is_final": True,
    }
    needs_open = "event"

    def refusal(self):
        return super().refusal() or self.registration.refusal(RegistrationStatus.WITHDRAWN)

    def get_initial(self):
        return {"revision": self.registration.revision}

    def do(self, form):
        actions.withdraw_nominee(
            self.registration,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            revision=form.cleaned_data["revision"] or 0,
        )
        return f"{self.registration.get_full_name()} is withdrawn and gets a mail."


class Act(OfDelegation, NominatorsOnly, View):
    """One press of a button. Whoever comes by a link, for example after signing in again, is led to the list."""

    http_method_names = ("get", "post", "options")

    def get(self, request, **kwargs):
        return redirect(self.delegation)

    def post(self, request, **kwargs):
        try:
            self.do()
        except TransitionError as refused:
            messages.error(request, str(refused))
        return redirect(self.delegation)

    def do(self) -> None:
        raise NotImplementedError


class RemindAll(Act):
    """A mail to everybody who has not confirmed."""

    def rows(self):
        return self.registrations.filter(status=RegistrationStatus.NOMINATED)

    def do(self):
        rows = self.rows().for_mail().order_by("sort_key", "pk")
        mailed = actions.remind(rows, by=self.request.user)
        if mailed.to:
            names = ", ".join(row.get_full_name() for row in mailed.to)
            messages.success(self.request, f"Reminded: {names}.")
        for _, sentence in mailed.skipped:
            messages.info(self.request, f"Not reminded: {sentence}")
        if not mailed.to and not mailed.skipped:
            messages.info(self.request, "There is nobody to remind.")


class Remind(OfRegistration, RemindAll):
    def rows(self):
        return self.registrations.filter(pk=self.registration.pk)


class ReorderReserves(Act):
    """One step up or down."""

    def do(self):
        form = ReserveMoveForm(self.request.POST)
        if not form.is_valid():
            raise TransitionError("That is no step on this reserve list. Look at it and try again.")
        shown, wanted = form.orders()
        actions.reorder_reserves(self.delegation, wanted, by=self.request.user, was=shown)
