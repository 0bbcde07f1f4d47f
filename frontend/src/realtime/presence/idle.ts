const IDLE_AFTER = 5 * 60_000;
const ACTIVITY = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "focus"] as const;

/** Detects that the person is away: the page is hidden, or had no input for five minutes. */
export class IdleDetector {
  private readonly send: (state: "online" | "away") => void;
  private readonly stopping = new AbortController();
  private isAway = false;
  private activeAt = Date.now();
  private timer: number | undefined;

  constructor(send: (state: "online" | "away") => void) {
    this.send = send;
  }

  start() {
    const { signal } = this.stopping;
    for (const activity of ACTIVITY)
      addEventListener(activity, this.onActivity, { passive: true, capture: true, signal });
    document.addEventListener("visibilitychange", this.onActivity, { signal });
    this.check();
  }

  stop() {
    this.stopping.abort();
    clearTimeout(this.timer);
  }

  /** A new connection counts as online. */
  resume() {
    if (this.isAway) this.send("away");
  }

  private onActivity = () => {
    this.activeAt = Date.now();
    if (this.isAway || document.visibilityState === "hidden") this.check();
  };

  private check = () => {
    clearTimeout(this.timer);
    const left = this.activeAt + IDLE_AFTER - Date.now();
    const isAway = left <= 0 || document.visibilityState === "hidden";
    if (!isAway) this.timer = window.setTimeout(this.check, left);
    if (isAway === this.isAway) return;
    this.isAway = isAway;
    this.send(isAway ? "away" : "online");
  };
}
