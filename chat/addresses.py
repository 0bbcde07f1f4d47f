"""How a room, a user or a message is named in an address: `<id:room_id>`, in REST calls and sockets."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class IdConverter(IntConverter):
    """At most 18 digits: a number that a database column cannot hold is an address of nothing."""

    regex = "[0-9]{1,18}"


register_converter(IdConverter, "id")
