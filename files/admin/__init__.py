"""Storage by person, and the site's logo. chat/admin/files.py lists and deletes files: what uses them is above this app."""

from files.admin.logo import LogoAdmin
from files.admin.usage import PersonUsageAdmin

__all__ = ["LogoAdmin", "PersonUsageAdmin"]
