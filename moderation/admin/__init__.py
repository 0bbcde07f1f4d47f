"""The admin pages of moderation: what waits, and what was decided."""

from moderation.admin.reports import ReportAdmin

__all__ = ["ReportAdmin"]
