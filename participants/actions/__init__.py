"""What people, pages, imports and commands do with people, delegations and registrations. There is no other way."""

from .accounts import tell_old_address
from .announcements import NotWhatWasSeenError, announce, copy_announcement, send_test, stop_announcement
from .confirmations import confirm_own_data, correct_own_data, keep_draft, lock_registration
from .decisions import (
    DECISIONS,
    accept_offer,
    approve,
    decline,
    lapse_offers,
    put_on_reserve,
    recheck,
    replace,
    submit,
    withdraw,
)
from .delegation_lists import delegation_as_xlsx
from .disclosures import disclose_list
from .focal_points import add_focal_point
from .invitations import Mailed, ask_people, ask_person, invite_focal_points, remind, remind_everybody
from .letters import add_letter, inspect_letter, open_letter
from .links import link_to_delegation, link_to_registration, links_to_registrations, open_link
from .lists import (
    ListChangedError,
    apply_list,
    choose_columns,
    discard_list,
    erase_expired_lists,
    preview_list,
    start_list,
)
from .logistics import tell_logistics
from .nominations import (
    NoSeatFreeError,
    OutdatedError,
    correct_nomination,
    correction_refusal,
    nominate,
    nomination_refusal,
    reorder_reserves,
    replace_nominee,
    replacement_refusal,
    withdraw_nominee,
)
from .requests import answer_request, ask_about_data
from .roles import change_role, role_refusal

__all__ = [
    "DECISIONS",
    "ListChangedError",
    "Mailed",
    "NoSeatFreeError",
    "NotWhatWasSeenError",
    "OutdatedError",
    "accept_offer",
    "add_focal_point",
    "add_letter",
    "announce",
    "answer_request",
    "apply_list",
    "approve",
    "ask_about_data",
    "ask_people",
    "ask_person",
    "change_role",
    "choose_columns",
    "confirm_own_data",
    "copy_announcement",
    "correct_nomination",
    "correct_own_data",
    "correction_refusal",
    "decline",
    "delegation_as_xlsx",
    "discard_list",
    "disclose_list",
    "erase_expired_lists",
    "inspect_letter",
    "invite_focal_points",
    "keep_draft",
    "lapse_offers",
    "link_to_delegation",
    "link_to_registration",
    "links_to_registrations",
    "lock_registration",
    "nominate",
    "nomination_refusal",
    "open_letter",
    "open_link",
    "preview_list",
    "put_on_reserve",
    "recheck",
    "remind",
    "remind_everybody",
    "reorder_reserves",
    "replace",
    "replace_nominee",
    "replacement_refusal",
    "role_refusal",
    "send_test",
    "start_list",
    "stop_announcement",
    "submit",
    "tell_logistics",
    "tell_old_address",
    "withdraw",
    "withdraw_nominee",
]
