"""What the audit log says of rooms and messages. A name is stored and never changes.

Not what people do with what is their own: sending, editing, joining, reading.
"""

ACTS = {
    "chat.message_restored": "Restored a deleted message",
    "chat.private_room_read": "Read a private room",
    "chat.room_handed_over": "Handed a room over",
}
