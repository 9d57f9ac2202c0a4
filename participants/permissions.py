"""Who may do what with people, delegations and registrations. When it is possible, the row itself answers."""


def can_decide_registration(user, registration) -> bool:
    """Event officers approve, decline, put on the reserve list and withdraw."""
    return user.has_perm("participants.decide_registration")


def can_retry_mail(user, mail) -> bool:
    return user.has_perm("participants.change_outgoingemail")
