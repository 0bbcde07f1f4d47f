"""Somebody who uses a site through its REST calls."""

import uuid
from collections.abc import Callable
from typing import Any

import httpx

from lab.servers.served import Served

PASSWORD = "warm hands by the fire"
Json = dict[str, Any]


class Person:
    """`http` is signed in and bound to /api/. The access token is good for ten minutes: longer than any test."""

    def __init__(self, site: Served, signed_in: Json) -> None:
        self.site = site
        self.user: Json = signed_in["user"]
        self.token: str = signed_in["access"]
        self.http = site.client("/api/", headers={"Authorization": f"Bearer {self.token}"})

    @classmethod
    def set_up(cls, site: Served, username: str = "hanako", room: str = "Hearth") -> "Person":
        """The first administrator, on an empty site."""
        form = {**profile(username), "code": site.setup_code(), "room": room}
        return cls(site, created(site.client().post("/api/setup/", json=form)))

    @classmethod
    def register(cls, site: Served, username: str) -> "Person":
        return cls(site, created(site.client().post("/api/register/", json=profile(username))))

    @classmethod
    def sign_in(cls, site: Served, username: str, password: str = PASSWORD) -> "Person":
        answer = site.client().post("/api/session/", json={"username": username, "password": password})
        return cls(site, answer.raise_for_status().json())

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def username(self) -> str:
        return str(self.user["username"])

    @property
    def display_name(self) -> str:
        return str(self.user["display_name"])

    def create_room(self, name: str, *members: "Person", kind: str = "public") -> Json:
        return created(
            self.http.post("rooms/", json={"kind": kind, "name": name, "members": [member.id for member in members]})
        )

    def join(self, room: Json) -> None:
        self.http.post(f"rooms/{room['id']}/join/").raise_for_status()

    def say(self, room: Json, text: str) -> Json:
        return created(self.http.post(f"rooms/{room['id']}/messages/", json={"nonce": str(uuid.uuid4()), "text": text}))


Newcomer = Callable[[Served], Person]


def profile(username: str) -> Json:
    return {"username": username, "email": f"{username}@example.org", "password": PASSWORD}


def created(answer: httpx.Response) -> Json:
    assert answer.status_code == 201, (
        f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text}"
    )
    body: Json = answer.json()
    return body
