"""The shortest client there is, `new WebSocket(url, [token])`, in a real browser, which is stricter than any library."""

from playwright.sync_api import Page

from lab.browser.windows import Windows
from lab.clients.person import Person

TALK = """([url, token, room]) => new Promise((resolve, reject) => {
  const socket = new WebSocket(url, [token]);
  socket.onerror = reject;
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(data);
    if (frame.type === "hello") socket.send(JSON.stringify(
      { type: "message.send", ref: 1, room, nonce: crypto.randomUUID(), text: "from one line", reply_to: null }));
    if (frame.type === "ok") resolve({ protocol: socket.protocol, text: frame.message.text });
  };
})"""
KNOCK = """([url, token]) => new Promise((resolve) => {
  const socket = new WebSocket(url, [token]);
  socket.onopen = () => resolve("open");
  socket.onerror = () => resolve("refused");
})"""


def test_talks_in_a_room(windows: Windows, administrator: Person) -> None:
    page = windows.open("/healthz")
    room = administrator.create_room("One line")
    said = page.evaluate(TALK, [socket_of(windows, room["id"]), administrator.token, room["id"]])
    assert said == {"protocol": administrator.token, "text": "from one line"}


def test_nobody_else_gets_in(windows: Windows, administrator: Person, outsider: Person) -> None:
    page = windows.open("/healthz")
    windows.expect("WebSocket connection to .* failed")
    room = administrator.create_room("Not for everybody", kind="private")
    url = socket_of(windows, room["id"])
    assert knock(page, url, administrator.token) == "open"
    assert knock(page, url, outsider.token) == "refused"
    assert knock(page, url, administrator.token[:-6] + "forged") == "refused"


def socket_of(windows: Windows, room: int) -> str:
    return f"{windows.site.ws_url}/ws/chat/{room}/"


def knock(page: Page, url: str, token: str) -> str:
    return str(page.evaluate(KNOCK, [url, token]))
