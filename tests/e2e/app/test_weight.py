"""What a browser has to load before it can show anything."""

import gzip
import re
from pathlib import Path

import pytest

from lab.servers.process import ROOT

DIST = ROOT / "frontend" / "dist"
MOST = 200_000
LANGUAGES = ("en", "ja")
# A browser asks a server for six files at a time. Each six more are another round trip, 150 ms on a phone.
AT_A_TIME = 6


@pytest.fixture(scope="module")
def scripts() -> list[str]:
    page = (DIST / "index.html").read_text()
    scripts = re.findall(r'(?:src|href)="/static/app/([^"]+\.js)"', page)
    assert scripts, "the page loads no script"
    return scripts


def test_the_first_script_is_light(scripts: list[str]) -> None:
    weight = sum(map(compressed, map(DIST.joinpath, scripts))) + heaviest_texts()
    assert weight <= MOST, f"{weight} bytes in {scripts}, with the texts"


def compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


def heaviest_texts() -> int:
    """The start script loads the texts of one language."""
    texts = list((DIST / "assets").glob("first-*.js"))
    assert len(texts) == len(LANGUAGES)
    return max(map(compressed, texts))


def test_the_first_scripts_come_together(scripts: list[str]) -> None:
    styles = re.findall(r'rel="stylesheet"', (DIST / "index.html").read_text())
    assert len(scripts) + len(styles) <= AT_A_TIME, scripts
