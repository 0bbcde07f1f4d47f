"""What the audit log says of rooms and messages. A name is stored and never changes.

Not what people do with what is their own: sending, editing, joining, reading.
"""

ACTS = {
    "chat.site_set_up": "Set the site up",
    "chat.room_created": "Created a room",
    "chat.room_renamed": "Renamed a room",
    "chat.room_changed": "Changed a room",
    "chat.room_archived": "Archived a room",
    "chat.room_unarchived": "Unarchived a room",
    "chat.default_room_made": "Made a default room",
    "chat.default_room_ended": "Ended a default room",
    "chat.member_added": "Added a member",
    "chat.member_removed": "Removed a member",
    "chat.role_changed": "Changed a member's role",
    "chat.banned": "Banned a person from a room",
    "chat.ban_lifted": "Lifted a ban from a room",
    "chat.invitation_made": "Made an invitation to a room",
    "chat.invitation_revoked": "Revoked an invitation to a room",
    "chat.message_deleted": "Deleted somebody's message",
    "chat.file_taken": "Took a file from somebody's message",
    "chat.message_restored": "Restored a deleted message",
    "chat.private_room_read": "Read a private room",
    "chat.room_handed_over": "Handed a room over",
}
