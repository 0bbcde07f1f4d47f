import { permalink } from "@/entities/messages/permalink";
import type { Message } from "@/lib/protocol/types";

/** A message as it is written into another room: what was said, by whom, and the way there. */
export function quoteOf(message: Message): string {
  const lines = message.text.split("\n").map((line) => `> ${line}`.trimEnd());
  const name = message.author.display_name.replace(/[\\[\]]/g, "\\$&");
  return `${lines.join("\n")}\n\n[${name}](${permalink(message)})`;
}
