"""Who may do what with people, delegations and registrations. When it is possible, the row itself answers."""

from events.passes import passes_of


def can_decide_registration(user, registration) -> bool:
    """Event officers approve, decline, put on the reserve list and withdraw."""
    return user.has_perm("participants.decide_registration")


def can_nominate_registration(user, delegation) -> bool:
    """Focal points, for their own delegation, and staff who add registrations: nominate, correct, replace, withdraw."""
    own = any(held.is_focal_point and held.delegation_id == delegation.pk for held in passes_of(user))
    return own or user.has_perm("participants.add_registration")


def can_act_late(user, delegation) -> bool:
    """Staff who add registrations do so after a deadline too; a focal point then writes to them."""
    return user.has_perm("participants.add_registration")


def can_read_letter(user, delegation) -> bool:
    """Focal points and the approved head, their own; staff by a permission, because a letter says more than a list."""
    own = any(held.leads and held.delegation_id == delegation.pk for held in passes_of(user))
    return own or can_read_letters(user)


def can_invite_focal_point(user, delegation) -> bool:
    return user.has_perm("participants.change_delegation")


def can_export_registrations(user) -> bool:
    """Event officers take lists of people out of the portal; each time is written down."""
    return user.has_perm("participants.export_registration")


def can_export_delegation(user, delegation) -> bool:
    """Focal points and the approved head, their own; staff who take lists of people out of the portal."""
    own = any(held.leads and held.delegation_id == delegation.pk for held in passes_of(user))
    return own or can_export_registrations(user)


def can_read_logistics(user) -> bool:
    """Who comes when, and what they need: for those who book and receive."""
    return user.has_perm("participants.view_logistics")


def can_answer_registration(user, registration) -> bool:
    """The person alone confirms, corrects, takes an offered seat, withdraws, and tells how they travel."""
    return registration.person_id == user.pk


def can_retry_mail(user, mail) -> bool:
    return user.has_perm("participants.change_outgoingemail")


def can_correct_logistics(user, registration) -> bool:
    return user.has_perm("participants.change_logistics")


def can_read_mails(user) -> bool:
    return user.has_perm("participants.view_outgoingemail")


def can_read_who_took_files(user) -> bool:
    return user.has_perm("events.view_materialaccess")


def can_read_letters(user) -> bool:
    return user.has_perm("participants.view_nominationletter")


def can_answer_request(user, request) -> bool:
    return user.has_perm("participants.change_datarequest")


def can_read_overview(user) -> bool:
    """Delegations and registrations of an event in counts: who may read both lists."""
    return user.has_perms(["participants.view_delegation", "participants.view_registration"])


def can_stop_mail(user, mail) -> bool:
    return user.has_perm("participants.change_outgoingemail")


def can_change_mail_text(user, text) -> bool:
    return user.has_perm("participants.change_mailtemplate")


def can_write_announcement(user, announcement) -> bool:
    """Write a bulk message and see whom it would reach; only who may also send it sends it."""
    return user.has_perm("participants.change_announcement")


def can_send_announcement(user, announcement) -> bool:
    """Send a bulk message, to oneself for a test or to everybody it is for, and stop it."""
    return user.has_perm("participants.send_announcement")
