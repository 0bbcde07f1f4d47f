"""Pictures are decoded in a process of their own, which can be killed and knows no secret of the site."""

import logging
import os
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path

import msgspec
from django.conf import settings
from msgspec.structs import replace

from core.problems import Problem
from files.inspection.pictures.request import ANSWER, LARGE, PHOTO_TYPES, SMALL, Limits, Picture, Refusal, Request
from files.inspection.places import Person, Places

logger = logging.getLogger(__name__)

MOST_ANSWER_BYTES = 4096
MOST_FRAMES = 2000
# Of all frames together, for each pixel that one may have.
MOVING_PIXELS = 10
# The interpreter and its libraries; then for each pixel what a HEIF takes: planes, RGB, Pillow's copy, and one more.
BASE_MEMORY, MEMORY_PER_PIXEL = 400 * 2**20, 12
# One of 100 megapixels takes a quarter of the first. A calm machine needs no more of the second.
CPU_SECONDS, SECONDS = 20, 40
# In a borrowed place: a photo of a phone is done by then, and others wait no longer for the place.
BORROWED_SECONDS = 3
MOST_WAITING = 4
# The decoder met a limit. Other signals are its own faults.
LIMIT_SIGNALS = (signal.SIGXCPU, signal.SIGALRM, signal.SIGXFSZ, signal.SIGKILL)


def limits() -> Limits:
    pixels = settings.PICTURE_MEGAPIXELS * 1_000_000
    return Limits(
        pixels=pixels,
        frames=MOST_FRAMES,
        moving_pixels=pixels * MOVING_PIXELS,
        memory=BASE_MEMORY + pixels * MEMORY_PER_PIXEL,
        file_size=pixels * 4,
        cpu_seconds=CPU_SECONDS,
        seconds=SECONDS,
    )


@cache
def _places() -> Places:
    return Places(settings.PICTURES_AT_ONCE, MOST_WAITING)


def most_threads() -> int:
    """In which `picture` blocks at the same time."""
    return settings.PICTURES_AT_ONCE + MOST_WAITING


def picture(source: Path, folder: Path, *, decoder: str, is_photo: bool, by: Person) -> Picture | Refusal:
    """What the program says of `source`, a file of the person `by`; it writes into `folder`. Blocks, so it is called
    from a thread.

    Raises Problem `unavailable` where too many wait, `scanner_away` where no place is free for too long, or no process
    can be started.
    """
    request = Request(str(source.absolute()), str(folder.absolute()), decoder, is_photo, limits())
    with _places().entered(by):
        code = _in_place(request, by)
    return _answer(folder) if code == 0 else _of_exit(code)


def _in_place(request: Request, by: Person) -> int:
    """What takes long in a borrowed place begins again in the person's own one."""
    with _places().taken(by, may_borrow=True) as is_borrowed:
        if not is_borrowed:
            return _started(request)
        code = _started(replace(request, limits=replace(request.limits, seconds=BORROWED_SECONDS)))
    if -code not in LIMIT_SIGNALS:
        return code
    with _places().taken(by, may_borrow=False):
        return _started(request)


def _started(request: Request) -> int:
    try:
        return _run(request)
    except OSError as error:  # no memory, or too many processes
        logger.error("no process for a picture: %s", type(error).__name__)
        raise Problem("scanner_away") from None


def _run(request: Request) -> int:
    """Its exit code, negative for a signal."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "files.inspection.pictures", msgspec.json.encode(request).decode()],
        cwd=settings.BASE_DIR,
        # Nothing of the site's own environment, which holds its secrets. One arena: others reserve memory that counts.
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1", "TMPDIR": request.folder},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with process:
        try:
            return process.wait(request.limits.seconds + 1)
        except subprocess.TimeoutExpired:
            return -signal.SIGALRM
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def _of_exit(code: int) -> Refusal:
    logger.warning("the program for pictures ended with %d", code)
    return Refusal("picture_too_large" if -code in LIMIT_SIGNALS else "file_damaged")


def _answer(folder: Path) -> Picture | Refusal:
    """Checked like anything from outside: a decoder that was taken over may have written it."""
    try:
        with (folder / ANSWER).open("rb") as file:
            answer = msgspec.json.decode(file.read(MOST_ANSWER_BYTES), type=Picture | Refusal)
    except (OSError, msgspec.DecodeError):
        return Refusal("file_damaged")
    return answer if isinstance(answer, Refusal) or _is_plausible(answer) else Refusal("file_damaged")


def _is_plausible(picture: Picture) -> bool:
    return picture.media_type in PHOTO_TYPES and picture.thumbnails.keys() == {SMALL, LARGE}
