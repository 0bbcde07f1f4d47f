"""`make lighthouse`: audits a room of a production site with an empty cache, and fails where it is worse than it has to be.

As on a desktop, and as with the phone that Lighthouse imagines, a quarter as fast and on a slow 4G line. What that one reaches in
performance is told and not held against it: the scripts alone take longer to arrive than 95 allows.
"""

import json
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from tests.e2e.screenshots import PASSWORD
from tests.e2e.windows import FLAGS, browser
from tests.servers.cluster import Cluster
from tests.servers.process import ROOT, free_port

AUDIT = ROOT / "frontend" / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices")
LEAST = 95
DEVICES = {"desktop": ["--preset=desktop"], "phone": []}
NOT_HELD = {("phone", "performance")}
# Performance is measured on a machine that does other things, too: the best of a few runs is what the page can do.
TRIES = 3


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Cluster(folder / "site", workers=1) as site:
            site.manage("demo", "--force")
            best = audit(site, folder)
    for (device, category), score in best.items():
        print(f"{device}: {category} {score}")
    held = [score for what, score in best.items() if what not in NOT_HELD]
    sys.exit(0 if min(held) >= LEAST else f"Less than {LEAST}.")


def audit(site: Cluster, folder: Path) -> dict[tuple[str, str], int]:
    """The best score of each device and category, in a browser that is signed in."""
    port = free_port()
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder / "profile", executable_path=browser(), args=[*FLAGS, f"--remote-debugging-port={port}"]
        )
        room = busiest_room(context, site)
        cache = context.new_cdp_session(context.pages[0])
        best = dict.fromkeys(product(DEVICES, CATEGORIES), 0)
        for device, _ in product(DEVICES, range(TRIES)):
            print(f"{device} …")
            cache.send("Network.clearBrowserCache")
            scores = run(f"{site.url}/rooms/{room}", port, folder / "report.json", DEVICES[device])
            for category, score in scores.items():
                best[device, category] = max(best[device, category], score)
        context.close()
    return best


def busiest_room(context: BrowserContext, site: Cluster) -> int:
    credentials = {"username": "hanako", "password": PASSWORD}
    access = context.request.post(f"{site.url}/api/session/", data=credentials).json()["access"]
    answer = context.request.get(f"{site.url}/api/rooms/", headers={"Authorization": f"Bearer {access}"}).json()
    return int(max(answer["results"], key=lambda room: room["last_seq"])["id"])


def run(url: str, port: int, report: Path, device: list[str]) -> dict[str, int]:
    options = [
        f"--port={port}",
        "--disable-storage-reset",
        "--quiet",
        *device,
        "--output=json",
        f"--output-path={report}",
    ]
    command = ["node", str(AUDIT), url, *options, f"--only-categories={','.join(CATEGORIES)}"]
    subprocess.run(command, check=True, timeout=180)
    found = json.loads(report.read_text())
    assert found["finalDisplayedUrl"] == url, found["finalDisplayedUrl"]
    tell_failures(found)
    return {category: round(found["categories"][category]["score"] * 100) for category in CATEGORIES}


def tell_failures(found: dict[str, dict[str, dict[str, object]]]) -> None:
    for audit_id, result in found["audits"].items():
        score = result["score"]
        if isinstance(score, int | float) and score < 0.9:
            print(f"  {audit_id}: {score} {result.get('displayValue', '')}")


if __name__ == "__main__":
    main()
