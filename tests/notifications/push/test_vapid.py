"""The keys of the site: made once, kept in the database, sealed."""

import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings

from notifications.models import VapidKey
from notifications.push import vapid
from notifications.push.transport.encryption import CURVE, packed, point_of, unpacked
from tests.support.in_process import at_once


@pytest.mark.django_db
class TestKeys:
    def test_the_first_is_made_when_it_is_asked_for(self) -> None:
        key = vapid.current()
        assert vapid.current() == key
        private = vapid.private_of(key)
        assert private is not None
        assert packed(point_of(private.public_key())) == key.public

    def test_a_copy_of_the_database_does_not_have_it(self) -> None:
        key = vapid.current()
        private = vapid.private_of(key)
        assert private is not None
        scalar = private.private_numbers().private_value.to_bytes(32, "big")
        assert scalar not in unpacked(key.private)
        assert packed(scalar) not in key.private

    def test_another_secret_key_makes_another_one_and_the_first_serves_again(self, settings: Settings) -> None:
        first, secret = vapid.current(), settings.SECRET_KEY
        settings.SECRET_KEY = "x" * 50
        second = vapid.current()
        assert second != first
        assert vapid.private_of(first) is None
        settings.SECRET_KEY = secret
        assert vapid.current() == first
        settings.SECRET_KEY_FALLBACKS = ["x" * 50]
        assert vapid.current() == second
        assert vapid.private_of(first) is not None


@pytest.mark.django_db(transaction=True)
def test_workers_that_begin_together_agree() -> None:
    keys = at_once(*[vapid.current] * 4)
    assert len(set(keys)) == VapidKey.objects.count() == 1


@pytest.mark.parametrize(
    ("origins", "contact"),
    [
        (["https://chat.example.org"], "https://chat.example.org"),
        (["http://10.0.0.2:8000"], "mailto:irori@chat.example.org"),
        ([], "mailto:irori@chat.example.org"),
    ],
)
def test_what_a_push_service_is_told(origins: list[str], contact: str, settings: Settings) -> None:
    settings.ORIGINS, settings.DEFAULT_FROM_EMAIL = origins, "Irori <irori@chat.example.org>"
    private = ec.generate_private_key(CURVE())
    scheme, _, rest = vapid.authorization(private, "https://push.example:8443/send/abc?d=e").partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE(), unpacked(parts["k"]))
    claims = jwt.decode(parts["t"], public, algorithms=["ES256"], audience="https://push.example:8443")
    assert scheme == "vapid"
    assert claims["sub"] == contact
    assert 0 < claims["exp"] - time.time() <= 24 * 3600


@pytest.mark.parametrize(
    ("endpoint", "audience"),
    [
        ("https://Push.Example:443/send/abc", "https://push.example"),
        ("https://push.example/send/abc", "https://push.example"),
        ("https://[2001:4860::1]:8443/", "https://[2001:4860::1]:8443"),
    ],
)
def test_the_service_as_it_names_itself(endpoint: str, audience: str) -> None:
    private = ec.generate_private_key(CURVE())
    token = vapid.authorization(private, endpoint).partition("t=")[2].partition(",")[0]
    assert jwt.decode(token, private.public_key(), algorithms=["ES256"], audience=audience)["aud"] == audience
