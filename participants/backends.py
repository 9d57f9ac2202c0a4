"""Permissions come from groups only, for staff only, in one query."""

from allauth.account.auth_backends import AuthenticationBackend


class PortalBackend(AuthenticationBackend):
    """Participants hold passes, not permissions: asking for theirs costs no query."""

    def authenticate(self, request, **credentials):
        """There are no passwords: people sign in by code, which allauth checks itself."""
        return

    def get_user_permissions(self, user_obj, obj=None):
        return set()

    def get_group_permissions(self, user_obj, obj=None):
        return super().get_group_permissions(user_obj, obj) if user_obj.is_staff else set()

    def has_perm(self, user_obj, perm, obj=None):
        return user_obj.is_staff and super().has_perm(user_obj, perm, obj)
