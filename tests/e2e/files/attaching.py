"""What a person does to send files."""

import os
from base64 import b64encode
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, Route

from lab.clients.person import Json, Person
from lab.servers.process import wait_until

MEBIBYTE = 1024 * 1024
BEGINNING = b"A recording\n"
PASTE = """(field, [name, type, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], name, { type }));
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def png(width: int = 64, height: int = 48, colour: str = "teal") -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "PNG")
    return written.getvalue()


def paste(field: Locator, content: bytes, name: str = "image.png", kind: str = "image/png") -> None:
    field.evaluate(PASTE, [name, kind, b64encode(content).decode()])


def choose_files(page: Page, *paths: Path, entry: str = "File") -> None:
    """Through the composer's button and its menu."""
    page.get_by_role("button", name="Add files").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name=entry, exact=True).click()
    chooser.value.set_files(paths)


def upload_in_small_chunks(context: BrowserContext) -> None:
    """Of 1 MiB, as the server tells the page: Playwright copies each chunk that a route looks at."""

    def tell(route: Route) -> None:
        if route.request.method != "GET":
            return route.continue_()
        limits = route.fetch()
        return route.fulfill(response=limits, json={**limits.json(), "chunk_bytes": MEBIBYTE})

    context.route("**/api/uploads/", tell)


def attached(page: Page) -> Locator:
    return page.get_by_role("list", name="Files of this message").get_by_role("listitem")


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()


def random_file(folder: Path, megabytes: int, name: str = "recording.bin") -> Path:
    """Begins as no picture, video or archive does."""
    path = folder / name
    path.write_bytes(BEGINNING + os.urandom(megabytes * MEBIBYTE - len(BEGINNING)))
    return path


def files_of(person: Person, room: Json, text: str) -> list[Json]:
    """What the server has with this message, once it has the message."""
    found: list[Json] = []

    def stored() -> bool:
        history = person.http.get(f"rooms/{room['id']}/messages/").raise_for_status().json()
        found[:] = [each for each in history["messages"] if each["text"] == text]
        return bool(found)

    wait_until(stored, what=f"the message {text!r}")
    [message] = found
    files: list[Json] = message["files"]
    return files
