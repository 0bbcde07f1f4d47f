"""The acts of moderation that the site records: what moderators and staff do to others."""

from collections.abc import Mapping

# name: title in English
ACTS: Mapping[str, str] = {
    "moderation.rule_added": "Added a word rule",
    "moderation.rule_changed": "Changed a word rule",
    "moderation.rule_removed": "Removed a word rule",
    "moderation.first_messages": "Changed how many first messages are held",
    "moderation.message_released": "Released a held message",
    "moderation.message_refused": "Refused a held message",
    "moderation.muted": "Muted a person",
    "moderation.mute_lifted": "Lifted a mute",
    "moderation.site_banned": "Banned a person from the site",
    "moderation.site_ban_lifted": "Lifted a ban from the site",
    "moderation.content_removed": "Removed a person's messages",
    "moderation.report_claimed": "Claimed a report",
    "moderation.report_released": "Released a report",
    "moderation.report_decided": "Decided a report",
}
