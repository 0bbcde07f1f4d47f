from django.apps import AppConfig

from core.app_contents import connect_receivers
from moderation.jobs import END_MUTES, FORGET_HELD, PRUNE_REPORTS, REMOVE_CONTENT


class ModerationConfig(AppConfig):
    """The table of contents of moderation: see core/app_contents.py."""

    name = "moderation"
    verbose_name = "Moderation"
    admin_group = "moderation"
    problems = ("moderation.problems.PROBLEMS",)
    acts = ("moderation.acts.ACTS",)
    urls = ("moderation.api.urls.urlpatterns",)
    server_frames = (
        "moderation.protocol.reports.ReportFrame",
        "moderation.protocol.restrictions.RestrictionFrame",
        "moderation.protocol.held.HeldFrame",
    )
    filters = ("moderation.filters.RULES",)
    file_readers = ("moderation.selectors.held.readable_by",)
    file_holders = ("moderation.selectors.held.is_awaiting",)
    last_kept = ("moderation.selectors.held.last_kept",)
    gates = ("moderation.gates.BANNED", "moderation.gates.MUTED")
    admin_tiles = ("moderation.admin.tiles.reports", "moderation.admin.tiles.held_messages")
    admin_actions = (
        ("accounts.user", "moderation.admin.mutes.mute_people"),
        ("accounts.user", "moderation.admin.site_bans.ban_people"),
        ("chat.membership", "moderation.admin.mutes.mute_members"),
    )
    admin_sections = (
        ("accounts.user", "moderation.admin.mutes.of_person"),
        ("accounts.user", "moderation.admin.site_bans.of_person"),
        ("chat.room", "moderation.admin.mutes.of_room"),
    )
    own_changes = ("moderation.own_changes.changed_since",)
    hiders = ("moderation.selectors.hidden.hidden_among",)
    refusers = ("moderation.selectors.hidden.hiding",)
    closers = ("moderation.selectors.site_bans.banned_among",)
    jobs = (END_MUTES, REMOVE_CONTENT, PRUNE_REPORTS, FORGET_HELD)

    def ready(self) -> None:
        connect_receivers(self)
