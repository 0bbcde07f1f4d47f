"""Which key signs, which are accepted, what others may see of them, and what the site says of a setting that holds none."""

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.core.management import call_command
from pytest_django import Settings

from accounts import signing_keys
from accounts.checks import check_keys
from accounts.models import User
from accounts.services import sessions
from tests.support.in_process import Api, a_user

NEW = {algorithm: signing_keys.make(algorithm) for algorithm in signing_keys.ALGORITHMS}


@pytest.fixture
def hanako(db: None) -> User:
    return a_user("hanako")


def is_good(access: str) -> bool:
    return Api().post("token/verify/", {"token": access}).status == 200


@pytest.mark.parametrize("algorithm", signing_keys.ALGORITHMS)
def test_a_key_signs_by_its_own_algorithm(hanako: User, settings: Settings, algorithm: str) -> None:
    settings.SIGNING_KEY = NEW[algorithm]
    access = sessions.begin(hanako).access
    assert jwt.get_unverified_header(access) == {
        "alg": algorithm,
        "kid": signing_keys.Key.read(NEW[algorithm]).id,
        "typ": "JWT",
    }
    assert is_good(access)


class TestRotation:
    """As docs/decisions/access/signing-keys.md tells it, with a worker that is a step behind another."""

    def test_nobody_is_signed_out_on_the_way(self, hanako: User, settings: Settings) -> None:
        settings.SIGNING_KEY, settings.ACCEPTED_SIGNING_KEYS = NEW["HS256"], []
        before = sessions.begin(hanako)
        settings.ACCEPTED_SIGNING_KEYS = [NEW["EdDSA"]]
        assert is_good(before.access)
        settings.SIGNING_KEY, settings.ACCEPTED_SIGNING_KEYS = NEW["EdDSA"], [NEW["HS256"]]
        after = sessions.rotate(before.refresh)
        assert is_good(before.access)
        settings.SIGNING_KEY, settings.ACCEPTED_SIGNING_KEYS = NEW["HS256"], [NEW["EdDSA"]]
        assert is_good(after.access)
        settings.SIGNING_KEY, settings.ACCEPTED_SIGNING_KEYS = NEW["EdDSA"], []
        assert is_good(after.access)

    def test_a_key_that_is_gone_opens_nothing(self, hanako: User, settings: Settings) -> None:
        settings.SIGNING_KEY = NEW["HS256"]
        issued = sessions.begin(hanako)
        settings.SIGNING_KEY = NEW["EdDSA"]
        assert not is_good(issued.access)
        assert Api().post("token/refresh/", {"refresh": issued.refresh}).refusal == (401, "token_invalid")


class TestPublicKeys:
    def test_others_check_our_tokens_with_them(self, hanako: User, settings: Settings) -> None:
        settings.SIGNING_KEY, settings.ACCEPTED_SIGNING_KEYS = NEW["EdDSA"], [NEW["RS256"]]
        first = sessions.begin(hanako).access
        settings.SIGNING_KEY, settings.ACCEPTED_SIGNING_KEYS = NEW["RS256"], [NEW["EdDSA"]]
        second = sessions.begin(hanako).access
        shown = jwt.PyJWKSet.from_dict(published())
        for access in (first, second):
            key = shown[jwt.get_unverified_header(access)["kid"]]
            assert jwt.decode(access, key, algorithms=[key.algorithm_name])["user_id"] == str(hanako.pk)

    def test_nothing_secret_is_shown(self, settings: Settings) -> None:
        settings.SIGNING_KEY, settings.ACCEPTED_SIGNING_KEYS = NEW["EdDSA"], [NEW["RS256"], NEW["HS256"]]
        fields = {key["alg"]: set(key) - {"kid", "alg", "use", "kty"} for key in published()["keys"]}
        assert fields == {"EdDSA": {"crv", "x"}, "RS256": {"n", "e"}}

    def test_there_may_be_none(self, settings: Settings) -> None:
        settings.SIGNING_KEY, settings.ACCEPTED_SIGNING_KEYS = NEW["HS256"], []
        assert published() == {"keys": []}


def published() -> dict[str, list[dict[str, str]]]:
    answer = Api().client.get("/.well-known/jwks.json")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    shown: dict[str, list[dict[str, str]]] = answer.json()
    return shown


@pytest.mark.parametrize("arguments", [[], ["HS256"], ["EdDSA"], ["RS256"]])
def test_a_key_from_the_command_fits_the_setting(
    arguments: list[str], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("makekey", *arguments)
    made = capsys.readouterr().out.strip()
    assert not made.split()[1:]
    assert signing_keys.Key.read(made).algorithm == (arguments or ["HS256"])[0]
    settings.SIGNING_KEY = made
    assert check_keys() == []


def pkcs8(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return "".join(pem.decode().splitlines()[1:-1])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("too short", "a secret has at least 32 characters"),
        ("EdDSA:", "after EdDSA: comes a private key in PKCS#8, as base64 on one line"),
        ("EdDSA:-----BEGIN PRIVATE KEY-----", "after EdDSA: comes a private key in PKCS#8"),
        (NEW["EdDSA"].replace("EdDSA", "RS256"), "this key is of another kind than RS256 takes"),
        ("EdDSA:" + pkcs8(ec.generate_private_key(ec.SECP256R1())), "this key is of another kind than EdDSA takes"),
        ("RS256:" + pkcs8(rsa.generate_private_key(65537, 1024)), "an RSA key has at least 2048 bits"),
    ],
    ids=["short", "empty", "PEM", "EdDSA as RS256", "P-256 as EdDSA", "1024 bits"],
)
@pytest.mark.parametrize("name", ["SIGNING_KEY", "ACCEPTED_SIGNING_KEYS"])
def test_the_site_says_what_is_wrong_with_a_key(name: str, text: str, complaint: str, settings: Settings) -> None:
    setattr(settings, name, text if name == "SIGNING_KEY" else [NEW["HS256"], text])
    (error,) = check_keys()
    assert error.msg.startswith(f"{name} holds no key: {complaint}")
    assert "makekey" in (error.hint or "")
    assert text == "EdDSA:" or text not in error.msg
