"""Every way an access token can be wrong. REST, the socket and its renewals are held to the same table."""

import base64
import hashlib
import hmac
import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils import timezone

from accounts import signing_keys
from accounts.models import Session, User
from accounts.services import people, sessions
from accounts.signing_keys import Key
from tests.support.in_process import a_user

# The keys of the sites these tests run on: one signs, the other is accepted.
SECRET = signing_keys.make("HS256")
EDDSA = signing_keys.make("EdDSA")


def claims(user: User, **changes: Any) -> dict[str, Any]:
    """As ours are made, but for the changes; a claim that is None is left out."""
    now = datetime.now(UTC)
    ours = {
        "token_type": "access",
        "user_id": str(user.pk),
        "sid": str(sessions.begin(user).session.pk),
        "iat": now,
        "exp": now + timedelta(minutes=5),
        "jti": uuid.uuid4().hex,
    }
    return {name: value for name, value in {**ours, **changes}.items() if value is not None}


def token(user: User, **changes: Any) -> str:
    """Signed by the site's own key, whatever it says."""
    return signed(claims(user, **changes), Key.read(settings.SIGNING_KEY))


def signed(said: dict[str, Any], key: Key, **header: Any) -> str:
    return jwt.encode(said, key.signing, key.algorithm, headers={"kid": key.id, **header})


def other_key_of_that_name(user: User) -> str:
    ours = Key.read(settings.SIGNING_KEY)
    return signed(claims(user), Key.read(signing_keys.make(ours.algorithm)), kid=ours.id)


def without_key(user: User) -> str:
    key = Key.read(settings.SIGNING_KEY)
    return jwt.encode(claims(user), key.signing, key.algorithm)


def unsigned(user: User) -> str:
    return jwt.encode(claims(user), "", "none", headers={"kid": Key.read(settings.SIGNING_KEY).id})


def other_algorithm(user: User) -> str:
    return jwt.encode(claims(user), SECRET, "HS512", headers={"kid": Key.read(SECRET).id})


def with_public_key_as_secret(user: User) -> str:
    """The classic: the public key is no secret, and a server that believes `alg` takes it for one. PyJWT would not make such a token."""
    key = Key.read(EDDSA)
    public = key.verifying.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = _part({"alg": "HS256", "typ": "JWT", "kid": key.id})
    body = _part({name: _plain(value) for name, value in claims(user).items()})
    signature = hmac.digest(public, f"{head}.{body}".encode(), hashlib.sha256)
    return f"{head}.{body}.{_base64(signature)}"


def _plain(value: Any) -> Any:
    return int(value.timestamp()) if isinstance(value, datetime) else value


def _part(fields: dict[str, Any]) -> str:
    return _base64(json.dumps(fields).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def endless_header(user: User) -> str:
    return _base64(f'{{"kid": "{Key.read(settings.SIGNING_KEY).id}", "x": {"[" * 3000}'.encode()) + ".b.c"


def altered(user: User) -> str:
    """The signature is of the token of somebody who is less."""
    head, _, signature = sessions.begin(user).access.split(".")
    return ".".join((head, sessions.begin(a_user("kenji")).access.split(".")[1], signature))


def revoked(user: User) -> str:
    issued = sessions.begin(user)
    sessions.revoke([issued.session], Session.End.SIGNED_OUT)
    return issued.access


def deactivated(user: User, kind: str = "access") -> str:
    raw: str = getattr(sessions.begin(user), kind)
    people.set_active(user=user, active=False)
    return raw


def deleted(user: User) -> str:
    access = sessions.begin(user).access
    user.delete()
    return access


def expired_session(user: User) -> str:
    issued = sessions.begin(user)
    Session.objects.filter(pk=issued.session.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    return issued.access


def ago(**interval: float) -> datetime:
    return datetime.now(UTC) - timedelta(**interval)


def ahead(**interval: float) -> datetime:
    return datetime.now(UTC) + timedelta(**interval)


FAULTS: dict[str, tuple[Callable[[User], str], str]] = {
    "empty": (lambda user: "", "token_invalid"),
    "garbage": (lambda user: "garbage", "token_invalid"),
    "not base64": (lambda user: "ü.ü.ü", "token_invalid"),
    "three parts": (lambda user: "a.b.c", "token_invalid"),
    "header that is no object": (lambda user: f"{_base64(b'[1]')}.b.c", "token_invalid"),
    "header without end": (endless_header, "token_invalid"),
    "cut short": (lambda user: sessions.begin(user).access[:-3], "token_invalid"),
    "altered": (altered, "token_invalid"),
    "wrong signature": (other_key_of_that_name, "token_invalid"),
    "key we do not know": (lambda user: signed(claims(user), Key.read(signing_keys.make("EdDSA"))), "token_invalid"),
    "no key named": (without_key, "token_invalid"),
    "signed with SECRET_KEY": (
        lambda user: signed(claims(user), Key("", "HS256", settings.SECRET_KEY, ""), kid=Key.read(SECRET).id),
        "token_invalid",
    ),
    "alg none": (unsigned, "token_invalid"),
    "another algorithm": (other_algorithm, "token_invalid"),
    "HS256 with the public key": (with_public_key_as_secret, "token_invalid"),
    "expired": (lambda user: token(user, exp=ago(seconds=60)), "token_expired"),
    "not valid yet": (lambda user: token(user, nbf=ahead(seconds=60)), "token_invalid"),
    "issued in the future": (lambda user: token(user, iat=ahead(seconds=60)), "token_invalid"),
    "no expiry": (lambda user: token(user, exp=None), "token_invalid"),
    "no id": (lambda user: token(user, jti=None), "token_invalid"),
    "no type": (lambda user: token(user, token_type=None), "token_invalid"),
    "refresh token": (lambda user: sessions.begin(user).refresh, "token_invalid"),
    "ticket": (lambda user: sessions.issue_ticket(sessions.begin(user).session.pk, user), "token_invalid"),
    "no session": (lambda user: token(user, sid=None), "token_invalid"),
    "unknown session": (lambda user: token(user, sid=str(uuid.uuid4())), "token_invalid"),
    "session that is no id": (lambda user: token(user, sid="1 OR 1=1"), "token_invalid"),
    "session that is a list": (lambda user: token(user, sid=[]), "token_invalid"),
    "session of another": (lambda user: token(user, user_id=str(a_user("kenji").pk)), "token_invalid"),
    "no user": (lambda user: token(user, user_id=None), "token_invalid"),
    "revoked": (revoked, "session_revoked"),
    "session that ran out": (expired_session, "session_revoked"),
    "deactivated user": (deactivated, "user_inactive"),
    "deleted user": (deleted, "token_invalid"),
}
