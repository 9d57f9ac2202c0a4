"""Checking and confirming one's own data in steps, with a draft; and correcting it afterwards on one page."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect

from participants import actions, own_status
from participants.forms import own_data
from participants.models import Registration
from participants.personal_data import about
from participants.states import LIVE, RegistrationStatus
from workshop_portal.transitions import TransitionError

from .registration import RegistrationPage

STEPS = {
    "you": ("You", own_data.YouForm),
    "needs": ("Role and needs", own_data.NeedsForm),
    "privacy": ("Privacy and consent", own_data.PrivacyForm),
    "review": ("Review", own_data.ReviewForm),
}
ORDER = list(STEPS)
CONFIRMED_ALREADY = "You have confirmed your data already. What is wrong in it can be corrected here."


class Step(RegistrationPage):
    """One step of the form: what is typed is kept as a draft, and nothing is asserted before the last button."""

    def get_template_names(self):
        return [f"participants/step_{self.step}.html"]

    @property
    def step(self):
        return self.kwargs["step"]

    def dispatch(self, request, *args, **kwargs):
        if self.step not in STEPS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, slug, pk, step):
        if self.registration.status != RegistrationStatus.NOMINATED:
            return self.back(messages.info, CONFIRMED_ALREADY)
        if sentence := self.registration.delegation.confirmation_refusal():
            return self.back(messages.error, sentence)
        return self.form_page(self.registration, STEPS[step][1](instance=self.registration))

    @transaction.atomic
    def post(self, request, slug, pk, step):
        is_last = step == ORDER[-1]
        registration = actions.lock_registration(self.registration) if is_last else self.read_to_keep()
        if registration.status != RegistrationStatus.NOMINATED:
            return self.back(messages.info, CONFIRMED_ALREADY)
        form = STEPS[step][1](request.POST, instance=registration)
        return self.submit(registration, form) if is_last else self.keep(registration, form)

    def read_to_keep(self):
        """The registration, locked alone: a draft concerns no seat and nobody else."""
        registration = self.registration = self.read(self.own.select_for_update(no_key=True, of=("self",)))
        return registration

    def keep(self, registration, form):
        is_valid, refusal = form.is_valid(), registration.delegation.confirmation_refusal()
        if is_valid or refusal:  # after the deadline what was typed is kept too, in case it is put off
            actions.keep_draft(registration, form.cleaned_data)
        if refusal:
            return self.back(messages.error, refusal)
        if not is_valid:
            return self.form_page(registration, form)
        if "take_own" in self.request.POST:
            registration.refresh_from_db(fields=["draft"])
            actions.keep_draft(registration, own_data.differing(registration))
            return self.to_step(self.step)
        return self.to_step(self.request.POST.get("then"))

    def submit(self, registration, form):
        if not form.is_valid():
            return self.form_page(registration, form)
        try:
            actions.confirm_own_data(registration, form.cleaned_data, by=self.request.user)
        except TransitionError as error:
            return self.back(messages.error, str(error))
        return self.back(messages.success, "Thank you. Your data is confirmed and with the organisers.")

    def to_step(self, name):
        """To the step that was asked for, else to the next one."""
        following = name if name in STEPS else ORDER[ORDER.index(self.step) + 1]
        return redirect("participants:registration_step", self.kwargs["slug"], self.kwargs["pk"], following)

    def form_page(self, registration, form):
        number = ORDER.index(self.step)
        return self.page(
            registration=registration,
            form=form,
            step=self.step,
            steps=[(name, title) for name, (title, _) in STEPS.items()],
            number=number + 1,
            title=STEPS[self.step][0],
            before=ORDER[number - 1] if number else None,
            **self.of_step(registration, form),
        )

    def of_step(self, registration, form):
        """What only this step shows."""
        if self.step == "you":
            words = dict(own_data_in_words(registration, own_data.differing(registration)))
            return {"who_nominated": own_status.who_nominated(registration), "differing": words.items()}
        if self.step == "privacy":
            return {"abouts": abouts()}
        if self.step == "review":
            form.is_valid()
            said = own_status.own_facts(form.instance, form.cleaned_data.get("mail_language", "en"))
            return {"facts": said, "places": places_of_errors(form)}
        return {}


def abouts():
    """Who sees what of a registration, for the step on privacy."""
    names = ("given_name", "badge_name", "sex", "interpretation", "photo_consent")
    return [about(Registration, name) for name in names]


def places_of_errors(form):
    """Each error of the review with the step that holds its field, because a field can only be corrected there."""
    holders = {name: step for step in ORDER[:-1] for name in STEPS[step][1].base_fields}
    return [(holders[name], form[name], errors[0]) for name, errors in form.errors.items() if name != "__all__"]


def own_data_in_words(registration, values):
    """What the person's own record says, as label and words."""
    form = own_data.YouForm(instance=registration)
    for name, value in values.items():
        choices = dict(getattr(form.fields[name], "choices", ()))
        said = value if isinstance(value, list) else [value]
        yield form.fields[name].label, ", ".join(str(choices.get(word, word)) for word in said)


class Correct(RegistrationPage):
    """All of it on one page. An identity that changes after the approval is looked at again; the seat stays."""

    template_name = "participants/registration_correct.html"

    def get(self, request, slug, pk):
        if self.registration.status == RegistrationStatus.NOMINATED:
            return redirect("participants:registration_step", slug, pk, ORDER[0])
        if sentence := self.refusal(self.registration):
            return self.back(messages.error, sentence)
        return self.form_page(self.registration, own_data.OwnDataForm(instance=self.registration))

    @transaction.atomic
    def post(self, request, slug, pk):
        registration = actions.lock_registration(self.registration)
        form = own_data.OwnDataForm(request.POST, instance=registration)
        if not form.is_valid():
            return self.form_page(registration, form)
        try:
            changed = actions.correct_own_data(registration, form.cleaned_data, by=request.user)
        except TransitionError as error:
            form.add_error(None, str(error))
            return self.form_page(registration, form)
        return self.back(messages.success, "Your corrections are saved." if changed else "Your data is as it was.")

    def refusal(self, registration):
        if registration.status not in LIVE:
            return "This registration has ended: its data stays as it is."
        return registration.delegation.confirmation_refusal()

    def form_page(self, registration, form):
        return self.page(registration=registration, form=form, is_approved=own_status.is_coming(registration))
