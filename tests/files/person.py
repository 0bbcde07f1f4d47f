"""Somebody who uploads, inside the test process."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from accounts.models import User
from files import storage
from files.models import File
from tests.files import tus
from tests.support.in_process import Answer, Api


class Look(NamedTuple):
    """The answer to HEAD, which has no body."""

    status: int
    headers: Mapping[str, str]


def look(api: Api, upload: str, headers: Mapping[str, str] = tus.VERSION) -> Look:
    answer = api.client.head(f"/api/uploads/{upload}/", headers=headers)
    return Look(answer.status_code, answer.headers)


class Uploader:
    def __init__(self, user: User) -> None:
        self.user = user
        self.api = Api(user)

    def begin(self, size: Any, headers: Mapping[str, str] | None = None, **told: str) -> Answer:
        return self.api.call("POST", "uploads/", headers={**tus.creation(size, **told), **(headers or {})})

    def upload(self, size: int, **told: str) -> str:
        """The id of a new upload."""
        answer = self.begin(size, None, **told)
        assert answer.status == 201, answer
        return answer.headers["Location"].rsplit("/", 2)[1]

    def send(self, upload: str, offset: Any, data: bytes) -> Answer:
        return self.api.call("PATCH", f"uploads/{upload}/", data, tus.chunk(offset))

    def look(self, upload: str) -> Look:
        return look(self.api, upload)

    def cancel(self, upload: str) -> Answer:
        return self.api.call("DELETE", f"uploads/{upload}/", headers=tus.VERSION)

    def file(self, data: bytes = b"kettle", **told: str) -> str:
        """The id of a complete file."""
        upload = self.upload(len(data), **told)
        assert self.send(upload, 0, data).status == 204
        return upload

    def form(self, data: bytes, name: str = "tea.txt", headers: Mapping[str, str] | None = None, **told: str) -> Answer:
        return self.api.call("POST", "files/", tus.form(data, name, **told), {**tus.FORM, **(headers or {})})


def stored(file_id: str) -> bytes | None:
    """The bytes of a file, or None where the storage has none."""
    name = storage.path_of(File.objects.get(pk=file_id), storage.ORIGINAL)
    if not storage.storage().exists(name):
        return None
    with storage.storage().open(name) as content:
        data: bytes = content.read()
        return data
