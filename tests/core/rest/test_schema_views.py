"""The OpenAPI document as it is served: in the form that is asked for, made once, and an error where nothing can be made."""

from typing import Any

import pytest
import yaml
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from core.rest import schema_views
from tests.support.in_process import at_once


@pytest.fixture(autouse=True)
def _forget() -> None:
    schema_views._documents.cache_clear()


@pytest.mark.parametrize(
    ("accepted", "media_type"),
    [
        ("*/*", "application/vnd.oai.openapi"),
        ("application/yaml", "application/yaml"),
        ("application/json,*/*", "application/json"),
        ("application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"),
    ],
)
def test_it_comes_as_asked_for(client: Client, accepted: str, media_type: str) -> None:
    answer = client.get("/api/schema/", headers={"Accept": accepted})
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, media_type)
    assert "/api/rooms/" in yaml.safe_load(answer.content)["paths"]


@pytest.mark.parametrize("path", ["/api/schema/", "/api/docs/"])
@pytest.mark.parametrize(
    ("query", "accepted", "refusal"),
    [
        ("?format=x", "*/*", (404, "not_found")),
        ("?format=%00", "*/*", (404, "not_found")),
        ("", "image/png", (406, "not_acceptable")),
        ("", "nonsense", (406, "not_acceptable")),
        ("", "", (406, "not_acceptable")),
    ],
)
def test_what_it_cannot_come_as(client: Client, path: str, query: str, accepted: str, refusal: tuple[int, str]) -> None:
    answer = client.get(path + query, headers={"Accept": accepted})
    assert (answer.status_code, answer.json()["code"]) == refusal
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/api/schema/", "/api/docs/"])
def test_it_is_only_read(client: Client, path: str, method: str) -> None:
    answer = client.generic(method, path)
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_it_is_made_once_however_many_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def counted(*args: Any, **options: Any) -> Any:
        made.append(1)
        return SchemaGenerator(*args, **options)

    monkeypatch.setattr(schema_views, "SchemaGenerator", counted)
    answers = at_once(*[lambda: Client().get("/api/schema/?lang=ja&version=2")] * 4, lambda: Client().get("/api/docs/"))
    assert {answer.status_code for answer in answers} == {200}
    assert len(made) == 1


def test_who_has_it_is_told_so(client: Client) -> None:
    first = client.get("/api/schema/")
    again = client.get("/api/schema/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    as_json = client.get("/api/schema/?format=json")
    assert as_json.headers["ETag"] != first.headers["ETag"]
