from django import forms
from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from participants import actions
from participants.models import User
from workshop_portal.admin import RecordAdmin

POWERS = ("is_staff", "is_superuser", "groups")


@admin.register(User)
class UserAdmin(RecordAdmin):
    """People. Only administrators hand out the back office, and only they change people who have it."""

    list_display = ["family_name_first", "email", "jurisdiction", "organisation", "service", "is_staff"]
    list_display_links = ["family_name_first"]
    list_select_related = ["jurisdiction", "organisation"]
    search_fields = ["search_key"]
    search_help_text = "Name or address; case, diacritics and script do not matter."
    ordering = ["sort_key", "pk"]
    readonly_fields = ["joined_at", "last_login"]
    change_form_template = "admin/participants/user/change_form.html"
    fieldsets = [
        (
            None,
            {"fields": ["email", ("given_name", "family_name"), "own_script_name", "sex", "do_not_publish"]},
        ),
        ("Service", {"fields": ["jurisdiction", "organisation", "service", ("rank", "position")]}),
        ("Access", {"fields": ["is_active", *POWERS, "joined_at", "last_login", "is_fictional"]}),
    ]

    @admin.display(description="name", ordering="sort_key")
    def family_name_first(self, person):
        return f"{person.family_name}, {person.given_name}"

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term), False

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)

    def has_change_permission(self, request, obj=None):
        """An officer who could change an administrator's address could sign in as one."""
        if obj is not None and obj.is_staff and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        powers = () if request.user.is_superuser else POWERS
        return [*super().get_readonly_fields(request, obj), "is_fictional", *powers]

    def response_add(self, request, obj, post_url_continue=None):
        """Back to registering, for who was on the way there."""
        if request.GET.get("then") != "register" or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(request, f"{obj} is in the portal now.", "success")
        known = {"person": obj.pk, "delegation": request.GET.get("delegation", "")}
        return redirect(f"{reverse('admin:participants_registration_add')}?{urlencode(known)}")

    def save_model(self, request, obj, form, change):
        """Correcting the address or taking somebody's access away ends their sessions."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        is_moved = change and obj.email != form.initial["email"]  # not only typed in capitals
        if is_moved:
            actions.tell_old_address(obj, form.initial["email"])
        if is_moved or (change and {"is_active", "is_staff"} & set(form.changed_data)):
            obj.end_sessions()
