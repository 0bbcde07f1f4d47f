import type { DBSchema, IDBPDatabase } from "idb";
import { lazyModule } from "@/lib/lazy/lazyModule";
import type { Refusal } from "@/lib/protocol/types";

/** A message of mine that the server has not confirmed. */
export type Entry = {
  nonce: string;
  user: number;
  room: number;
  text: string;
  replyTo: number | null;
  /** Missing in entries from before threads existed. */
  thread?: number | null;
  /** Ids of its attachments. Missing in entries from before files existed. */
  files?: readonly string[];
  queuedAt: number;
  failed: string | null;
  /** Why it was refused, beside the code. */
  refusal?: Refusal;
  /** How often it has been sent. Missing until the second time. */
  attempt?: number;
  /** Its author has read the warning of a rule, and sends it all the same. */
  despiteWarning?: boolean;
};

interface Schema extends DBSchema {
  outbox: { key: string; value: Entry; indexes: { user: number } };
}

type Disk = IDBPDatabase<Schema>;

// The first page needs none of it.
const library = lazyModule(() => import("idb"));

/** Stores entries in IndexedDB. Where it is refused (a private window, a full disk) memory replaces it. */
export class OutboxStorage {
  private readonly memory = new Map<string, Entry>();
  private disk: Promise<Disk | null> = this.openDisk();
  /** The library could not be loaded. The next use loads it again. */
  private lacksLibrary = false;

  async all(user: number): Promise<Entry[]> {
    const stored = await this.onDisk((disk) => disk.getAllFromIndex("outbox", "user", user));
    const kept = [...this.memory.values()].filter((each) => each.user === user);
    const entries = new Map([...(stored ?? []), ...kept].map((each) => [each.nonce, each]));
    return [...entries.values()].sort((a, b) => a.queuedAt - b.queuedAt);
  }

  async has({ nonce }: Entry): Promise<boolean> {
    return this.memory.has(nonce) || Boolean(await this.onDisk((disk) => disk.count("outbox", nonce)));
  }

  /** Changes nothing else: another tab may have changed the entry, or removed it. In memory no other page reads it. */
  async noteAttempt({ nonce }: Entry, attempt: number) {
    await this.onDisk(async (disk) => {
      const { store, done } = disk.transaction("outbox", "readwrite");
      const stored = await store.get(nonce);
      if (stored) await store.put({ ...stored, attempt });
      await done;
    });
  }

  async put(entry: Entry) {
    this.memory.set(entry.nonce, entry);
    await this.onDisk((disk) => this.move(disk, entry));
  }

  async remove(nonce: string) {
    this.memory.delete(nonce);
    await this.onDisk((disk) => disk.delete("outbox", nonce));
  }

  async clear(user: number) {
    for (const { nonce } of await this.all(user)) await this.remove(nonce);
  }

  /** Whether closing the page loses entries. */
  get isAtRisk() {
    return this.memory.size > 0;
  }

  private async onDisk<T>(work: (disk: Disk) => Promise<T>): Promise<T | null> {
    if (this.lacksLibrary) this.disk = this.openDisk();
    const disk = await this.disk;
    return disk ? work(disk).catch(() => null) : null;
  }

  private async openDisk(): Promise<Disk | null> {
    this.lacksLibrary = false;
    const idb = await library.load().catch(() => null);
    this.lacksLibrary = idb === null;
    const disk = idb && (await database(idb).catch(() => null));
    if (disk) for (const entry of this.memory.values()) await this.move(disk, entry).catch(() => {});
    return disk;
  }

  private async move(disk: Disk, entry: Entry) {
    await disk.put("outbox", entry);
    // It may have been removed or replaced meanwhile.
    if (this.memory.get(entry.nonce) === entry) this.memory.delete(entry.nonce);
  }
}

/** Rejects where the browser forbids it. */
async function database({ openDB }: typeof import("idb")): Promise<Disk> {
  return openDB<Schema>("irori", 1, {
    upgrade: (db) => db.createObjectStore("outbox", { keyPath: "nonce" }).createIndex("user", "user"),
  });
}
