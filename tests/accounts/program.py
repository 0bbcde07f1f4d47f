"""Somebody signed in as programs do, with both tokens in hand."""

import httpx
import jwt

from lab.clients.person import PASSWORD, Json, Person
from lab.servers.site import Site


class Program:
    def __init__(self, site: Site, username: str) -> None:
        self.client = site.client()
        answer = self.client.post("/api/token/", json={"username": username, "password": PASSWORD}).raise_for_status()
        self.refresh: str = answer.json()["refresh"]
        user = {"id": int(claims(self.refresh)["user_id"]), "username": username}
        self.person = Person(site, {"user": user, "access": answer.json()["access"]})

    def use(self, refresh: str) -> httpx.Response:
        return self.client.post("/api/token/refresh/", json={"refresh": refresh})

    def rotate(self) -> str:
        """The next access token."""
        pair = self.use(self.refresh).raise_for_status().json()
        self.refresh = pair["refresh"]
        return str(pair["access"])


def claims(raw: str) -> Json:
    read: Json = jwt.decode(raw, options={"verify_signature": False})
    return read
