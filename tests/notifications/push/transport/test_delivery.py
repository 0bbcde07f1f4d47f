"""One push to a push service that holds the rules of the RFCs, and to some that answer as real ones do."""

import threading
import time
from email.utils import formatdate

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings

from lab.push.service import Browser, PushService
from notifications.push.transport.delivery import LONGEST_PAUSE, deliver
from notifications.push.transport.encryption import CURVE
from notifications.push.transport.parcels import SECONDS, Outcome, Push
from tests.notifications.push.transport.parcels import parcel_to

PUSH = Push(b'{"title": "Hearth"}', 3600, "high", "a-topic")


def delivered(
    browser: Browser, private: ec.EllipticCurvePrivateKey, push: Push = PUSH, seconds: float = SECONDS
) -> Outcome:
    return deliver(parcel_to(browser, private, push, seconds))


def test_the_browser_reads_it(service: PushService, browser: Browser, private: ec.EllipticCurvePrivateKey) -> None:
    assert delivered(browser, private) == Outcome("sent", 201)
    assert service.complaints == []
    (push,) = browser.received
    assert push.text == PUSH.text
    told = {name: push.headers.get(name) for name in ("ttl", "urgency", "topic", "content-encoding")}
    assert told == {"ttl": "3600", "urgency": "high", "topic": "a-topic", "content-encoding": "aes128gcm"}


def test_a_later_one_of_its_topic_takes_its_place(browser: Browser, private: ec.EllipticCurvePrivateKey) -> None:
    for text in (b"first", b"second"):
        delivered(browser, private, Push(text, 60, "normal", "room"))
    delivered(browser, private, Push(b"other", 60, "normal"))
    assert [push.text for push in browser.received] == [b"second", b"other"]


def test_a_service_takes_no_other_key(
    service: PushService, browser: Browser, private: ec.EllipticCurvePrivateKey
) -> None:
    assert delivered(browser, ec.generate_private_key(CURVE())) == Outcome("refused", 403)
    assert service.complaints == ["another key than that of the subscription"]
    assert browser.received == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, "sent"), (202, "sent"), (404, "gone"), (410, "gone"), (400, "refused"), (401, "refused"), (403, "refused"),
        (413, "refused"), (301, "refused"), (307, "refused"), (429, "later"), (500, "later"), (502, "later"), (503, "later"),
    ],
)  # fmt: skip
def test_what_a_status_means(browser: Browser, private: ec.EllipticCurvePrivateKey, status: int, kind: str) -> None:
    browser.answers = [(status, {"Location": "https://10.0.0.1/"})]
    assert delivered(browser, private) == Outcome(kind, status)  # type: ignore[arg-type]
    assert browser.asked == 1


@pytest.mark.parametrize(
    ("asked", "pause"),
    [
        ("7", 7), ("0", 1), ("99999999", LONGEST_PAUSE), ("-5", None), ("soon", None), ("", None), ("1e9", None),
        ("9" * 400, LONGEST_PAUSE),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_PAUSE), ("Mon, 01 Jan 99999999999 00:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 1), ("Thu, 99 Jan 1970", None),
    ],
)  # fmt: skip
def test_how_long_a_service_wants_to_be_left_alone(
    browser: Browser, private: ec.EllipticCurvePrivateKey, asked: str, pause: float | None
) -> None:
    browser.answers = [(429, {"Retry-After": asked})]
    assert delivered(browser, private) == Outcome("later", 429, pause=pause)


def test_until_a_moment(browser: Browser, private: ec.EllipticCurvePrivateKey) -> None:
    browser.answers = [(503, {"Retry-After": formatdate(time.time() + 120, usegmt=True)})]
    pause = delivered(browser, private).pause
    assert pause is not None
    assert 60 < pause <= 120


def test_a_slow_service(browser: Browser, private: ec.EllipticCurvePrivateKey) -> None:
    done = threading.Event()
    browser.before = lambda: done.wait(20)
    try:
        assert delivered(browser, private, seconds=0.5) == Outcome("later", why="late")
    finally:
        done.set()


def test_one_inside_the_network(browser: Browser, private: ec.EllipticCurvePrivateKey, settings: Settings) -> None:
    """It was outside when the browser subscribed."""
    settings.OUTGOING_ALLOWED = []
    assert delivered(browser, private) == Outcome("refused", why="not_public")
    assert browser.asked == 0
