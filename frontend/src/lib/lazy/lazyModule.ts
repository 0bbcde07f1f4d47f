import { waitForRetry } from "@/lib/http/retry";
import { whileRetrying } from "@/lib/http/retryUnanswered";
import { deployedPage } from "./deployment";

/** `outdated`: the server answers and does not have this file. A reload helps, another try hardly. */
export type LoadFailure = "unreachable" | "outdated";

export type LazyState<T> = { module: T | undefined; failure: LoadFailure | null };

/** Some browsers keep the failure of an `import()` as long as the page lives. */
const MOST_FAILURES = 3;

/** A module or data that is loaded when it is first needed. A failed load is repeated while somebody watches. */
export class LazyModule<T> {
  private readonly request: () => Promise<T>;
  private readonly listeners = new Set<() => void>();
  private current: LazyState<T> = { module: undefined, failure: null };
  private loading: Promise<T> | null = null;
  private failures = 0;

  constructor(request: () => Promise<T>) {
    this.request = request;
  }

  /** Another object after each change. */
  get state() {
    return this.current;
  }

  /** Loads it unless it is there or under way. Rejects where this attempt fails. */
  load = (): Promise<T> => {
    if (this.current.module !== undefined) return Promise.resolve(this.current.module);
    this.loading ??= this.attempt().finally(() => {
      this.loading = null;
    });
    return this.loading;
  };

  /** Resolves when it is loaded, after however many attempts. The page says meanwhile that it tries again. */
  whenLoaded(): Promise<T> {
    return this.load().catch(() => whileRetrying(() => this.later()));
  }

  /** Calls back after each change. Returns how to stop. */
  watch(listener: () => void) {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  private later() {
    return new Promise<T>((resolve) => {
      const stop = this.watch(() => {
        const { module } = this.current;
        if (module === undefined) return;
        stop();
        resolve(module);
      });
    });
  }

  private async attempt(): Promise<T> {
    try {
      // A browser that keeps failures keeps none of this one.
      if (!navigator.onLine) throw new TypeError("offline");
      const module = await this.request();
      this.change({ module, failure: null });
      return module;
    } catch (error) {
      this.failures++;
      this.change({ module: undefined, failure: this.current.failure ?? "unreachable" });
      void this.recover(this.failures);
      throw error;
    }
  }

  private async recover(failures: number) {
    const page = navigator.onLine ? await deployedPage() : "unreachable";
    if (page === "other" || (page === "same" && failures >= MOST_FAILURES)) {
      this.change({ module: undefined, failure: "outdated" });
    }
    await waitForRetry(failures - 1);
    if (this.listeners.size > 0 && this.failures === failures) this.load().catch(() => {});
  }

  private change(next: LazyState<T>) {
    // A later attempt has succeeded.
    if (this.current.module !== undefined) return;
    this.current = next;
    for (const listener of this.listeners) listener();
  }
}

export const lazyModule = <T>(request: () => Promise<T>) => new LazyModule(request);
