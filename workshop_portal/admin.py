"""The back office: Django's admin behind a second factor, with records that are never deleted."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from workshop_portal.audit import history_of
from workshop_portal.security import has_second_factor
from workshop_portal.transitions import TransitionError

MESSAGES_SHOWN = 10


class PortalAdminSite(admin.AdminSite):
    site_title = "Workshop portal"
    site_header = "Workshop portal: back office"
    index_title = "Back office"
    enable_nav_sidebar = False  # it costs every page a second rendering of the whole index

    def get_app_list(self, request, app_label=None):
        """Worked out for the index only: Django asks for it on every page, for a sidebar that we do not show."""
        on_index = request.resolver_match.url_name in {"index", "app_list"}
        return super().get_app_list(request, app_label) if on_index else []

    def has_permission(self, request):
        """Active staff who gave a second factor in this session."""
        return super().has_permission(request) and has_second_factor(request)

    def get_urls(self):
        """Without passwords, which nobody has, and without the way to a page by the number of its kind and its own,
        which answers before anybody asked whether the row may be known.
        """
        unwanted = {"password_change", "password_change_done", "view_on_site"}
        return [entry for entry in super().get_urls() if getattr(entry, "name", "") not in unwanted]

    def index(self, request, extra_context=None):
        """What waits for this person, then every list."""
        waiting = [task for model_admin in self._registry.values() for task in tasks_of(model_admin, request)]
        return super().index(request, {"waiting": waiting} | (extra_context or {}))

    def admin_view(self, view, cacheable=False):
        """For people who are not staff the back office does not exist."""
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not request.user.is_staff:
                raise Http404
            return inner(request, *args, **kwargs)

        return guarded

    def login(self, request, extra_context=None):
        """There is one sign-in for everybody; the second factor is asked for there."""
        target = request.GET.get("next") or reverse("admin:index")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


def tasks_of(model_admin, request):
    """What a model admin says is waiting: sentence and address."""
    if not isinstance(model_admin, RecordAdmin):
        return
    page = reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")
    for sentence, query in model_admin.waiting(request):
        yield {"sentence": sentence, "url": f"{page}?{query}"}


def counted(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


class RecordAdmin(admin.ModelAdmin):
    """A list and a form for rows that are records: nobody deletes them, their state is only shown."""

    view_on_site = False  # Django's link would lead over a number; templates link to the page itself

    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they cost two queries each; workshop_portal.facets costs one for all
    page_select_related: ClassVar[list[str]] = []  # what the page of one row shows beside it

    def has_delete_permission(self, request, obj=None):
        return False

    def waiting(self, request):
        """What of this kind the person has to do, if anything: a sentence, and the filter of the list that finds it."""
        return []

    def lookup_allowed(self, lookup, value, request=None):
        """Lists are filtered by their facets only. Any other lookup would answer questions about columns that are
        not shown, such as the text of a mail, and about other tables.
        """
        return lookup in {facet.parameter_name for facet in self.get_list_filter(request)}

    def get_search_results(self, request, queryset, search_term):
        """PostgreSQL knows no NUL, and somebody will send one."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def changelist_view(self, request, extra_context=None):
        """Headed by what it lists, not by what one could do with it."""
        title = str(self.opts.verbose_name_plural).capitalize()
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def get_object(self, request, object_id, from_field=None):
        """The row of a page, together with what the page shows of other rows, in one query."""
        rows = self.get_queryset(request)
        if self.page_select_related:  # select_related() of nothing would follow everything
            rows = rows.select_related(*self.page_select_related)
        try:
            return rows.get(pk=object_id)
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

    def page_title(self, row) -> str:
        """The heading of the page of one row."""
        return str(row)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Headed by what the row is called, not by what one could do with it."""
        if obj:
            context |= {"title": self.page_title(obj), "subtitle": None}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(self, request, object_id, extra_context=None):
        """What the triggers wrote down about this row, not only what was done through the back office."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": f"History: {row}",
            "changes": history_of(row, request.user) if hasattr(row, "history") else [],
            "row": row,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/history.html", context)

    def keep_filters(self, request, url):
        """The address with the filters of the list that the reader came from, so that the way back keeps them."""
        filters = {"opts": self.opts, "preserved_filters": self.get_preserved_filters(request)}
        return add_preserved_filters(filters, url)

    def save_model(self, request, obj, form, change):
        """Write only what was changed: a decision made since the row was read must not be undone."""
        if change:
            columns = {field.name for field in self.opts.concrete_fields}
            obj.save(update_fields=columns & set(form.changed_data))
        else:
            obj.save()

    def get_readonly_fields(self, request, obj=None):
        names = {field.name for field in self.opts.get_fields() if not field.auto_created}
        return [*super().get_readonly_fields(request, obj), *({"status"} & names)]


class ViewOnlyAdmin(RecordAdmin):
    """Rows that only the system writes."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ReasonForm(forms.Form):
    """Why a move is made."""

    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, required, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required
        self.fields["reason"].help_text = help_text


class StatefulAdmin(RecordAdmin):
    """A record whose next moves are buttons on its page. Each leads to a page that says what follows and asks.

    `verbs` names the moves that the back office offers, by the state they lead to; `notes` what follows from
    each. Subclasses say who may move a row (`can_move`), how (`move`), and what else is asked (`move_form`).
    """

    verbs: ClassVar[dict[str, str]] = {}
    notes: ClassVar[dict[str, str]] = {}
    change_form_template = "admin/stateful_change_form.html"

    def can_move(self, user, row) -> bool:
        raise PermissionDenied

    def verb(self, row, status) -> str:
        """What the button says."""
        return self.verbs[status]

    def move_form(self, row, status, data) -> forms.Form:
        """What is asked before the move; most moves need no more than a yes."""
        return forms.Form(data)

    def get_move_form(self, request, row, status, data) -> forms.Form:
        """The same for somebody, when what can be answered depends on who asks."""
        return self.move_form(row, status, data)

    def move(self, row, status, *, by, **answers):
        """Make the move with the answers of its form. Raises TransitionError."""
        raise TransitionError(f"{row} cannot be moved here.")

    def note(self, row, status) -> str:
        """What follows from the move, in words."""
        return self.notes.get(status, "")

    def refusal(self, row, status) -> str | None:
        """Why a move that the table has is not offered now."""
        return row.refusal(status)

    def next_moves(self, request, row):
        """The buttons: what is possible next and this person may do."""
        if not self.can_move(request.user, row):
            return []
        return [
            {"verb": self.verb(row, status), "url": self.keep_filters(request, self.move_url(row, status))}
            for status in self.verbs
            if not self.refusal(row, status)
        ]

    def move_url(self, row, status):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_move", args=[row.pk, status])

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context["moves"] = self.next_moves(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        view = self.admin_site.admin_view(self.move_view)
        return [path("<int:pk>/move/<str:status>/", view, name=name), *super().get_urls()]

    def move_view(self, request, pk, status):
        """One move of one row: says what follows, asks what must be known, then does it."""
        row = self.get_object(request, pk)
        if row is None or status not in self.verbs:
            raise Http404
        if not self.can_move(request.user, row):
            raise PermissionDenied
        page = self.keep_filters(
            request, reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])
        )
        if request.method != "POST" and (sentence := self.refusal(row, status)):
            self.message_user(request, sentence, "warning")
            return redirect(page)
        form = self.get_move_form(request, row, status, request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                self.move(row, status, by=request.user, **form.cleaned_data)
            except TransitionError as error:
                form.add_error(None, str(error))
            else:
                self.message_user(request, f"{row}: {row.get_status_display().lower()}.", "success")
                return redirect(page)
        verb = self.verb(row, status)
        context = self.admin_site.each_context(request) | {
            "title": f"{verb}: {row}",
            "verb": verb,
            "back": page,
            "note": self.note(row, status),
            "row": row,
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/move.html", context)


def confirm(
    model_admin, request, *, title, action, verb, changing, skipped, form=None, note="",
    template="admin/confirm_action.html", **more,
):  # fmt: skip
    """The page that asks before a bulk action: how many will change, which are skipped and why.

    `changing` is a list of rows, `skipped` a list of (row, sentence), `form` what else must be said. A template of
    its own gets `more`.
    """
    context = model_admin.admin_site.each_context(request) | {
        "title": title,
        "action": action,
        "verb": verb,
        "changing": changing,
        "skipped": skipped,
        "form": form,
        "note": note,
        "opts": model_admin.opts,
    }
    return TemplateResponse(request, template, context | more)


def carry_out(model_admin, request, rows, move, *, allowed, done):
    """Call `move(row)` for each row the person may move; say what was done and what was skipped, and why.

    `allowed(user, row)` answers who may, for all of them before the first is moved; `done` is the sentence
    for the number of rows changed.
    """
    if not all(allowed(request.user, row) for row in rows):
        raise PermissionDenied
    changed, skipped = 0, []
    for row in rows:
        try:
            move(row)
        except TransitionError as error:
            skipped.append(str(error))
        else:
            changed += 1
    report(model_admin, request, changed, skipped, done)


def report(model_admin, request, changed, skipped, done):
    """Say how many were changed, in the sentence `done`, and what was skipped: sentences, the first few of them."""
    if changed:
        model_admin.message_user(request, done.format(n=changed), "success")
    for sentence in skipped[:MESSAGES_SHOWN]:
        model_admin.message_user(request, f"Skipped: {sentence}", "warning")
    if len(skipped) > MESSAGES_SHOWN:
        rest = len(skipped) - MESSAGES_SHOWN
        model_admin.message_user(request, f"{rest} more were skipped for reasons like these.", "warning")
