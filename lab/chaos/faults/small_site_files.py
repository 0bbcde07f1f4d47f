"""People of a small site who upload files, in one call and in chunks, and send them."""

import contextlib
import threading
import uuid
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

from lab.chaos.checks.anomalies import Anomaly, Violation
from lab.chaos.faults.small_site import Told, history
from lab.chaos.uploads.content import Content, digest_of
from lab.servers.site import Site

VERSION = {"Tus-Resumable": "1.0.0"}
CHUNK_BYTES = 20_000
UPLOADERS = 2


@dataclass
class ToldFiles:
    """What a small site acknowledged of files: their contents by the text of the message, and of uploads in chunks
    the content and the offset, by the id of the upload."""

    sent: dict[str, Content] = field(default_factory=dict)
    offsets: dict[str, tuple[Content, int]] = field(default_factory=dict)

    def so_far(self) -> "ToldFiles":
        """Only what was sent. Whether a backup holds uploads that are not complete is not promised."""
        return ToldFiles(dict(self.sent))


@contextlib.contextmanager
def uploading(site: Site, told: Told, files: ToldFiles) -> Iterator[None]:
    over = threading.Event()
    ways = (send_files, *(send_chunks for _ in range(UPLOADERS - 1)))
    uploaders = [threading.Thread(target=way, args=(site, told, files, over)) for way in ways]
    for uploader in uploaders:
        uploader.start()
    try:
        yield
    finally:
        over.set()
        for uploader in uploaders:
            uploader.join()


def send_files(site: Site, told: Told, files: ToldFiles, over: threading.Event) -> None:
    """Upload a file and send it, again and again until the site is gone, or its disk is full."""
    with client(site, told) as http, contextlib.suppress(httpx.HTTPError):
        while not over.is_set():
            content = Content(str(uuid.uuid4()))
            uploaded = http.post("files/", files={"file": (content.name, content.data)})
            body = {"nonce": content.name, "text": content.name, "files": [uploaded.raise_for_status().json()["id"]]}
            http.post(f"rooms/{told.room}/messages/", json=body).raise_for_status()
            files.sent[content.name] = content


def send_chunks(site: Site, told: Told, files: ToldFiles, over: threading.Event) -> None:
    """Upload files in chunks, and leave out the last chunk."""
    with client(site, told) as http, contextlib.suppress(httpx.HTTPError):
        while not over.is_set():
            content = Content(f"{uuid.uuid4()} in chunks")
            upload = begin(http, content)
            for offset in range(0, len(content.data) - CHUNK_BYTES, CHUNK_BYTES):
                if over.is_set() or not append(http, upload, content, offset).is_success:
                    return
                files.offsets[upload] = content, offset + CHUNK_BYTES


def begin(http: httpx.Client, content: Content) -> str:
    told = {"Upload-Length": str(len(content.data)), "Upload-Metadata": f"filename {b64encode(b'tea').decode()}"}
    answer = http.post("uploads/", headers={**VERSION, **told}).raise_for_status()
    return answer.headers["location"].rsplit("/", 2)[1]


def append(http: httpx.Client, upload: str, content: Content, offset: int) -> httpx.Response:
    headers = {**VERSION, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
    return http.patch(f"uploads/{upload}/", headers=headers, content=content.data[offset : offset + CHUNK_BYTES])


def missing_files(site: Site, told: Told, files: ToldFiles) -> Iterator[Violation]:
    """Files of acknowledged messages that are gone or have other bytes, and uploads that do not go on where they
    were."""
    carried = {str(message["text"]): message["files"] for message in history(site, told)}
    with client(site, told) as http:
        gone = [text for text, content in files.sent.items() if not is_whole(http, site, carried.get(text), content)]
        back = [
            upload for upload, (content, offset) in files.offsets.items() if not goes_on(http, upload, content, offset)
        ]
    if gone:
        what = f"{len(gone)} of {len(files.sent)} messages have not the bytes of their files"
        yield Violation(Anomaly.LOST_WRITE, 0, what)
    if back:
        what = f"{len(back)} of {len(files.offsets)} uploads have not the bytes that were acknowledged"
        yield Violation(Anomaly.LOST_WRITE, 0, what)


def is_whole(http: httpx.Client, site: Site, carried: object, content: Content) -> bool:
    if not isinstance(carried, list) or len(carried) != 1:
        return False
    answer = http.get(f"{site.url}{carried[0]['url']}")
    return answer.is_success and digest_of(answer.content) == content.digest


def goes_on(http: httpx.Client, upload: str, content: Content, acknowledged: int) -> bool:
    """Whether the rest of it makes the whole file."""
    looked = http.head(f"uploads/{upload}/", headers=VERSION)
    if not looked.is_success or int(looked.headers["upload-offset"]) < acknowledged:
        return False
    for offset in range(int(looked.headers["upload-offset"]), len(content.data), CHUNK_BYTES):
        if not append(http, upload, content, offset).is_success:
            return False
    answer = http.get(f"{str(http.base_url).removesuffix('/api/')}/files/{upload}/original")
    return answer.is_success and digest_of(answer.content) == content.digest


def client(site: Site, told: Told) -> httpx.Client:
    return httpx.Client(base_url=f"{site.url}/api/", headers=told.headers, timeout=30)
