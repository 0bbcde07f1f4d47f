import type { Message } from "@/lib/protocol/types";

/** Of each kind. */
const KEPT = 200;

/** New messages and what is said of them: the frame that a message disturbs comes before it or after it. */
export class PendingNews {
  private readonly arrived = new Map<number, Message>();
  private readonly named = new Set<number>();
  private readonly told = new Set<number>();

  /** Whether the message is known to disturb. */
  arrive(message: Message) {
    this.arrived.set(message.id, message);
    forgetOldest(this.arrived);
    return this.named.has(message.id);
  }

  /** Those of the messages that are there. */
  name(ids: readonly number[]): Message[] {
    for (const id of ids) this.named.add(id);
    forgetOldest(this.named);
    return ids.flatMap((id) => this.arrived.get(id) ?? []);
  }

  /** Whether it is the first time. */
  tell(id: number) {
    if (this.told.has(id)) return false;
    this.told.add(id);
    forgetOldest(this.told);
    return true;
  }
}

/** Sets and maps keep the order in which their keys came. */
function forgetOldest(kept: Set<number> | Map<number, unknown>) {
  for (const id of kept.keys()) if (kept.size > KEPT) kept.delete(id);
}
