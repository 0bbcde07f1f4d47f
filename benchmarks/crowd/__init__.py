"""A room of 10,000 members, 3,000 of them online: people join at once, everybody is called, and a moderator removes some."""
