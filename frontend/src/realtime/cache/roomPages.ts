import { api } from "@/lib/api/api";
import { pathOf } from "@/lib/api/pagination";
import { retryWhenRateLimited, waitForRetry } from "@/lib/http/retry";
import type { Page, RoomSummary } from "@/lib/protocol/types";

export type RoomPagesOptions = {
  take: (rooms: RoomSummary[]) => void;
  /** All rooms have been taken. */
  onEnd: () => void;
};

/** Loads all rooms page by page, where `hello` held only a part of them. Another `hello` stops it. */
export class RoomPages {
  private readonly options: RoomPagesOptions;
  private loading: AbortController | null = null;

  constructor(options: RoomPagesOptions) {
    this.options = options;
  }

  start() {
    this.stop();
    this.loading = new AbortController();
    void this.load(this.loading.signal);
  }

  stop() {
    this.loading?.abort();
    this.loading = null;
  }

  private async load(signal: AbortSignal) {
    for (let path: string | null = "/api/rooms/?limit=500"; path && !signal.aborted; ) {
      const page: Page<RoomSummary> | null = await this.page(path, signal);
      if (!page || signal.aborted) return;
      this.options.take(page.results);
      path = page.next && pathOf(page.next);
    }
    if (!signal.aborted) this.options.onEnd();
  }

  /** Repeated until it succeeds: without it nobody knows which rooms are gone. */
  private async page(path: string, signal: AbortSignal): Promise<Page<RoomSummary> | null> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        return await retryWhenRateLimited(() => api.get<Page<RoomSummary>>(path, { signal }), signal);
      } catch {
        if (!signal.aborted) await waitForRetry(attempt);
      }
    }
    return null;
  }
}
