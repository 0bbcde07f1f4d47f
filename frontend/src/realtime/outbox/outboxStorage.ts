import type { DBSchema, IDBPDatabase } from "idb";

/** A message of mine that the server has not confirmed. */
export type Entry = {
  nonce: string;
  user: number;
  room: number;
  text: string;
  replyTo: number | null;
  /** Missing in entries from before threads existed. */
  thread?: number | null;
  queuedAt: number;
  failed: string | null;
};

interface Schema extends DBSchema {
  outbox: { key: string; value: Entry; indexes: { user: number } };
}

/** Stores entries in IndexedDB. Where it is refused (a private window, a full disk) memory replaces it. */
export class OutboxStorage {
  private readonly memory = new Map<string, Entry>();
  private readonly disk = open().catch(() => null);

  async all(user: number): Promise<Entry[]> {
    const stored = await this.onDisk((disk) => disk.getAllFromIndex("outbox", "user", user));
    const kept = [...this.memory.values()].filter((each) => each.user === user);
    return [...(stored ?? []), ...kept].sort((a, b) => a.queuedAt - b.queuedAt);
  }

  async has({ nonce }: Entry): Promise<boolean> {
    return this.memory.has(nonce) || Boolean(await this.onDisk((disk) => disk.count("outbox", nonce)));
  }

  async put(entry: Entry) {
    const stored = await this.onDisk((disk) => disk.put("outbox", entry));
    if (stored === null) this.memory.set(entry.nonce, entry);
  }

  async remove(nonce: string) {
    this.memory.delete(nonce);
    await this.onDisk((disk) => disk.delete("outbox", nonce));
  }

  async clear(user: number) {
    for (const { nonce } of await this.all(user)) await this.remove(nonce);
  }

  private async onDisk<T>(work: (disk: IDBPDatabase<Schema>) => Promise<T>): Promise<T | null> {
    const disk = await this.disk;
    return disk ? work(disk).catch(() => null) : null;
  }
}

async function open(): Promise<IDBPDatabase<Schema>> {
  // Loaded after the first page, which needs none of it.
  const { openDB } = await import("idb");
  return openDB<Schema>("irori", 1, {
    upgrade: (db) => db.createObjectStore("outbox", { keyPath: "nonce" }).createIndex("user", "user"),
  });
}
