"""A tus client for tests: headers, and uploads as somebody makes them."""

import socket
from base64 import b64encode
from typing import Any

import httpx

from lab.clients.person import Person

VERSION = {"Tus-Resumable": "1.0.0"}
MEBIBYTE = 1024 * 1024
FORM = {"Content-Type": "multipart/form-data; boundary=irori"}


def metadata(**values: str) -> str:
    return ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in values.items())


def creation(size: Any, **values: str) -> dict[str, str]:
    told = {"Upload-Metadata": metadata(**values)} if values else {}
    return {**VERSION, "Upload-Length": str(size), **told}


def chunk(offset: Any) -> dict[str, str]:
    return {**VERSION, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}


def form(data: bytes, name: str = "tea.txt", **fields: str) -> bytes:
    """The body of a form; its headers are FORM."""
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    others = [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}'.encode() for key, value in fields.items()]
    return b"".join(b"--irori\r\n" + part + b"\r\n" for part in (head + data, *others)) + b"--irori--\r\n"


class Upload:
    """An upload of a person on a site."""

    def __init__(self, person: Person, size: int, **values: str) -> None:
        self.http = person.http
        answer = self.http.post("uploads/", headers=creation(size, **values))
        assert answer.status_code == 201, answer.text
        self.id = answer.headers["location"].rsplit("/", 2)[1]
        assert answer.headers["location"] == f"/api/uploads/{self.id}/"

    def send(self, offset: int, data: Any) -> httpx.Response:
        return self.http.patch(f"uploads/{self.id}/", headers=chunk(offset), content=data)

    @property
    def offset(self) -> int:
        answer = self.http.head(f"uploads/{self.id}/", headers=VERSION)
        assert answer.status_code == 200
        return int(answer.headers["upload-offset"])

    @property
    def file(self) -> Any:
        return self.http.get(f"files/{self.id}/").raise_for_status().json()


def half_sent(port: int, person: Person, upload: Upload, offset: int, announced: int, data: bytes) -> socket.socket:
    """A connection that has sent `data` of a chunk of `announced` bytes."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    headers = {**chunk(offset), "Content-Length": str(announced), "Authorization": f"Bearer {person.token}"}
    head = f"PATCH /api/uploads/{upload.id}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    connection.sendall(head.encode() + b"\r\n" + data)
    return connection


def is_at(upload: Upload, offset: int) -> bool:
    return upload.offset == offset
