"""The problem codes of rooms and messages."""

from collections.abc import Mapping

# code: (HTTP status, default text)
PROBLEMS: Mapping[str, tuple[int, str]] = {
    "unknown_type": (400, "The server knows no frame of this type."),
    "text_empty": (400, "A message needs some text."),
    "text_too_long": (400, "The message is too long."),
    "nonce_conflict": (409, "This nonce already belongs to a message in another room."),
    "edit_conflict": (409, "The text was changed after what you saw: look at the message, then edit it again."),
    "not_restorable": (
        409,
        "Nothing is left of this message: its author deleted it, or the time to restore it is over.",
    ),
    "setup_done": (403, "This site is set up already."),
    "wrong_setup_code": (403, "This is not the code the server printed."),
    "room_archived": (409, "The room is archived and read-only."),
    "posting_closed": (403, "Only moderators and owners post in this room."),
    "slow_mode": (429, "Slow mode: wait a while before the next message."),
    "too_many_invitations": (409, "There are as many invitations to this room as there may be: revoke some first."),
    "too_many_reactions": (409, "This message has as many different reactions as a message can have."),
    "too_many_pins": (409, "This room has as many pinned messages as a room can have: unpin one first."),
    "too_many_sections": (409, "There are as many sections as a person can have: delete one first."),
    "last_owner": (409, "A room needs an owner: make somebody else one first."),
    "banned": (403, "Banned from this room."),
    "left_recently": (
        409,
        "They left this room, to which you had added them, a short time ago: others may add them, or you tomorrow.",
    ),
    "too_many_rooms": (409, "In as many rooms as a person can be: leave some first."),
}
