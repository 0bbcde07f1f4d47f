"""Every REST call, with every part of it spoiled in every way: refused or answered, never a 5xx, and cheap whatever it is."""

from collections.abc import Iterator

import pytest

from tests.hostile.caller import Caller, Sent
from tests.hostile.calls import UNDECLARED, RestCall, rest_calls
from tests.hostile.values import BODIES, SMALL, TEXTS, VALUES, as_json

pytestmark = pytest.mark.long

BODY_BYTES = 1024 * 1024
FIELD_BYTES = BODY_BYTES - 2_000  # room for the other fields
# A request's line and headers together have 16 KiB; each byte of a text may take three of them.
QUERY_BYTES = 4_000

FORMS = {
    "application/x-www-form-urlencoded": b"&".join(b"a%d=1" % number for number in range(90_000)),
    "multipart/form-data; boundary=a": b'--a\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 18_000
    + b"--a--",
    f"multipart/form-data; boundary={'a' * 5000}": b"--a\r\n" * 1000,
    f"text/plain; charset={'a' * 5000}": b"a",
    "application/json; charset=utf-7": b"{}",
    "a": b"{}",
    "": b"{}",
}
# Those that become most in memory.
ROOMY = ("a list of objects", "many keys", "escapes", "a long text")


@pytest.mark.parametrize("kind", [*TEXTS, *VALUES])
def test_a_field_as_long_as_may_be(caller: Caller, kind: str) -> None:
    make = {**TEXTS, **VALUES}[kind]
    large, small = as_json(make(FIELD_BYTES)), as_json(make(FIELD_BYTES // 2))
    if len(large) > FIELD_BYTES:  # as JSON writes it
        large, small = small, as_json(make(FIELD_BYTES // 4))
    for call, name in fields():
        whole, half = spoiled(call, name, large), spoiled(call, name, small)
        caller.expect_cheap(call, f"{kind} as {name}", whole, half)


@pytest.mark.parametrize("value", SMALL)
def test_an_odd_value_of_a_field(caller: Caller, value: str) -> None:
    for call, name in fields():
        caller.expect_answer(call, f"it as {name}", spoiled(call, name, value.encode()))


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_of_something_else(caller: Caller, kind: str) -> None:
    whole, half = Sent(BODIES[kind](BODY_BYTES)[:BODY_BYTES]), Sent(BODIES[kind](BODY_BYTES // 2))
    for call in with_body():
        caller.expect_cheap(call, kind, whole, half)


@pytest.mark.parametrize("content_type", FORMS)
def test_another_type_of_body(caller: Caller, content_type: str) -> None:
    """Nobody asks for them, but a parser that is there would read them."""
    body = FORMS[content_type]
    whole, half = (Sent(part, content_type=content_type) for part in (body, body[: len(body) // 2]))
    for call in with_body():
        caller.expect_cheap(call, content_type[:40], whole, half)


@pytest.mark.parametrize("kind", TEXTS)
def test_a_long_query_or_path(caller: Caller, kind: str) -> None:
    large, small = TEXTS[kind](QUERY_BYTES), TEXTS[kind](QUERY_BYTES // 2)
    for call in rest_calls():
        for names in queries(call):
            whole, half = (
                Sent(good(call), query=dict.fromkeys(names, text[: len(text) // len(names)])) for text in (large, small)
            )
            caller.expect_cheap(call, f"{kind} as ?{names}", whole, half)
        for name in call.texts_in_path:
            whole, half = (Sent(good(call), path={name: text}) for text in (large, small))
            caller.expect_cheap(call, f"{kind} as {{{name}}}", whole, half)


@pytest.mark.parametrize("value", SMALL)
def test_an_odd_value_in_a_query(caller: Caller, value: str) -> None:
    for call in rest_calls():
        for names in queries(call):
            caller.expect_answer(
                call, f"it as ?{names}", Sent(good(call), query=dict.fromkeys(names, value.strip('"')))
            )


def test_memory(caller: Caller) -> None:
    bodies = {kind: Sent(BODIES[kind](FIELD_BYTES)[:FIELD_BYTES]) for kind in ROOMY}
    for call in with_body():
        caller.send(call, Sent(b"{}"))
        for kind, body in bodies.items():
            caller.expect_small(call, kind, body)
    # In Python a text takes four bytes a character as soon as one of them needs these.
    text = as_json("🔥" + "a" * FIELD_BYTES)
    for call, name in fields():
        caller.expect_small(call, f"a text as {name}", spoiled(call, name, text))


def fields() -> Iterator[tuple[RestCall, str]]:
    return ((call, name) for call in rest_calls() for name in call.body)


def with_body() -> Iterator[RestCall]:
    return (call for call in rest_calls() if call.method != "GET")


def queries(call: RestCall) -> list[tuple[str, ...]]:
    """Each parameter that the schema knows by itself, and all others in one request."""
    return [*((name,) for name in call.query), UNDECLARED]


def good(call: RestCall) -> bytes:
    return as_json(call.body) if call.body else b""


def spoiled(call: RestCall, name: str, value: bytes) -> Sent:
    """A good body but for one field, whose JSON is given."""
    others = [b'"%s":%s' % (other.encode(), as_json(good)) for other, good in call.body.items() if other != name]
    return Sent(b"{" + b",".join([*others, b'"%s":%s' % (name.encode(), value)]) + b"}")
