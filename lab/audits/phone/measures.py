"""What is measured: each returns one figure of one try, in milliseconds where it says nothing else."""

from collections.abc import Sequence

from lab.audits.phone.device import Phone
from lab.browser.screens import composer, settle, wait_in_page

# What is posted from a frame's callback arrives once that frame is painted.
PAINTED = """
window.painted = () => new Promise((resolve) => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => resolve(performance.now());
  channel.port2.postMessage(null);
}));
window.until = async (shows) => {
  for (;;) {
    const at = await window.painted();
    if (shows()) return at;
  }
};
"""
# In each page from its first script on.
WATCH = (
    PAINTED
    + """
addEventListener("DOMContentLoaded", async () => {
  window.usableAt = await window.until(() => {
    const field = document.querySelector("textarea, [name=username]");
    return field && !field.disabled && (field.name === "username" || document.querySelector("[role=feed] article"));
  });
});
"""
)
SCRIPTS = """() => performance.getEntriesByType("resource")
  .filter(({ name, responseEnd }) => /\\.js$/.test(name) && responseEnd <= window.usableAt)
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000"""
SWITCH = """async (link) => {
  const left = document.querySelector("[role=feed]");
  const before = performance.now();
  document.querySelector(link).click();
  const at = await window.until(() => {
    const feed = document.querySelector("[role=feed]");
    return feed && feed !== left && feed.querySelector("article");
  });
  return at - before;
}"""
SCROLLED_PX, STEP_PX = 36_000, 400
SCROLL = """async ([distance, step]) => {
  const scroller = document.querySelector("[role=feed]").closest(".overflow-y-auto");
  const frames = [];
  let long = 0;
  const observer = new PerformanceObserver((list) => { long += list.getEntries().length; });
  observer.observe({ type: "longtask" });
  let last = await window.painted();
  for (let gone = 0; gone < distance; gone += step) {
    scroller.scrollBy(0, -step);
    const now = await window.painted();
    frames.push(now - last);
    last = now;
  }
  observer.disconnect();
  return [Math.max(...frames), long];
}"""
TYPED = "The quick brown fox jumps over the lazy dog, and then it sleeps. "
# A fast typist's.
BETWEEN_KEYS_MS = 100
KEYS = """() => {
  window.keys = [];
  addEventListener("keydown", async ({ timeStamp }) => window.keys.push(await window.painted() - timeStamp), true);
}"""


def load(phone: Phone, path: str) -> tuple[float, float]:
    """From the address until one can read and write, and kB of scripts until then."""
    phone.go(path)
    wait_in_page(phone.page, "() => window.usableAt", "the page to be usable")
    at, scripts = float(phone.page.evaluate("window.usableAt")), float(phone.page.evaluate(SCRIPTS))
    phone.page.wait_for_load_state("networkidle")
    phone.leave()
    return at, scripts


def switch(phone: Phone, room: int) -> float:
    """From the click on a room that was visited before until its messages are painted."""
    took = phone.page.evaluate(SWITCH, f"nav a[href='/rooms/{room}']")
    settle(phone.page)
    return float(took)


def scroll(phone: Phone) -> tuple[float, float]:
    """The longest frame, and the number of tasks that held the page up for 50 ms."""
    worst, long = phone.page.evaluate(SCROLL, [SCROLLED_PX, STEP_PX])
    return float(worst), float(long)


def type_text(phone: Phone) -> Sequence[float]:
    """From each key until its letter is painted."""
    phone.page.evaluate(KEYS)
    composer(phone.page).focus()
    phone.page.keyboard.type(TYPED, delay=BETWEEN_KEYS_MS)
    wait_in_page(phone.page, f"() => window.keys.length >= {len(TYPED)}", "the letters")
    composer(phone.page).fill("")
    return list(phone.page.evaluate("window.keys"))


def opened(phone: Phone, selector: str, act: str) -> float:
    """From an act until something is painted. `act`: what is done in the page, as the body of a function."""
    took = phone.page.evaluate(
        f"""async (selector) => {{
          const before = performance.now();
          {act};
          return await window.until(() => document.querySelector(selector)) - before;
        }}""",
        selector,
    )
    settle(phone.page)
    return float(took)
