"""Every form of the admin, and its sign-in, with every field spoiled: never a 5xx, and no dearer than the page is anyway."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.hostile.caller import Caller, undone
from tests.hostile.cost import too_costly
from tests.hostile.pages import LIST_QUERY, PAGE_QUERY, Form, addresses, forms
from tests.hostile.values import TEXTS
from tests.support.cpu import MOST, cost

pytestmark = pytest.mark.long

# As much as a form of the admin may have (core/admin/body_limits.py), and half of it.
SIZES = (60_000, 30_000)
COSTLIEST = ("letters", "combining marks", "compatibility letters")
QUERY_BYTES = 4_000
MULTIPART = "multipart/form-data; boundary=irori"
ODD = ("", "-1", "9" * 30, "1e400", "\0", "null", "0001-01-01", "9999-99-99", "%00", "../../x")

Fields = Mapping[str, str]


class Browser:
    """Signed in to the admin as a superuser."""

    def __init__(self, caller: Caller) -> None:
        self.wrong = caller.wrong
        self.client = Client(raise_request_exception=False)
        self.client.force_login(caller.owner)
        self.stranger = Client(raise_request_exception=False)
        self.pages = list(dict.fromkeys(addresses()))
        self.lists = [page for page in self.pages if page.count("/") == 4 or "autocomplete" in page]
        self._usual: dict[str, float] = {}

    def forms(self) -> Iterator[tuple[Client, Form]]:
        for page in self.pages:
            yield from ((self.client, form) for form in forms(self.client, page) if form.method == "post")
        yield from ((self.stranger, form) for form in forms(self.stranger, "/admin/login/") if form.method == "post")

    def post(self, client: Client, form: Form, fields: Mapping[str, str]) -> None:
        with undone():
            answer: Any = client.generic("POST", form.page, _multipart(fields), content_type=MULTIPART)
        assert answer.status_code < 500, f"{answer.status_code}"

    def expect_answer(self, page: str, query: Fields) -> None:
        try:
            self.get(page, query)
        except AssertionError as error:
            self.wrong.append(f"{page} with {query}: {error}")

    def get(self, page: str, query: Mapping[str, str]) -> None:
        with undone():
            answer: Any = self.client.get(f"{page}?{urlencode(query)}")
        assert answer.status_code < 500, f"{answer.status_code}"

    def expect_cheap(
        self, what: str, ask: Callable[[Mapping[str, str]], object], whole: Fields, half: Fields, plain: Fields
    ) -> None:
        """As a page is: what comes back costs what it costs with good values."""
        try:
            usual = self._usual.get(what.partition(" with ")[0]) or cost(partial(ask, plain))
            self._usual[what.partition(" with ")[0]] = usual
            wrong = too_costly(partial(ask, whole), partial(ask, half), most=MOST + usual)
        except AssertionError as error:
            wrong = str(error)
        if wrong:
            self.wrong.append(f"{what}: {wrong}")


@pytest.fixture
def browser(caller: Caller) -> Browser:
    return Browser(caller)


def test_all_forms_are_found(browser: Browser) -> None:
    """Otherwise the other tests would test nothing."""
    found = {form.page for _, form in browser.forms()}
    assert {"/admin/login/", "/admin/password_change/"} <= found
    assert any("/accounts/user/add/" in page for page in found)
    assert any("/chat/room/" in page for page in found)


def test_a_megabyte_of_form(browser: Browser) -> None:
    for client, form in browser.forms():
        whole, half = (dict.fromkeys([*form.fields][:1], "a" * size) for size in (1_000_000, 500_000))
        browser.expect_cheap(
            f"{form.page} with a megabyte", partial(browser.post, client, form), whole, half, form.fields
        )


@pytest.mark.parametrize("kind", TEXTS)
def test_all_fields_at_once(browser: Browser, kind: str) -> None:
    for client, form in browser.forms():
        whole, half = (dict.fromkeys(form.fields, text(kind, size // len(form.fields))) for size in SIZES)
        browser.expect_cheap(f"{form.page} with {kind}", partial(browser.post, client, form), whole, half, form.fields)


@pytest.mark.parametrize("kind", COSTLIEST)
def test_each_field(browser: Browser, kind: str) -> None:
    for client, form in browser.forms():
        for name in form.fields:
            whole, half = ({**form.fields, name: text(kind, size)} for size in SIZES)
            what = f"{form.page} with {kind} as {name}"
            browser.expect_cheap(what, partial(browser.post, client, form), whole, half, form.fields)


@pytest.mark.parametrize("value", ODD)
def test_an_odd_value_of_a_field(browser: Browser, value: str) -> None:
    for client, form in browser.forms():
        for name in form.fields:
            try:
                browser.post(client, form, {**form.fields, name: value})
            except AssertionError as error:
                browser.wrong.append(f"{form.page} with {name}: {error}")


@pytest.mark.parametrize("kind", [*COSTLIEST, "digits", "NUL"])
def test_a_long_search(browser: Browser, kind: str) -> None:
    for page in browser.lists:
        whole, half = ({"q": text(kind, size)} for size in (QUERY_BYTES, QUERY_BYTES // 2))
        browser.expect_cheap(f"{page} with {kind}", partial(browser.get, page), whole, half, {"q": "tea"})


@pytest.mark.parametrize("value", ODD)
def test_an_odd_value_in_the_query_of_a_list(browser: Browser, value: str) -> None:
    for page in browser.lists:
        for name in LIST_QUERY:
            browser.expect_answer(page, {name: value})


@pytest.mark.parametrize("value", ODD)
def test_an_odd_query_of_a_page(browser: Browser, value: str) -> None:
    for page in browser.pages:
        browser.expect_answer(page, dict.fromkeys(PAGE_QUERY, value))


def text(kind: str, size: int) -> str:
    return TEXTS[kind](size).encode("utf-8", "replace").decode()


def _multipart(fields: Mapping[str, str]) -> bytes:
    head = b'--irori\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    return b"".join(head % (name.encode(), value.encode()) for name, value in fields.items()) + b"--irori--\r\n"
