"""What the site encrypts, others decrypt: http_ece, which pywebpush encrypts with, and the example of RFC 8291."""

import os

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from pywebpush import WebPusher

from notifications.push.transport import encryption
from notifications.push.transport.encryption import CURVE, MOST_TEXT_BYTES, Device, encrypt, packed, point_of, unpacked

# RFC 8291, 5 and appendix A.
RFC_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
RFC_SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RFC_POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
RFC_SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
RFC_SALT = "DGv6ra1nlYgDCS1FRnbzlw"
RFC_BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def private_of(scalar: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(unpacked(scalar), "big"), CURVE())


@pytest.fixture(scope="module")
def private() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(CURVE())


def device_of(private: ec.EllipticCurvePrivateKey, secret: bytes) -> Device:
    return Device.read(packed(point_of(private.public_key())), packed(secret))


def test_the_example_of_the_rfc(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its key and its salt, and without filling it up, it is the same to the byte."""
    monkeypatch.setattr("notifications.push.transport.encryption.os.urandom", lambda _: unpacked(RFC_SALT))
    monkeypatch.setattr(
        "notifications.push.transport.encryption.ec.generate_private_key", lambda _: private_of(RFC_SENDER)
    )
    monkeypatch.setattr(encryption, "STEP", 1)
    assert point_of(private_of(RFC_PRIVATE).public_key()) == unpacked(RFC_POINT)
    body = encrypt(b"When I grow up, I want to be a watermelon", Device.read(RFC_POINT, RFC_SECRET))
    assert packed(body) == RFC_BODY


@given(st.binary(max_size=MOST_TEXT_BYTES))
def test_http_ece_reads_every_text(private: ec.EllipticCurvePrivateKey, text: bytes) -> None:
    secret = os.urandom(16)
    body = encrypt(text, device_of(private, secret))
    assert len(body) <= 4096
    assert http_ece.decrypt(body, private_key=private, auth_secret=secret, version="aes128gcm") == text


def test_it_looks_as_what_pywebpush_sends(private: ec.EllipticCurvePrivateKey) -> None:
    """The same head, and one that the same browser reads, whoever wrote it."""
    secret = os.urandom(16)
    keys = {"p256dh": packed(point_of(private.public_key())), "auth": packed(secret)}
    theirs = WebPusher({"endpoint": "https://push.example/", "keys": keys}).encode(b"text")["body"]
    ours = encrypt(b"text", Device.read(**keys))
    assert ours[16:21] == theirs[16:21]  # the length of a record, and that of the key
    read = {http_ece.decrypt(body, private_key=private, auth_secret=secret) for body in (ours, theirs)}
    assert read == {b"text"}


def test_lengths_say_little(private: ec.EllipticCurvePrivateKey) -> None:
    device = device_of(private, os.urandom(16))
    lengths = {len(encrypt(bytes(length), device)) for length in range(0, MOST_TEXT_BYTES + 1, 37)}
    assert len(lengths) <= 8


def test_nothing_is_used_twice(private: ec.EllipticCurvePrivateKey) -> None:
    device = device_of(private, os.urandom(16))
    first, second = encrypt(b"text", device), encrypt(b"text", device)
    assert first[:16] != second[:16]
    assert first[21:86] != second[21:86]


def test_another_device_reads_nothing(private: ec.EllipticCurvePrivateKey) -> None:
    body = encrypt(b"text", device_of(private, os.urandom(16)))
    with pytest.raises(http_ece.ECEException):
        http_ece.decrypt(body, private_key=private, auth_secret=os.urandom(16), version="aes128gcm")


def test_a_text_that_is_too_long(private: ec.EllipticCurvePrivateKey) -> None:
    with pytest.raises(ValueError, match="too long"):
        encrypt(bytes(MOST_TEXT_BYTES + 1), device_of(private, os.urandom(16)))


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", RFC_SECRET), (RFC_POINT, ""), (RFC_POINT, RFC_SECRET[:-2]), (RFC_POINT[:-2], RFC_SECRET),
        (RFC_POINT + "AA", RFC_SECRET), ("B" + "A" * 86, RFC_SECRET), ("Y" + RFC_POINT[1:], RFC_SECRET),
        (RFC_POINT[:-2] + "AA", RFC_SECRET), ("é" * 87, RFC_SECRET), (RFC_POINT, "a b!"), (RFC_POINT, "=" * 22),
    ],
)  # fmt: skip
def test_what_is_no_key_of_a_browser(p256dh: str, auth: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Device.read(p256dh, auth)


def test_keys_with_the_end_that_some_browsers_write() -> None:
    assert Device.read(RFC_POINT + "=", RFC_SECRET + "==") == Device.read(RFC_POINT, RFC_SECRET)
