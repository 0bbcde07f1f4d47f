"""A letter of what somebody has missed, in their language."""

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accounts import signed_links
from accounts.models import User
from chat.plain_text import plain_text
from core.text.direction import isolated
from notifications.models import InboxItem

MOST_SHOWN = 20
LONGEST_TEXT = 200
PURPOSE = "unsubscribe"


class Line(NamedTuple):
    author: str
    room: str  # empty for a direct room
    text: str


def letter_to(user: User, items: Sequence[InboxItem], count: int, site: str, begun: int) -> EmailMessage:
    """`items`: the newest of `count`, with their messages, authors and rooms. `begun`: the person's `letters_begun`."""
    language = user.language or settings.LANGUAGE_CODE[:2]
    # In the query, which the logs of servers in front leave out.
    leave = f"{site}/unsubscribe/?link={signed_links.make(PURPOSE, user=user.pk, begun=begun)}"
    blanks = {
        "site": site,
        "host": site.partition("://")[2],
        "lines": [_line(item) for item in items],
        "count": count,
        "more": count - len(items),
        "leave": leave,
    }
    subject, _, body = render_to_string(f"notifications/mail/{language}/digest.txt", blanks).partition("\n")
    # RFC 8058: the mail program asks for it with one POST, without a sign-in.
    headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(subject, body.lstrip("\n"), None, [user.email], headers=headers)


def _line(item: InboxItem) -> Line:
    message = item.message
    text = plain_text(message.text)
    shown = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
    room = "" if message.room.is_direct else _one_line(message.room.name)
    return Line(*map(isolated, (_one_line(message.author.get_full_name()), room, shown)))


def _one_line(text: str) -> str:
    return " ".join(text.split())
