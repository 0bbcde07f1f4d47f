"""How long a mute lasts, and how far back messages are removed, as somebody chooses it on a page."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from core.db.clock import database_now

MUTED_FOR = (
    (3600, _("1 hour")), (24 * 3600, _("1 day")), (7 * 24 * 3600, _("1 week")), (30 * 24 * 3600, _("30 days")),
    ("", _("Until it is lifted")),
)  # fmt: skip
EVERYTHING = "everything"
REMOVED = (
    ("", _("Nothing")), (3600, _("Of the last hour")), (24 * 3600, _("Of the last day")),
    (7 * 24 * 3600, _("Of the last week")), (EVERYTHING, _("Everything")),
)  # fmt: skip
BEFORE_EVERYTHING = datetime(1970, 1, 1, tzinfo=UTC)


def mute_for() -> forms.TypedChoiceField:
    """Cleaned: seconds, or None until it is lifted."""
    return forms.TypedChoiceField(
        label=_("Mute for"), choices=MUTED_FOR, coerce=int, empty_value=None, required=False, initial=24 * 3600
    )


def messages_to_remove() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Messages to remove"), choices=REMOVED, required=False)


def since(chosen: str) -> datetime | None:
    """From when on messages are removed; None for no removal."""
    if not chosen:
        return None
    return BEFORE_EVERYTHING if chosen == EVERYTHING else database_now() - timedelta(seconds=int(chosen))
