"""How a room, a user or a message is named in a URL: `<id:room_id>`, in REST calls and sockets; and an invitation: `<token:token>`."""

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter

LONGEST_TOKEN = 64


class IdConverter(IntConverter):
    """At most 18 digits: a number that a database column cannot hold is the URL of nothing."""

    regex = "[0-9]{1,18}"


class TokenConverter(StringConverter):
    """What secrets.token_urlsafe makes, or what a bad copy has left of it: with a character that is no digit, unlike an id."""

    regex = "[0-9]*[A-Za-z_-][A-Za-z0-9_-]*"

    def to_python(self, value: str) -> str:
        """Raises ValueError, which makes it the URL of nothing."""
        if len(value) > LONGEST_TOKEN:
            raise ValueError
        return value


register_converter(IdConverter, "id")
register_converter(TokenConverter, "token")
