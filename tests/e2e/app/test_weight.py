"""What a browser has to load before it can show anything."""

import gzip
import re

import pytest

from lab.servers.process import ROOT

DIST = ROOT / "frontend" / "dist"
MOST = 200_000
# A browser asks a server for six files at a time. Each six more are another round trip, 150 ms on a phone.
AT_A_TIME = 6


@pytest.fixture(scope="module")
def scripts() -> list[str]:
    page = (DIST / "index.html").read_text()
    scripts = re.findall(r'(?:src|href)="/static/app/([^"]+\.js)"', page)
    assert scripts, "the page loads no script"
    return scripts


def test_the_first_script_is_light(scripts: list[str]) -> None:
    weight = sum(len(gzip.compress((DIST / script).read_bytes(), 6)) for script in scripts)
    assert weight <= MOST, f"{weight} bytes in {scripts}"


def test_the_first_scripts_come_together(scripts: list[str]) -> None:
    styles = re.findall(r'rel="stylesheet"', (DIST / "index.html").read_text())
    assert len(scripts) + len(styles) <= AT_A_TIME, scripts
