from moderation.models.held_message import HeldMessage
from moderation.models.report import Report
from moderation.models.rule import FirstMessages, Newcomer, Rule, RuleSet

__all__ = ["FirstMessages", "HeldMessage", "Newcomer", "Report", "Rule", "RuleSet"]
