/**
 * A store of texts of this browser. Where the browser forbids it, or it is full, what is written lives as long as the
 * page. Nothing here throws.
 */
export class GuardedStorage {
  private readonly open: () => Storage;
  /** What could not be written, or null where it could not be removed. */
  private readonly memory = new Map<string, string | null>();

  /** `open` may throw: a browser that forbids storage refuses the mere mention of it. */
  constructor(open: () => Storage) {
    this.open = open;
    // Another tab wrote later.
    addEventListener("storage", ({ key }) => {
      if (key !== null) this.memory.delete(key);
    });
  }

  get(key: string): string | null {
    return (
      this.memory.get(key) ?? (this.memory.has(key) ? null : this.attempt((storage) => storage.getItem(key), null))
    );
  }

  set(key: string, value: string) {
    this.memory.set(key, value);
    this.attempt((storage) => this.write(storage, key, value), undefined);
  }

  remove(key: string) {
    this.memory.set(key, null);
    this.attempt((storage) => this.write(storage, key, null), undefined);
  }

  keys(): string[] {
    const stored = this.attempt((storage) => Object.keys(storage), []);
    return [...new Set([...stored, ...this.memory.keys()])].filter((key) => this.get(key) !== null);
  }

  /** Whether closing the page loses the value of the key. */
  isOnlyHere(key: string) {
    return typeof this.memory.get(key) === "string";
  }

  private write(storage: Storage, key: string, value: string | null) {
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, value);
    this.memory.delete(key);
  }

  private attempt<T>(work: (storage: Storage) => T, otherwise: T): T {
    try {
      return work(this.open());
    } catch {
      return otherwise;
    }
  }
}

/** Shared by all tabs, and kept when the browser is closed. */
export const deviceStorage = new GuardedStorage(() => localStorage);

/** This tab's, and gone with it. */
export const tabStorage = new GuardedStorage(() => sessionStorage);
