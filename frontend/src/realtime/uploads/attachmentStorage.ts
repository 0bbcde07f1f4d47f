import type { DBSchema, IDBPDatabase } from "idb";
import { lazyModule } from "@/lib/lazy/lazyModule";
import type { Attachment } from "./attachment";

interface Schema extends DBSchema {
  attachments: { key: string; value: Attachment; indexes: { user: number } };
  bytes: { key: string; value: Blob };
}

type Disk = IDBPDatabase<Schema>;

const library = lazyModule(() => import("idb"));

/** Bytes that this browser keeps of all attachments. */
const MOST_KEPT = 512 * 1024 * 1024;
/** Part of the browser's free space that attachments may take. */
const PART_OF_SPACE = 0.5;

/**
 * Stores attachments and their bytes in IndexedDB. Where it is refused, the page has what it chose itself, and loses it
 * when it closes.
 */
export class AttachmentStorage {
  /** What was chosen in this page. A `File` is a reference, not a copy in memory. */
  private readonly chosen = new Map<string, Blob>();
  /** Their bytes are being stored. */
  private readonly keeping = new Set<string>();
  private disk: Promise<Disk | null> | null = null;

  async all(user: number): Promise<Attachment[]> {
    return (await this.onDisk((disk) => disk.getAllFromIndex("attachments", "user", user))) ?? [];
  }

  add(attachment: Attachment) {
    return this.onDisk((disk) => disk.put("attachments", attachment));
  }

  /** Changes nothing else, because another tab may, and restores nothing that another tab removed. */
  change(id: string, change: Partial<Attachment>) {
    return this.onDisk(async (disk) => {
      const work = disk.transaction("attachments", "readwrite");
      const before = await work.store.get(id);
      if (before) await work.store.put({ ...before, ...change });
      await work.done;
    });
  }

  /** Returns whether the bytes are stored. */
  async keep(attachment: Attachment, bytes: Blob): Promise<boolean> {
    this.chosen.set(attachment.id, bytes);
    this.keeping.add(attachment.id);
    const isKept = await this.onDisk(async (disk) => (await hasRoom(disk, bytes.size)) && put(disk, attachment, bytes));
    this.keeping.delete(attachment.id);
    // The chosen file may change on its disk; the stored bytes do not.
    if (isKept) this.chosen.delete(attachment.id);
    return isKept ?? false;
  }

  /** Whether the bytes go with this page: also while the browser stores them. */
  isAtRisk(id: string) {
    return this.chosen.has(id);
  }

  /** Whether this page has the bytes, and the browser does not keep them. */
  isOnlyHere(id: string) {
    return this.chosen.has(id) && !this.keeping.has(id);
  }

  /** The bytes of a choice of this page, or the stored ones. */
  async bytes(id: string): Promise<Blob | null> {
    return this.chosen.get(id) ?? (await this.onDisk((disk) => disk.get("bytes", id))) ?? null;
  }

  async remove(id: string) {
    this.chosen.delete(id);
    await this.onDisk(async (disk) => {
      const work = disk.transaction(["attachments", "bytes"], "readwrite");
      await Promise.all([work.objectStore("attachments").delete(id), work.objectStore("bytes").delete(id), work.done]);
    });
  }

  async clear(user: number) {
    this.chosen.clear();
    for (const { id } of await this.all(user)) await this.remove(id);
  }

  private async onDisk<T>(work: (disk: Disk) => Promise<T>): Promise<T | null> {
    this.disk ??= open();
    const disk = await this.disk;
    if (!disk) this.disk = null;
    return disk && work(disk).catch(() => null);
  }
}

async function open(): Promise<Disk | null> {
  try {
    const { openDB } = await library.load();
    return await openDB<Schema>("irori-files", 1, {
      upgrade: (db) => {
        db.createObjectStore("attachments", { keyPath: "id" }).createIndex("user", "user");
        db.createObjectStore("bytes");
      },
    });
  } catch {
    return null;
  }
}

/** Both or none, so that no kept attachment lacks its bytes. The attachment may have changed since it was added. */
async function put(disk: Disk, attachment: Attachment, bytes: Blob) {
  const work = disk.transaction(["attachments", "bytes"], "readwrite");
  const before = await work.objectStore("attachments").get(attachment.id);
  await Promise.all([
    work.objectStore("attachments").put({ ...(before ?? attachment), isKept: true }),
    work.objectStore("bytes").put(bytes, attachment.id),
    work.done,
  ]);
  return true;
}

async function hasRoom(disk: Disk, size: number) {
  const kept = (await disk.getAll("attachments"))
    .filter(({ isKept }) => isKept)
    .reduce((sum, each) => sum + each.size, 0);
  return kept + size <= MOST_KEPT && size <= PART_OF_SPACE * (await freeSpace());
}

async function freeSpace() {
  const { quota = Number.POSITIVE_INFINITY, usage = 0 } =
    (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  return quota - usage;
}
