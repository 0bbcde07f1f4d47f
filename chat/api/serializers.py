"""What the calls take: the type, length and range of each field. The services check who may do it.

A message's text and a draft's are an exception: the service checks their length too (see `Text`).
"""

import re
from typing import Any

from rest_framework import serializers

from accounts.user_names.spelling import require_legible
from chat.models import Membership, Room
from chat.models.ban import REASON_LENGTH
from chat.models.room import NAME_LENGTH, SLOWEST_SECONDS, TOPIC_LENGTH
from chat.models.section import NAME_LENGTH as SECTION_LENGTH
from chat.selectors import LARGEST_PAGE, MEMBER_ORDERS, PAGE
from chat.services.personal.sections import MOST as MOST_SECTIONS
from chat.services.rooms.direct import MOST_OTHERS
from core.rest.fields import BoundedDictField, BoundedListField, TextField, UuidTextField

MOST_PEOPLE_AT_ONCE = 200
MOST_ROOMS_SYNCED = 500
# Rooms whose markers one call moves, and rooms whose newest message one call reads.
MOST_ROOMS_READ, MOST_LATEST = 500, 50
# Characters of an id and a comma.
LONGEST_ID = 19
# The largest id that a column holds. A larger number would be an error of the database instead of the caller.
LARGEST_ID = 2**63 - 1
# Lifetime of an invitation: a week by default, at most about a year.
DEFAULT_SECONDS, LONGEST_SECONDS = 7 * 24 * 3600, 366 * 24 * 3600
ROOM_ID = re.compile(r"[1-9][0-9]{0,17}\Z")


def legible(text: str) -> None:
    """`require_legible` for texts of a possible length: others are refused for it, and cost nothing more."""
    if len(text) <= TOPIC_LENGTH:
        require_legible(text)


class PeopleList(BoundedListField):
    child = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)


class RoomCreate(serializers.Serializer[Any]):
    kind = serializers.ChoiceField([Room.Kind.PUBLIC, Room.Kind.PRIVATE])
    name = TextField(max_length=NAME_LENGTH, validators=[legible])
    topic = TextField(max_length=TOPIC_LENGTH, required=False, allow_blank=True, default="", validators=[legible])
    members = PeopleList(required=False, default=list, max_length=MOST_PEOPLE_AT_ONCE)


class RoomChange(serializers.Serializer[Any]):
    name = TextField(max_length=NAME_LENGTH, required=False, validators=[legible])
    topic = TextField(max_length=TOPIC_LENGTH, required=False, allow_blank=True, validators=[legible])
    archived = serializers.BooleanField(required=False)
    posting = serializers.ChoiceField(Room.Posting.choices, required=False)
    slow_seconds = serializers.IntegerField(min_value=0, max_value=SLOWEST_SECONDS, required=False)
    successor = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, allow_null=True)


class Preferences(serializers.Serializer[Any]):
    notify = serializers.ChoiceField(Membership.Notify.choices, required=False)
    muted = serializers.BooleanField(required=False)
    favourite = serializers.BooleanField(required=False)
    section = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, allow_null=True)


class SectionCreate(serializers.Serializer[Any]):
    name = TextField(max_length=SECTION_LENGTH)


class SectionChange(serializers.Serializer[Any]):
    """`position`: the index in the list; a larger one is the last."""

    name = TextField(max_length=SECTION_LENGTH, required=False)
    position = serializers.IntegerField(min_value=0, max_value=MOST_SECTIONS - 1, required=False)


class DirectOpen(serializers.Serializer[Any]):
    users = PeopleList(min_length=1, max_length=MOST_OTHERS + 1)  # the caller may be named too


class InvitationCreate(serializers.Serializer[Any]):
    """null: for ever, for any number of people."""

    expires_in = serializers.IntegerField(
        min_value=60, max_value=LONGEST_SECONDS, required=False, allow_null=True, default=DEFAULT_SECONDS
    )
    uses = serializers.IntegerField(min_value=1, max_value=100_000, required=False, allow_null=True, default=None)


class RoomsQuery(serializers.Serializer[Any]):
    """`sort`: of the rooms to join. `active`: the room with the newest message first."""

    browse = serializers.BooleanField(required=False, default=False)
    sort = serializers.ChoiceField(["created", "active"], required=False, default="created")
    q = TextField(max_length=NAME_LENGTH, required=False, allow_blank=True, default="")


class RestQuery(serializers.Serializer[Any]):
    """For the schema: how it is read is in pagination.py."""

    cursor = TextField(required=False, allow_blank=True)


class PageQuery(RestQuery):
    limit = serializers.IntegerField(required=False)


class MembersQuery(PageQuery):
    """`q`: a part of the user name or display name."""

    q = TextField(max_length=NAME_LENGTH, required=False, allow_blank=True, default="")
    sort = serializers.ChoiceField(list(MEMBER_ORDERS), required=False, default="joined")


class MembersAdd(serializers.Serializer[Any]):
    users = PeopleList(min_length=1, max_length=MOST_PEOPLE_AT_ONCE)


class MemberChange(serializers.Serializer[Any]):
    role = serializers.ChoiceField(Membership.Role.choices)


class MemberRemoval(serializers.Serializer[Any]):
    ban = serializers.BooleanField(required=False, default=False)
    reason = TextField(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")


class BanCreate(serializers.Serializer[Any]):
    reason = TextField(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")


class Text(serializers.CharField):
    """A message's text, unchanged. The service checks it, for REST and the socket alike."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_blank=True, trim_whitespace=False, **options)
        self.validators = []


class MessageId(serializers.IntegerField):
    """The id of another message, or null."""

    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID, required=False, allow_null=True, default=None)


class DraftKeep(serializers.Serializer[Any]):
    """`rev`: the rev of the draft that this text replaces, 0 for none. `at`, the device's time, is for clients without
    revs."""

    text = Text()
    thread = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, allow_null=True, default=None)
    at = serializers.DateTimeField(required=False)
    rev = serializers.IntegerField(min_value=0, max_value=LARGEST_ID, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.keys() & {"at", "rev"}:
            raise serializers.ValidationError({"rev": "Give the rev that the text replaces."}, code="required")
        return attrs


class HistoryQuery(serializers.Serializer[Any]):
    before = serializers.IntegerField(min_value=1, required=False)
    after = serializers.IntegerField(min_value=0, required=False)
    around = serializers.IntegerField(min_value=1, required=False)
    at = serializers.DateTimeField(required=False)
    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, required=False, default=PAGE)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs.keys() & {"before", "after", "around", "at"}) > 1:
            raise serializers.ValidationError("Give one of before, after, around and at.")
        return attrs


class OpeningQuery(serializers.Serializer[Any]):
    """`around`: without it the first unread message."""

    around = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, default=None)
    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, required=False, default=PAGE)


class ThreadQuery(serializers.Serializer[Any]):
    before = serializers.IntegerField(min_value=1, required=False)
    after = serializers.IntegerField(min_value=0, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, required=False, default=PAGE)

    def validate(self, attrs: dict[str, int]) -> dict[str, int]:
        if attrs.keys() >= {"before", "after"}:
            raise serializers.ValidationError("Give one of before and after.")
        return attrs


class ReadMarker(serializers.Serializer[Any]):
    seq = serializers.IntegerField(min_value=0)


class UnreadMark(serializers.Serializer[Any]):
    """`seq`: of the first message that is unread then; null for the newest one."""

    seq = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, allow_null=True, default=None)


class NumbersByRoom(BoundedDictField):
    """A number by room id."""

    def __init__(self, *, max_length: int) -> None:
        super().__init__(child=serializers.IntegerField(min_value=0), max_length=max_length)

    def to_internal_value(self, data: Any) -> dict[Any, Any]:
        rooms = super().to_internal_value(data)
        if not all(map(ROOM_ID.match, rooms)):
            raise serializers.ValidationError("Room ids are whole numbers.")
        return {int(room): number for room, number in rooms.items()}


class ReadMarkers(serializers.Serializer[Any]):
    rooms = NumbersByRoom(max_length=MOST_ROOMS_READ)


class LatestQuery(serializers.Serializer[Any]):
    """`rooms`: ids, separated by commas."""

    rooms = TextField(max_length=LONGEST_ID * MOST_LATEST)

    def validate_rooms(self, rooms: str) -> list[int]:
        ids = rooms.split(",")
        if len(ids) > MOST_LATEST or not all(map(ROOM_ID.match, ids)):
            raise serializers.ValidationError(f"Room ids are whole numbers, at most {MOST_LATEST}.")
        return list(map(int, ids))


class SyncRequest(serializers.Serializer[Any]):
    epoch = UuidTextField()
    rooms = NumbersByRoom(max_length=MOST_ROOMS_SYNCED)
    me = serializers.IntegerField(min_value=0, max_value=LARGEST_ID, required=False)
