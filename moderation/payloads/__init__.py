"""The wire shapes of moderation."""
