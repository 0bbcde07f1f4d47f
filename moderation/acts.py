"""The acts of moderation that the site records: what moderators and staff do to others."""

from collections.abc import Mapping

# name: title in English
ACTS: Mapping[str, str] = {
    "moderation.report_claimed": "Claimed a report",
    "moderation.report_released": "Released a report",
    "moderation.report_decided": "Decided a report",
}
