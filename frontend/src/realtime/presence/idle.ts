const IDLE_AFTER = 5 * 60_000;
const ACTIVITY = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "focus"] as const;

type Send = (state: "online" | "away", room: number | null) => void;

/**
 * Detects that the person is away: the page is hidden, or had no input for five minutes. And says which room they look at:
 * no other device of theirs need tell of it.
 */
export class IdleDetector {
  private readonly send: Send;
  private room: number | null = null;
  private readonly stopping = new AbortController();
  private isAway = false;
  private activeAt = Date.now();
  private timer: number | undefined;

  constructor(send: Send) {
    this.send = send;
  }

  /** Null: at none. */
  look(room: number | null) {
    if (room === this.room) return;
    this.room = room;
    if (!this.isAway) this.tell();
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

  /** A new connection counts as online, and as showing no room. */
  resume() {
    if (this.isAway || this.room !== null) this.tell();
  }

  private tell() {
    if (this.isAway) this.send("away", null);
    else this.send("online", this.room);
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
    this.tell();
  };
}
