"""TLS: a certificate turns it on."""

import ssl
import subprocess
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from lab.programs.certificate import self_signed
from lab.programs.nginx import RENDER, Nginx
from lab.servers.process import free_port
from lab.servers.settings import PRODUCTION
from lab.servers.site import Site
from tests.deploy.echo import Echo


@pytest.fixture
def certificate(tmp_path: Path) -> Mapping[str, str]:
    return self_signed(tmp_path)


def test_a_certificate_turns_it_on(certificate: Mapping[str, str], tmp_path: Path, echo: Echo) -> None:
    port = free_port()
    settings = {**certificate, "HTTPS_LISTEN": f"127.0.0.1:{port}", "ACME_ROOT": str(tmp_path / "acme")}
    with Nginx(tmp_path, [echo.port], env=settings) as nginx:
        trust = ssl.create_default_context(cafile=certificate["TLS_CERTIFICATE"])
        answer = httpx.get(f"https://localhost:{port}/", verify=trust)
        assert answer.json()["x-forwarded-proto"] == "https"
        plain = httpx.post(f"http://127.0.0.1:{nginx.port}/api/rooms/?browse=1", headers={"Host": "localhost"})
        assert (plain.status_code, plain.headers["Location"]) == (308, "https://localhost/api/rooms/?browse=1")


def test_a_site_behind_it_believes_that_it_is_on(certificate: Mapping[str, str], tmp_path: Path) -> None:
    port = free_port()
    production = {**PRODUCTION, "TLS": "1", "PROXIES": "1", "ALLOWED_HOSTS": "localhost"}
    settings = {**certificate, "HTTPS_LISTEN": f"127.0.0.1:{port}"}
    trust = ssl.create_default_context(cafile=certificate["TLS_CERTIFICATE"])
    with Site(tmp_path, env=production) as site, Nginx(tmp_path, [site.port], env=settings):
        answer = httpx.get(f"https://localhost:{port}/api/setup/", verify=trust)
        assert answer.json() == {"needed": True}
        assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
        direct = httpx.get(f"{site.url}/api/setup/", headers={"Host": "localhost"})
        assert direct.status_code == 301, "the site itself sends everybody to https"


@pytest.mark.parametrize("first", [True, False], ids=["the first", "the next"])
def test_a_certificate_can_be_asked_for_over_plain_http(
    first: bool, certificate: Mapping[str, str], tmp_path: Path, echo: Echo
) -> None:
    """The first one while there is none to render with."""
    challenge = tmp_path / "acme" / ".well-known" / "acme-challenge" / "token"
    challenge.parent.mkdir(parents=True)
    challenge.write_text("proof")
    tls = {} if first else {**certificate, "HTTPS_LISTEN": f"127.0.0.1:{free_port()}"}
    with Nginx(tmp_path, [echo.port], env={**tls, "ACME_ROOT": str(tmp_path / "acme")}) as nginx:
        url = f"http://127.0.0.1:{nginx.port}/.well-known/acme-challenge"
        answer = httpx.get(f"{url}/token")
        assert (answer.status_code, answer.text) == (200, "proof")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert httpx.get(f"{url}/another").status_code == 404
        assert "acme-challenge/token" not in nginx.access_log.read_text()


def test_a_certificate_without_its_key_is_an_error_that_says_so(tmp_path: Path) -> None:
    variables = {"PATH": "/usr/bin:/bin", "TLS_CERTIFICATE": "/site.pem"}
    done = subprocess.run([RENDER, tmp_path], env=variables, capture_output=True, text=True)
    assert done.returncode != 0
    assert "set TLS_KEY" in done.stderr
