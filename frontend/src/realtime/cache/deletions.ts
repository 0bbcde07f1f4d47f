import type { Message } from "@/lib/protocol/types";

/** Ids that are remembered. */
const MOST = 1000;

/**
 * Which deletions the counts of unread messages have followed. A tombstone comes again with each reply in its thread,
 * and a deleted message may be restored.
 */
export class Deletions {
  private readonly ids = new Set<number>();

  /**
   * What this state means for the count of its room. `again`: nothing. `unsure`: the server alone knows, since the
   * deletion, or what was before it, may be older than what is known here.
   */
  follow({ id, deleted_at, replies }: Message): "none" | "first" | "again" | "unsure" {
    if (!deleted_at) return this.ids.delete(id) ? "unsure" : "none";
    if (this.ids.has(id)) return "again";
    this.ids.add(id);
    for (const oldest of this.ids) if (this.ids.size > MOST) this.ids.delete(oldest);
    return replies ? "unsure" : "first";
  }
}
