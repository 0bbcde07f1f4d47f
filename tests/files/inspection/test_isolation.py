"""The process that decodes: it ends, whatever it was given, and the site's own process neither grows nor waits."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.conf import settings as site

from core.problems import Problem
from files.inspection import isolation, places
from files.inspection.pictures.request import Limits, Picture, Refusal, Request
from files.inspection.places import Places
from files.models import File
from tests.files.delivery.sites import resident_megabytes
from tests.files.inspection.pictures_made import corners, encoded

Process = Callable[..., File]

# Takes the place of the program, with the same limits on itself.
STAND_IN = """
import sys, msgspec
from files.inspection.pictures.request import Request
from files.inspection.pictures.restrictions import restrict
request = msgspec.json.decode(sys.argv[1], type=Request)
restrict(request.limits)
"""


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Run this code instead of the decoder."""

    def replace(code: str) -> None:
        real = subprocess.Popen

        def start(command: list[str], **options: Any) -> "subprocess.Popen[bytes]":
            return real([sys.executable, "-c", STAND_IN + code, command[-1]], **options)

        monkeypatch.setattr(subprocess, "Popen", start)

    return replace


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("while True: pass", "picture_too_large"),
        ("import time; time.sleep(30)", "picture_too_large"),
        ("import signal, time; signal.signal(signal.SIGALRM, signal.SIG_IGN); time.sleep(30)", "picture_too_large"),
        ("import os; os.kill(os.getpid(), 9)", "picture_too_large"),
        ("import os; os.kill(os.getpid(), 11)", "file_damaged"),
        ("import os; os.abort()", "file_damaged"),
        ("sys.exit(1)", "file_damaged"),
        ("", "file_damaged"),
        ("open(request.folder + '/answer.json', 'w').write('{\"type\": \"picture\"}')", "file_damaged"),
        ("open(request.folder + '/answer.json', 'w').write('x' * 5_000_000)", "file_damaged"),
    ],
)
def test_a_decoder_that_loops_sleeps_dies_or_lies(
    processed: Process, monkeypatch: pytest.MonkeyPatch, instead: Callable[[str], None], code: str, refusal: str
) -> None:
    monkeypatch.setattr(isolation, "CPU_SECONDS", 1)
    monkeypatch.setattr(isolation, "SECONDS", 2)
    instead(code)
    begun = time.monotonic()
    with pytest.raises(Problem, match=refusal):
        processed(encoded(corners(), "PNG"), "photo")
    assert time.monotonic() - begun < 20
    assert processed(encoded(corners(), "PNG"), "file").type == "application/octet-stream"


def test_memory_beyond_the_limit_is_not_given(
    processed: Process, settings: Any, instead: Callable[[str], None]
) -> None:
    settings.PICTURE_MEGAPIXELS = 1
    instead(
        "from files.inspection.pictures import inspection\n"
        "inspection._inspect = lambda request: bytearray(2_000_000_000)\n"
        "from pathlib import Path\n"
        "Path(request.folder, 'answer.json').write_bytes(msgspec.json.encode(inspection.inspect(request)))\n"
    )
    with pytest.raises(Problem, match="picture_too_large"):
        processed(encoded(corners(), "PNG"), "photo")


@pytest.mark.parametrize(
    ("code", "ending"),
    [
        ("while True: pass", -signal.SIGKILL),
        ("import time; time.sleep(15)", -signal.SIGALRM),
        ("open(request.folder + '/large', 'wb').write(bytes(2_000_000))", 1),
        ("bytearray(2_000_000_000)", 1),
    ],
)
def test_the_kernel_holds_each_limit(tmp_path: Path, code: str, ending: int) -> None:
    """Also when its parent is gone."""
    seconds = 1 if "sleep" in code else 60
    limits = Limits(1, 1, 1, memory=10**9, file_size=1_000_000, cpu_seconds=1, seconds=seconds)
    request = msgspec.json.encode(Request("", str(tmp_path), "PNG", True, limits)).decode()
    program = [sys.executable, "-c", STAND_IN + code, request]
    assert subprocess.run(program, cwd=site.BASE_DIR, capture_output=True, check=False).returncode == ending


class TestTheProgramItself:
    """It bounds itself before it reads anything: no stand-in does that for it here."""

    def run(self, source: Path, **limits: int) -> int:
        bounds = Limits(**{**vars_of(isolation.limits()), **limits})
        request = msgspec.json.encode(Request(str(source), str(source.parent), "PNG", True, bounds)).decode()
        program = [sys.executable, "-m", "files.inspection.pictures", request]
        return subprocess.run(program, cwd=site.BASE_DIR, capture_output=True, check=False, timeout=180).returncode

    def answer(self, folder: Path) -> dict[str, Any]:
        return msgspec.json.decode((folder / "answer.json").read_bytes(), type=dict[str, Any])

    def test_a_source_that_never_ends_ends_it(self, tmp_path: Path) -> None:
        source = tmp_path / "source"
        os.mkfifo(source)
        assert self.run(source, seconds=1) == -signal.SIGALRM

    def test_it_writes_no_more_than_it_may(self, tmp_path: Path) -> None:
        source = tmp_path / "source"
        source.write_bytes(encoded(corners(2000, 2000), "PNG"))
        assert self.run(source) == 0
        assert self.answer(tmp_path)["type"] == "picture"
        assert self.run(source, file_size=200) == 0
        assert self.answer(tmp_path) == {"type": "refusal", "code": "picture_too_large"}

    def test_it_takes_no_more_memory_than_it_may(self, tmp_path: Path) -> None:
        source = tmp_path / "source"
        source.write_bytes(encoded(corners(8000, 8000), "PNG"))
        code = self.run(source, memory=isolation.BASE_MEMORY // 2)
        assert code != 0 or self.answer(tmp_path) == {"type": "refusal", "code": "picture_too_large"}


def vars_of(limits: Limits) -> dict[str, int]:
    return msgspec.structs.asdict(limits)


def test_the_process_knows_no_secret(
    processed: Process, monkeypatch: pytest.MonkeyPatch, instead: Callable[[str], None], tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY", "a secret of the site")
    told = tmp_path / "told"
    instead(f"import os; open({str(told)!r}, 'w').write(repr(dict(os.environ)) + repr(sys.argv))")
    with pytest.raises(Problem):
        processed(encoded(corners(), "PNG"), "photo")
    assert "secret" not in told.read_text()
    assert "PATH" in told.read_text()


def test_it_starts_without_django() -> None:
    code = "import files.inspection.pictures.inspection, sys; print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], cwd=site.BASE_DIR, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def test_the_machine_may_give_no_process(processed: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", fail)
    for kind in ("photo", "file"):
        with pytest.raises(Problem, match="scanner_away"):
            processed(encoded(corners(), "PNG"), kind)


def test_no_more_at_once_than_are_allowed(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    running, most, lock, go_on = 0, 0, threading.Lock(), threading.Event()

    def run(_: Any) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            if running == 2:
                go_on.set()
        assert go_on.wait(30)
        with lock:
            running -= 1
        return 1

    settings.PICTURES_AT_ONCE = 2
    # Made once in a process, from the setting.
    monkeypatch.setattr(isolation, "_places", cache(isolation._places.__wrapped__))
    monkeypatch.setattr(isolation, "_run", run)
    threads = [
        threading.Thread(
            target=isolation.picture, args=(tmp_path, tmp_path), kwargs={"decoder": "PNG", "is_photo": True, "by": by}
        )
        for by in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most == 2


def test_who_waits_too_long_may_try_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    full = Places(1, 2)
    monkeypatch.setattr(isolation, "_places", lambda: full)
    monkeypatch.setattr(places, "WAIT_SECONDS", 0.01)
    with full.taken(2, may_borrow=False), pytest.raises(Problem, match="scanner_away"):
        isolation.picture(tmp_path, tmp_path, decoder="PNG", is_photo=True, by=1)


@pytest.mark.timed
async def test_the_event_loop_goes_on_and_memory_stays(processed: Process) -> None:
    """A picture of 40 megapixels takes 160 MB and more in the other process."""
    content = encoded(corners(8000, 5000), "PNG")
    processed(encoded(corners(), "PNG"))
    before = most = resident_megabytes(os.getpid())
    work = asyncio.create_task(asyncio.to_thread(processed, content, "photo"))
    longest, beats = 0.0, 0
    while not work.done():
        begun = time.perf_counter()
        await asyncio.sleep(0.01)
        longest, beats = max(longest, time.perf_counter() - begun), beats + 1
        most = max(most, resident_megabytes(os.getpid()))
    assert (await work).width == 8000
    assert beats > 10
    assert longest < 1
    assert most - before < 50


def test_what_it_answers_is_checked() -> None:
    sizes = {"small": (1, 1), "large": (1, 1)}
    good = Picture(1, 1, "", False, sizes)
    assert isolation._is_plausible(good)
    assert not isolation._is_plausible(Picture(1, 1, "", False, sizes, "text/html"))
    assert not isolation._is_plausible(Picture(1, 1, "", False, {"../small": (1, 1), "large": (1, 1)}))
    assert isolation._of_exit(-signal.SIGXCPU) == Refusal("picture_too_large")
