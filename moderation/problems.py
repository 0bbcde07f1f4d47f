"""The problem codes of moderation."""

from collections.abc import Mapping

# code: (HTTP status, default text)
PROBLEMS: Mapping[str, tuple[int, str]] = {
    "muted": (403, "You may not write here at the moment."),
    "too_many_hidden": (409, "As many people are hidden as a person can hide: show some again first."),
    "report_claimed": (409, "Somebody else looks into this report."),
    "report_decided": (409, "This report was decided otherwise."),
}
