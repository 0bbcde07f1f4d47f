"""The problem codes of moderation."""

from collections.abc import Mapping

# code: (HTTP status, default text)
PROBLEMS: Mapping[str, tuple[int, str]] = {
    "report_claimed": (409, "Somebody else looks into this report."),
    "report_decided": (409, "This report was decided otherwise."),
}
