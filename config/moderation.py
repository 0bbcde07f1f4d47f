"""What can be set about moderation, from the environment."""

from core.environment import Environment

env = Environment()

# A decided report, with the text that was reported, is deleted so many days after its decision.
REPORT_DAYS = env.number("REPORT_DAYS", 180)
