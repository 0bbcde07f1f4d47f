from typing import Any

from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils.translation import gettext


class DateAndTime(AdminSplitDateTime):
    """Django's two fields of a date and a time, each with a name of its own: the label names both."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], (gettext("Date"), gettext("Time")), strict=True):
            part["attrs"]["aria-label"] = label
        return context
