"""The admin pages of moderation: what waits, what was decided, and who is muted or banned."""

from moderation.admin.held import HeldMessageAdmin
from moderation.admin.mutes import MuteAdmin
from moderation.admin.reports import ReportAdmin
from moderation.admin.rules import FirstMessagesAdmin, RuleAdmin
from moderation.admin.site_bans import SiteBanAdmin

__all__ = ["FirstMessagesAdmin", "HeldMessageAdmin", "MuteAdmin", "ReportAdmin", "RuleAdmin", "SiteBanAdmin"]
