"""The admin pages of moderation: what waits, and what was decided. Django finds them here."""

from moderation.admin.held import HeldMessageAdmin
from moderation.admin.rules import FirstMessagesAdmin, RuleAdmin

__all__ = ["FirstMessagesAdmin", "HeldMessageAdmin", "RuleAdmin"]
