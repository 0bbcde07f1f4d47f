"""What an app names in its AppConfig is part of the site, and its line in the list of apps is all that it takes."""

from collections.abc import Iterator

import msgspec
import pytest
from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.urls import path

import tests
from chat import protocol
from chat.protocol import client
from chat.socket import commands
from core import problems as errors
from core.app_contents import connect_receivers, named
from core.problems import ErrorBody, Problem
from core.rest.schema import add_frames

PROBLEMS = {"too_cold": (409, "The fire is out.")}


class Poke(msgspec.Struct, tag="poke"):
    room: int


class Poked(msgspec.Struct, tag="poked"):
    room: int


poked = Signal()


def receive(**_: object) -> str:
    return "ouch"


async def poke(socket: object, frame: Poke) -> None: ...


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("warm")


CLIENT_FRAMES = {Poke: poke}
urlpatterns = [path("fire/", answer)]


class Leaf(AppConfig):
    name = "tests"
    problems = (f"{__name__}.PROBLEMS",)
    urls = (f"{__name__}.urlpatterns",)
    client_frames = (f"{__name__}.CLIENT_FRAMES",)
    server_frames = (f"{__name__}.Poked",)
    receivers = ((f"{__name__}.poked", f"{__name__}.receive"),)

    def ready(self) -> None:
        connect_receivers(self)


CACHED = (errors.table, client.frames, client._decoder, commands.handlers)


@pytest.fixture
def leaf(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    configs = [*apps.get_app_configs(), Leaf("tests.leaf", tests)]
    monkeypatch.setattr(apps, "get_app_configs", lambda: configs)
    forget()
    yield
    monkeypatch.undo()
    forget()
    errors.table()


def forget() -> None:
    for cached in CACHED:
        cached.cache_clear()


def components() -> dict[str, object]:
    result: dict[str, dict[str, dict[str, object]]] = {"components": {"schemas": {}}}
    add_frames(result)
    return result["components"]["schemas"]


@pytest.mark.usefixtures("leaf")
def test_a_code_is_a_refusal_and_in_the_schema() -> None:
    assert (Problem("too_cold").status, Problem("too_cold").detail) == PROBLEMS["too_cold"]
    _, schemas = msgspec.json.schema_components([ErrorBody])
    assert schemas["ErrorBody"]["properties"]["code"]["enum"] == list(errors.table())


@pytest.mark.usefixtures("leaf")
def test_two_apps_do_not_share_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROBLEMS, "room_archived", (409, "Not ours."))
    forget()
    with pytest.raises(ImproperlyConfigured, match="room_archived"):
        errors.table()


@pytest.mark.usefixtures("leaf")
def test_a_frame_is_read_handled_and_in_the_schema() -> None:
    frame = protocol.parse('{"type": "poke", "room": 12}')
    assert frame == Poke(12)
    assert commands.handlers()[type(frame)] is poke
    assert {"Poke", "Poked"} <= components().keys()


@pytest.mark.usefixtures("leaf")
def test_addresses_are_named_after_those_of_other_apps() -> None:
    assert named("urls")[-1] is urlpatterns


def test_a_receiver_is_connected_once() -> None:
    assert poked.send(None) == []
    Leaf("tests.leaf", tests).ready()
    Leaf("tests.leaf", tests).ready()
    assert poked.send(None) == [(receive, "ouch")]
    assert poked.disconnect(dispatch_uid=f"{__name__}.receive")


def test_without_the_app_there_is_nothing_of_it() -> None:
    with pytest.raises(KeyError):
        Problem("too_cold")
    with pytest.raises(protocol.BadFrame, match="unknown_type"):
        protocol.parse('{"type": "poke", "room": 12}')
    assert not {"Poke", "Poked"} & components().keys()
    assert {"MessageSend", "Hello"} <= components().keys()
