"""The acts of moderation that the site records: what moderators and staff do to others."""

from collections.abc import Mapping

# name: title in English
ACTS: Mapping[str, str] = {
    "moderation.muted": "Muted a person",
    "moderation.mute_lifted": "Lifted a mute",
    "moderation.site_banned": "Banned a person from the site",
    "moderation.site_ban_lifted": "Lifted a ban from the site",
    "moderation.content_removed": "Removed a person's messages",
    "moderation.report_claimed": "Claimed a report",
    "moderation.report_released": "Released a report",
    "moderation.report_decided": "Decided a report",
}
