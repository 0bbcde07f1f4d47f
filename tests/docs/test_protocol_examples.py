"""The contract's examples against the code that writes and reads them."""

from typing import Any, Union, get_args

import msgspec
import pytest
from django.urls import get_resolver
from msgspec import Struct

from accounts import payloads as account_payloads
from chat import payloads, protocol
from chat.api.serializers import SyncRequest
from core.app_contents import named
from core.http.health import ANSWERS as HEALTH
from core.problems import ErrorBody
from files import payloads as file_payloads
from moderation.payloads import reports as report_payloads
from moderation.payloads import restrictions
from moderation.payloads import rules as rule_payloads
from notifications import payloads as notification_payloads
from notifications.push import shapes as push_shapes
from realtime import close_codes
from search import payloads as search_payloads
from tests.support import protocol_document
from tests.support.protocol_document import Call, Example
from tests.support.routes import calls_of

SHAPES: dict[str, type[Struct]] = {
    "error": ErrorBody,
    "signed_in": account_payloads.SignedIn,
    "site": account_payloads.Site,
    "invitation": account_payloads.Invitation,
    "session": account_payloads.SessionInfo,
    "warning": account_payloads.AccountWarning,
    "user": account_payloads.User,
    "person": account_payloads.Person,
    "room_summary": payloads.RoomSummary,
    "message": payloads.Message,
    "member": payloads.Member,
    "ban": payloads.Ban,
    "room_invitation": payloads.RoomInvitation,
    "new_room_invitation": payloads.NewRoomInvitation,
    "invited_room": payloads.InvitedRoom,
    "section": payloads.Section,
    "latest_message": payloads.LatestMessage,
    "draft": payloads.Draft,
    "sync_answer": payloads.Sync,
    "file": file_payloads.File,
    "found": search_payloads.Found,
    "report": report_payloads.Report,
    "rule": rule_payloads.Rule,
    "held": payloads.Held,
    "mute": restrictions.Mute,
    "inbox_item": notification_payloads.InboxItem,
    "inbox_unread": notification_payloads.Unread,
    "notification_preferences": notification_payloads.NotificationPreferences,
    "follow": notification_payloads.Follow,
    "push_device": push_shapes.PushDevice,
    "push_test": push_shapes.PushTest,
}
# Of all apps: docs/add-a-feature.md.
SERVER_FRAMES: Any = Union.__getitem__(tuple(named("server_frames")))
OTHERS = {"sync_request", "frame client", "frame server"}


def types_of(frames: Any) -> set[str]:
    return {frame.__struct_config__.tag for frame in get_args(frames)}


def test_no_example_goes_unchecked() -> None:
    assert {example.kind for example in protocol_document.examples()} == {*SHAPES, *OTHERS}
    assert len(protocol_document.examples()) == protocol_document.TEXT.count("```json")


@pytest.mark.parametrize("kind", SHAPES)
def test_a_payload_reads_and_writes_as_its_example(kind: str) -> None:
    for _, data in protocol_document.examples(kind):
        assert msgspec.json.decode(msgspec.json.encode(msgspec.convert(data, SHAPES[kind]))) == data


def test_the_sync_request_is_understood() -> None:
    ((_, data),) = protocol_document.examples("sync_request")
    asked = SyncRequest(data=data)
    assert asked.is_valid(), asked.errors
    assert asked.validated_data["rooms"] == {int(room): rev for room, rev in data["rooms"].items()}
    assert set(data) == set(asked.fields)


@pytest.mark.parametrize(
    "example", protocol_document.examples("frame client"), ids=lambda example: str(example.data["type"])
)
def test_a_client_frame_is_understood(example: Example) -> None:
    frame = protocol.parse(msgspec.json.encode(example.data))
    understood = msgspec.json.decode(msgspec.json.encode(frame))
    assert {name: understood[name] for name in example.data} == example.data


@pytest.mark.parametrize(
    "example", protocol_document.examples("frame server"), ids=lambda example: str(example.data["type"])
)
def test_a_server_frame_reads_and_writes_as_its_example(example: Example) -> None:
    frame: Any = msgspec.convert(example.data, SERVER_FRAMES)
    assert msgspec.json.decode(msgspec.json.encode(frame)) == example.data


@pytest.mark.parametrize(("kind", "frames"), [("frame client", protocol.ClientFrame), ("frame server", SERVER_FRAMES)])
def test_every_frame_of_the_code_has_an_example(kind: str, frames: Any) -> None:
    assert {example.data["type"] for example in protocol_document.examples(kind)} == types_of(frames)


def test_every_close_code_of_the_code_is_documented() -> None:
    known = {close_codes.SIGN_IN_AGAIN, close_codes.SIGNED_OUT, close_codes.NO_SUCH_ROOM, close_codes.TOO_SLOW}
    assert protocol_document.close_codes() - {1009} == known | {close_codes.TOO_MANY_FRAMES, close_codes.RESTARTING}


def test_every_call_of_the_code_is_documented_and_the_other_way_round() -> None:
    health = {Call("GET", path) for path in HEALTH}
    assert protocol_document.calls() == {*calls_of(get_resolver().url_patterns), *health}
