"""Fetch files as somebody, by a token or by the cookie of a browser."""

from collections.abc import AsyncIterator
from typing import Any

from asgiref.sync import async_to_sync
from django.test import Client

from accounts import file_cookie
from accounts.models import User
from accounts.services import sessions
from accounts.tokens import FileToken
from files.models import File


def by_token(user: User) -> Client:
    return Client(headers={"Authorization": f"Bearer {sessions.begin(user).access}"})


def by_cookie(user: User) -> Client:
    return with_cookie(cookie_of(user))


def cookie_of(user: User) -> str:
    token = FileToken()
    token["sid"] = str(sessions.begin(user).session.pk)
    token["user_id"] = str(user.pk)
    return str(token)


def with_cookie(value: str) -> Client:
    client = Client()
    client.cookies[file_cookie.NAME] = value
    return client


def address(file: File, variant: str = "original") -> str:
    return f"/files/{file.pk}/{variant}"


def fetched(client: Client, path: str, method: str = "GET", **headers: str) -> Any:
    """The answer, with its body as `body`."""
    answer: Any = client.generic(
        method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer.body = async_to_sync(_read)(answer.streaming_content) if answer.streaming else answer.content
    return answer


async def _read(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])
