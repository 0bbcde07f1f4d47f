"""Filters of the admin's templates (TEMPLATES in config/applications.py)."""

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def labelled(cells: Any, headers: Any) -> list[SafeString]:
    """The cells of a list's row, each with the name of its column. On a phone a row is a card without columns."""
    return [_labelled(str(cell), header) for cell, header in zip(cells, headers, strict=False)]


def _labelled(cell: str, header: Any) -> SafeString:
    # Cells are Django's own markup, which begins with <td or <th.
    is_choice = "action-checkbox-column" in header.get("class_attrib", "")
    label = "" if is_choice else f' data-label="{escape(_first_upper(str(header["text"])))}"'
    return mark_safe(f"{cell[:3]}{label}{cell[3:]}")  # noqa: S308 (a part of what Django has escaped, and an escaped text)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
