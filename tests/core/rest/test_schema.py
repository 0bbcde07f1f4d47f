"""The OpenAPI document."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from chat import protocol
from chat.models import Membership, Room
from core.problems import table
from tests.docs.test_protocol_examples import SERVER_FRAMES, types_of


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Made with every warning an error, and validated."""
    file: Path = tmp_path_factory.mktemp("schema") / "schema.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", file=str(file))
    return yaml.safe_load(file.read_text())


def test_an_answer_is_described_by_the_struct_it_is_made_of(schema: Any) -> None:
    answer = schema["paths"]["/api/rooms/{room_id}/messages/"]["post"]["responses"]["201"]
    message = schema["components"]["schemas"][name_in(answer["content"]["application/json"]["schema"])]
    assert set(message["required"]) >= {"id", "room", "seq", "rev", "nonce", "author", "text", "reply_to"}
    assert name_in(message["properties"]["author"]) == "User"


@pytest.mark.parametrize(("name", "frames"), [("ClientFrame", protocol.ClientFrame), ("ServerFrame", SERVER_FRAMES)])
def test_the_sockets_frames_are_in_it(schema: Any, name: str, frames: Any) -> None:
    assert set(schema["components"]["schemas"][name]["discriminator"]["mapping"]) == types_of(frames)


@pytest.mark.parametrize(
    ("component", "field", "values"),
    [
        ("RoomSummary", "kind", Room.Kind.values),
        ("Member", "role", Membership.Role.values),
        ("ErrorBody", "code", list(table())),
        ("Error", "code", list(table())),
    ],
)
def test_it_lists_what_a_string_may_be(schema: Any, component: str, field: str, values: list[str]) -> None:
    """The web app's types are made from it."""
    found = schema["components"]["schemas"][component]["properties"][field]
    (text,) = [each for each in found.get("anyOf", [found]) if each["type"] == "string"]
    assert text["enum"] == values


def test_every_reference_leads_somewhere(schema: Any) -> None:
    assert set(references(schema)) <= schema["components"]["schemas"].keys()


def name_in(schema: Any) -> str:
    name: str = schema["$ref"].removeprefix("#/components/schemas/")
    return name


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [name_in(node)] if "$ref" in node else []
        return own + [name for child in node.values() for name in references(child)]
    return [name for child in node for name in references(child)] if isinstance(node, list) else []
