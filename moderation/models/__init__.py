from moderation.models.held_message import HeldMessage
from moderation.models.hidden import Hidden
from moderation.models.mute import Mute
from moderation.models.report import Report
from moderation.models.rule import FirstMessages, Newcomer, Rule, RuleSet
from moderation.models.site_ban import SiteBan

__all__ = ["FirstMessages", "HeldMessage", "Hidden", "Mute", "Newcomer", "Report", "Rule", "RuleSet", "SiteBan"]
