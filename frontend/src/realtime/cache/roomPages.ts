import { api } from "@/lib/api/api";
import { pathOf } from "@/lib/api/pagination";
import { patiently, untilRetry } from "@/lib/http/retry";
import type { Page, RoomSummary } from "@/lib/protocol/types";

export type RestOfRoomsOptions = {
  take: (rooms: RoomSummary[]) => void;
  /** All of them have been taken. */
  onEnd: () => void;
};

/** `hello` holds only so many rooms: all of them, page by page, until they are there or another `hello` comes. */
export class RestOfRooms {
  private readonly options: RestOfRoomsOptions;
  private loading: AbortController | null = null;

  constructor(options: RestOfRoomsOptions) {
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

  /** Tried until it comes: without it nobody knows which rooms are gone. */
  private async page(path: string, signal: AbortSignal): Promise<Page<RoomSummary> | null> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        return await patiently(() => api.get<Page<RoomSummary>>(path, { signal }), signal);
      } catch {
        if (!signal.aborted) await untilRetry(attempt);
      }
    }
    return null;
  }
}
