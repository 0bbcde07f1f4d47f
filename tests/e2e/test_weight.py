"""What a browser has to load before it can show anything."""

import gzip
import re

from tests.servers.process import ROOT

DIST = ROOT / "frontend" / "dist"
MOST = 200_000


def test_the_first_script_is_light() -> None:
    page = (DIST / "index.html").read_text()
    scripts = re.findall(r'(?:src|href)="/static/app/([^"]+\.js)"', page)
    assert scripts, "the page loads no script"
    weight = sum(len(gzip.compress((DIST / script).read_bytes(), 6)) for script in scripts)
    assert weight <= MOST, f"{weight} bytes in {scripts}"
