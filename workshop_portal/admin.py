"""The back office: Django's admin behind a second factor, with records that are never deleted."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from workshop_portal.security import has_second_factor
from workshop_portal.transitions import TransitionError


class PortalAdminSite(admin.AdminSite):
    site_title = "Workshop portal"
    site_header = "Workshop portal: back office"
    index_title = "Back office"
    enable_nav_sidebar = False  # it costs every page a second rendering of the whole index

    def has_permission(self, request):
        """Active staff who gave a second factor in this session."""
        return super().has_permission(request) and has_second_factor(request)

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


class RecordAdmin(admin.ModelAdmin):
    """A list and a form for rows that are records: nobody deletes them, their state is only shown."""

    list_per_page = 100
    show_full_result_count = False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        names = {field.name for field in self.opts.get_fields() if not field.auto_created}
        return [*super().get_readonly_fields(request, obj), *({"status"} & names)]


class ViewOnlyAdmin(RecordAdmin):
    """Rows that only the system writes."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


def confirm(model_admin, request, *, title, action, changing, skipped, queryset, note=""):
    """The page that asks before a bulk action: how many will change, which are skipped and why.

    `changing` is a list of rows, `skipped` a list of (row, sentence).
    """
    context = model_admin.admin_site.each_context(request) | {
        "title": title,
        "action": action,
        "changing": changing,
        "skipped": skipped,
        "selected": queryset.values_list("pk", flat=True),
        "note": note,
        "opts": model_admin.opts,
    }
    return TemplateResponse(request, "admin/confirm_action.html", context)


def carry_out(model_admin, request, rows, move, *, allowed, done):
    """Call `move(row)` for each row the person may move; say what was done and what was skipped, and why.

    `allowed(user, row)` answers who may; `done` is the sentence for the number of rows changed.
    """
    changed, skipped = 0, []
    for row in rows:
        if not allowed(request.user, row):
            raise PermissionDenied
        try:
            move(row)
        except TransitionError as error:
            skipped.append(str(error))
        else:
            changed += 1
    if changed:
        model_admin.message_user(request, done.format(n=changed), "success")
    for sentence in skipped:
        model_admin.message_user(request, f"Skipped: {sentence}", "warning")
