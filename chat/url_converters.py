"""URL converters: `<id:room_id>` for rooms, users and messages, in REST and sockets, and `<token:token>` for
invitations."""

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter

LONGEST_TOKEN = 64


class IdConverter(IntConverter):
    """At most 18 digits: no row has an id that a database column cannot hold."""

    regex = "[0-9]{1,18}"


class TokenConverter(StringConverter):
    """A token of secrets.token_urlsafe, or a damaged copy of it. It contains a character that is no digit, unlike an
    id."""

    regex = "[0-9]*[A-Za-z_-][A-Za-z0-9_-]*"

    def to_python(self, value: str) -> str:
        """Raises ValueError for a text that is too long; no URL then matches."""
        if len(value) > LONGEST_TOKEN:
            raise ValueError
        return value


register_converter(IdConverter, "id")
register_converter(TokenConverter, "token")
