import { permalink } from "@/entities/messages/permalink";
import type { Message } from "@/lib/protocol/types";

/** A message as a quote for another room: its text, if it has one, its author, and a link to it. */
export function quoteOf(message: Message): string {
  const lines = message.text ? message.text.split("\n").map((line) => `> ${line}`.trimEnd()) : [];
  const name = message.author.display_name.replace(/[\\[\]]/g, "\\$&");
  return [...lines, "", `[${name}](${permalink(message)})`].join("\n").trimStart();
}
