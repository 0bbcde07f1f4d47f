const IDLE_AFTER = 5 * 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "focus"] as const;

/** Whether the person has turned from this page: it is hidden, or nothing in it was touched for five minutes. */
export class Away {
  private readonly tell: (state: "online" | "away") => void;
  private readonly stopping = new AbortController();
  private isAway = false;
  private touchedAt = Date.now();
  private timer: number | undefined;

  constructor(tell: (state: "online" | "away") => void) {
    this.tell = tell;
  }

  start() {
    const { signal } = this.stopping;
    for (const sign of SIGNS) addEventListener(sign, this.touch, { passive: true, capture: true, signal });
    document.addEventListener("visibilitychange", this.touch, { signal });
    this.look();
  }

  stop() {
    this.stopping.abort();
    clearTimeout(this.timer);
  }

  /** A new connection counts as somebody who is here. */
  resume() {
    if (this.isAway) this.tell("away");
  }

  private touch = () => {
    this.touchedAt = Date.now();
    if (this.isAway || document.visibilityState === "hidden") this.look();
  };

  private look = () => {
    clearTimeout(this.timer);
    const left = this.touchedAt + IDLE_AFTER - Date.now();
    const isAway = left <= 0 || document.visibilityState === "hidden";
    if (!isAway) this.timer = window.setTimeout(this.look, left);
    if (isAway === this.isAway) return;
    this.isAway = isAway;
    this.tell(isAway ? "away" : "online");
  };
}
