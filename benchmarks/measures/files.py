"""Files of 64 MB up and down in one call, through nginx, beside a plain Django view; and photos with their thumbnails.

Irori asks who it is, looks at the type, hashes, and waits for the disk. The plain view does none of this.
"""

import http.client
import io
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

from PIL import Image

from benchmarks.bench import IRORI, Bench, Failed
from benchmarks.programs import why_not
from benchmarks.results import Figures
from benchmarks.servers.files import Door, IroriFiles, PlainFiles
from benchmarks.usage import cpu_seconds

MEGABYTE = 1_000_000
# 64 MB that have no type of which a thumbnail is made.
FILM = bytes(range(64)) * MEGABYTE
PIECE = 1024 * 1024
PHOTO = (1600, 1200)
# As many as PICTURES_AT_ONCE, by default.
AT_ONCE = 2
BOUNDARY = "----irori-bench"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def measure(bench: Bench) -> None:
    if IRORI not in bench.chosen:
        return
    with ExitStack() as running:
        irori = running.enter_context(Door(IroriFiles(bench.world), bench.room_for("nginx")))
        doors = [irori]
        if reason := why_not(PlainFiles.make):
            bench.results.skipped[PlainFiles.name] = reason
        else:
            plain = PlainFiles(bench.room_for(PlainFiles.name))
            doors.append(running.enter_context(Door(plain, bench.room_for("nginx"))))
        for turn in range(bench.plan.slow_rounds):
            for door in doors[turn % len(doors) :] + doors[: turn % len(doors)]:
                find = partial(transfers, bench, door)
                under = IRORI if door is irori else PlainFiles.name
                bench.note(["uploads", "downloads"], door.server, find, under=under)
        bench.note(["thumbnails"], irori.server, partial(thumbnails, bench, irori), under=IRORI)


def transfers(bench: Bench, door: Door) -> list[Figures]:
    body, headers = form("film.bin", FILM), {**FORM, **allowed(bench)}
    with Stopwatch(door) as up:
        answers = [call(door, "POST", "/api/files/", headers, body) for _ in range(bench.plan.transfers)]
    paths = [door.server.path_of(answer) for answer in answers]
    call(door, "GET", paths[0], allowed(bench))
    with Stopwatch(door) as down:
        received = sum(length(door, path, allowed(bench)) for path in paths)
    if received != len(FILM) * len(paths):
        raise Failed(f"{received} bytes came back")
    return [up.figures(len(paths) * len(FILM)), down.figures(received)]


def thumbnails(bench: Bench, door: Door) -> list[Figures]:
    bodies = [form("photo.jpg", photo(number), kind="photo") for number in range(8)]
    headers = {**FORM, **allowed(bench)}

    def send(number: int) -> None:
        call(door, "POST", "/api/files/", headers, bodies[number % len(bodies)])

    with Stopwatch(door) as watch, ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(send, range(bench.plan.photos)))
    return [
        {
            "photos_per_second": round(bench.plan.photos / watch.seconds, 2),
            "server_ms_per_photo": round(1000 * watch.cpu / bench.plan.photos, 1),
            "photos": bench.plan.photos,
        }
    ]


class Stopwatch:
    """Time, and CPU seconds of a server, inspections in processes of their own included, and its nginx."""

    def __init__(self, door: Door) -> None:
        self._pids = [*door.server.pids, door.nginx.pid]

    def __enter__(self) -> "Stopwatch":
        self._before = time.monotonic(), cpu_seconds(self._pids)
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds, self.cpu = time.monotonic() - self._before[0], cpu_seconds(self._pids) - self._before[1]

    def figures(self, moved: int) -> Figures:
        megabytes = moved / MEGABYTE
        return {
            "mb_per_second": round(megabytes / self.seconds, 1),
            "server_ms_per_mb": round(1000 * self.cpu / megabytes, 3),
            "mb": round(megabytes),
        }


def allowed(bench: Bench) -> dict[str, str]:
    return {"Authorization": f"Bearer {bench.world.population.reader.token}"}


def form(name: str, content: bytes, **fields: str) -> bytes:
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{fields[key]}\r\n' for key in fields]
    parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
    return "".join(parts).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def photo(number: int) -> bytes:
    """With as much in it as a photo has."""
    target = io.BytesIO()
    Image.effect_noise(PHOTO, 20 + number).convert("RGB").save(target, "JPEG", quality=85)
    return target.getvalue()


def call(door: Door, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """What it answered. Raises Failed."""
    connection = http.client.HTTPConnection("127.0.0.1", door.nginx.port, timeout=60)
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
    except OSError as error:
        raise Failed(f"{method} {path}: {error}") from None
    finally:
        connection.close()
    if answer.status not in (200, 201):
        raise Failed(f"{method} {path}: {answer.status} {content[:200]!r}")
    return content


def length(door: Door, path: str, headers: dict[str, str]) -> int:
    """Bytes that came, without keeping them."""
    connection = http.client.HTTPConnection("127.0.0.1", door.nginx.port, timeout=60)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    pieces = iter(partial(answer.read, PIECE), b"")
    received = sum(map(len, pieces))
    connection.close()
    return received
