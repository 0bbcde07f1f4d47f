from moderation.models.hidden import Hidden
from moderation.models.mute import Mute
from moderation.models.report import Report
from moderation.models.site_ban import SiteBan

__all__ = ["Hidden", "Mute", "Report", "SiteBan"]
