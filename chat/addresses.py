"""How a room, a user or a message is named in an address: `<id:room_id>`, in REST calls and sockets; and an invitation: `<token:token>`."""

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter


class IdConverter(IntConverter):
    """At most 18 digits: a number that a database column cannot hold is an address of nothing."""

    regex = "[0-9]{1,18}"


class TokenConverter(StringConverter):
    """What secrets.token_urlsafe(16) makes, which is never taken for an id."""

    regex = "[A-Za-z0-9_-]{22}"


register_converter(IdConverter, "id")
register_converter(TokenConverter, "token")
