"""The admin pages of moderation: what waits, and what was decided."""
