"""Reads. Each takes a constant number of queries for any number of rooms or members and for rooms of any age."""

from chat.selectors.beginnings import Beginning, beginnings_of
from chat.selectors.epochs import epoch
from chat.selectors.files import are_any_in, files_of
from chat.selectors.members import MEMBER_ORDERS, members_among, members_named, members_of, sortable
from chat.selectors.messages import (
    LARGEST_PAGE,
    PAGE,
    edits_of,
    first_lines_at,
    history,
    latest_messages,
    messages_at,
    pins_of,
    thread,
)
from chat.selectors.people import people_in
from chat.selectors.room_catch_up import CHANGES_REPLAYED
from chat.selectors.rooms import (
    bans_of,
    drafts_of,
    invitations_to,
    memberships_ended_within,
    rooms_of,
    rooms_to_join,
    still_in,
)
from chat.selectors.sections import sections_of
from chat.selectors.summaries import memberships_of, summaries, summaries_of, summary_of
from chat.selectors.sync import changes_since, heads_changed_within
from chat.selectors.unread import last_countable_seq

__all__ = [
    "CHANGES_REPLAYED",
    "LARGEST_PAGE",
    "MEMBER_ORDERS",
    "PAGE",
    "Beginning",
    "are_any_in",
    "bans_of",
    "beginnings_of",
    "changes_since",
    "drafts_of",
    "edits_of",
    "epoch",
    "files_of",
    "first_lines_at",
    "heads_changed_within",
    "history",
    "invitations_to",
    "last_countable_seq",
    "latest_messages",
    "members_among",
    "members_named",
    "members_of",
    "memberships_ended_within",
    "memberships_of",
    "messages_at",
    "people_in",
    "pins_of",
    "rooms_of",
    "rooms_to_join",
    "sections_of",
    "sortable",
    "still_in",
    "summaries",
    "summaries_of",
    "summary_of",
    "thread",
]
