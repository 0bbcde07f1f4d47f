"""Many pushes go out by a process of its own, which may be killed at any time."""

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings

from lab.push.service import Browser, PushService
from lab.servers.process import ROOT, wait_until
from notifications.push.transport import sender as module
from notifications.push.transport.parcels import AT_ONCE, Delivered, Parcel, Push
from notifications.push.transport.sender import FEW, LOST, Sender, send
from tests.notifications.push.transport.parcels import parcel_to

MANY = AT_ONCE + 3
PUSH = Push(b"tea", 60, "normal")


@pytest.fixture
def sender(service: PushService, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sender]:
    sender = Sender()
    monkeypatch.setattr(module, "sender", sender)
    yield sender
    sender.end()


@pytest.fixture
def browsers(service: PushService, browser: Browser) -> Sequence[Browser]:
    return [service.subscribe(browser.site_key) for _ in range(MANY)]


@pytest.fixture
def parcels(browsers: Sequence[Browser], private: ec.EllipticCurvePrivateKey) -> Sequence[Parcel]:
    return [parcel_to(browser, private, PUSH) for browser in browsers]


def asked(browsers: Sequence[Browser]) -> list[int]:
    return [browser.asked for browser in browsers]


def status_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/status").read_text().splitlines()


def statuses(parcels: Sequence[Parcel]) -> list[int | None]:
    return [each.outcome.status for each in send(parcels)]


@pytest.mark.usefixtures("sender")
def test_each_is_sent_once(service: PushService, browsers: Sequence[Browser], parcels: Sequence[Parcel]) -> None:
    """And each has its own answer."""
    browsers[1].answers, browsers[4].answers = [(410, {})], [(429, {"Retry-After": "7"})]
    odd = Parcel(parcels[0].endpoint, "odd", "odd", "", PUSH)
    outcomes = [each.outcome for each in send([*parcels, odd])]
    assert [outcome.kind for outcome in outcomes[:6]] == ["sent", "gone", "sent", "sent", "later", "sent"]
    assert (outcomes[4].pause, outcomes[-1].kind) == (7, "refused")
    assert asked(browsers) == [1] * MANY
    assert [push.text for push in browsers[-1].received] == [b"tea"]
    assert service.complaints == []


def test_few_take_no_process(sender: Sender, parcels: Sequence[Parcel]) -> None:
    assert statuses(parcels[:FEW]) == [201] * FEW
    assert sender.pid is None


def test_connections_serve_many(service: PushService, parcels: Sequence[Parcel], sender: Sender) -> None:
    before = service.connections
    for _ in range(3):
        assert statuses(parcels) == [201] * MANY
    assert 0 < service.connections - before <= AT_ONCE
    assert sender.pid


def test_it_has_no_secret_of_the_site(
    sender: Sender, parcels: Sequence[Parcel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "of-the-site")
    send(parcels)
    environment = Path(f"/proc/{sender.pid}/environ").read_text().split("\0")
    assert {each.partition("=")[0] for each in environment if each} <= {"PATH", *module.ENVIRONMENT}


def test_what_is_inside_the_network_is_refused_there_too(
    sender: Sender, browsers: Sequence[Browser], parcels: Sequence[Parcel], settings: Settings
) -> None:
    settings.OUTGOING_ALLOWED = []
    assert {each.outcome.why for each in send(parcels)} == {"not_public"}
    assert asked(browsers) == [0] * MANY
    assert sender.pid


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_one_that_is_killed(
    sender: Sender, browsers: Sequence[Browser], parcels: Sequence[Parcel], number: signal.Signals
) -> None:
    """What it was about to send is sent later; another one sends what comes next."""
    reached, go_on = threading.Event(), threading.Event()

    def wait() -> None:
        reached.set()
        go_on.wait(20)

    browsers[0].before = wait
    with ThreadPoolExecutor(1) as beside:
        sending = beside.submit(send, parcels)
        assert reached.wait(20)
        assert sender.pid
        os.kill(sender.pid, number)
        assert sending.result(20) == [LOST] * MANY
    go_on.set()
    assert statuses(parcels) == [201] * MANY


def test_one_that_says_nothing(sender: Sender, parcels: Sequence[Parcel], monkeypatch: pytest.MonkeyPatch) -> None:
    send(parcels)
    first = sender.pid
    assert first
    os.kill(first, signal.SIGSTOP)
    monkeypatch.setattr(module, "SPARE_SECONDS", -19.5)
    assert send(parcels) == [LOST] * MANY
    wait_until(lambda: not Path(f"/proc/{first}").exists(), 20, "it is gone")


def test_one_that_hears_nothing(sender: Sender, parcels: Sequence[Parcel], monkeypatch: pytest.MonkeyPatch) -> None:
    """The order is longer than what its pipe holds: whoever wrote it would wait for ever, and all who send after it."""
    send(parcels)
    first = sender.pid
    assert first
    os.kill(first, signal.SIGSTOP)
    monkeypatch.setattr(module, "READ_SECONDS", 0.1)
    many, outcomes = 20 * list(parcels), list[Delivered]()
    sending = threading.Thread(target=lambda: outcomes.extend(send(many)), daemon=True)
    sending.start()
    sending.join(20)
    assert outcomes == [LOST] * len(many)
    wait_until(lambda: sender.pid is None, 20, "it is gone")
    assert statuses(parcels) == [201] * MANY


def test_one_that_gets_no_threads_ends_at_once(sender: Sender, parcels: Sequence[Parcel]) -> None:
    """Nobody waits for what never comes."""
    send(parcels)
    first = sender.pid
    assert first
    # Each thread takes some megabytes of addresses.
    taken = 1024 * int(next(line.split()[1] for line in status_of(first) if line.startswith("VmSize:")))
    resource.prlimit(first, resource.RLIMIT_AS, (taken + 2**20, taken + 2**20))
    assert send(parcels) == [LOST] * MANY
    assert sender.pid is None
    assert statuses(parcels) == [201] * MANY


def test_one_that_is_asked_to_end_goes_on(sender: Sender, parcels: Sequence[Parcel]) -> None:
    """Whoever stops a service sends the signal to all of its processes, and the site still has pushes to finish."""
    send(parcels)
    first = sender.pid
    assert first
    for number in (signal.SIGTERM, signal.SIGINT):
        os.kill(first, number)
    assert statuses(parcels) == [201] * MANY
    assert sender.pid == first


def test_it_ends_when_it_has_nothing_to_do(
    sender: Sender, parcels: Sequence[Parcel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IDLE_SECONDS", 0.2)
    send(parcels)
    wait_until(lambda: sender.pid is None, 20, "it has ended")
    assert statuses(parcels) == [201] * MANY


def test_it_ends_with_the_site() -> None:
    """However the site has ended: its end of the pipe is closed then."""
    command = [sys.executable, "-m", "notifications.push.transport"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_slow_service_holds_up_no_other_order(
    sender: Sender, browsers: Sequence[Browser], parcels: Sequence[Parcel], service: PushService
) -> None:
    go_on = threading.Event()
    for browser in browsers:
        browser.before = lambda: go_on.wait(20)
    others = [service.subscribe(browser.site_key) for browser in browsers]
    with ThreadPoolExecutor(1) as beside:
        slow = beside.submit(send, parcels)
        wait_until(lambda: sum(asked(browsers)) == AT_ONCE, 20, "all its threads wait")
        swift = [
            Parcel(other.endpoint, **other.subscription["keys"], authorization=parcel.authorization, push=PUSH)
            for other, parcel in zip(others, parcels, strict=True)
        ]
        assert statuses(swift) == [201] * MANY
        assert not slow.done()
        go_on.set()
        assert [each.outcome.status for each in slow.result(20)] == [201] * MANY
    assert sender.pid


def test_where_no_process_can_be_started(
    sender: Sender, parcels: Sequence[Parcel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert statuses(parcels) == [201] * MANY
    assert sender.pid is None
