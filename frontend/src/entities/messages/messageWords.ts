import i18next from "i18next";
import { kindOf } from "@/lib/files/fileKind";
import type { File, Message } from "@/lib/protocol/types";
import { withoutMarks } from "@/lib/text/markdownMarks";
import { plainText } from "./plainText";

type Described = Pick<File, "name" | "type" | "width">;
type Said = { text: string; deleted_at: string | null; files?: readonly Described[] };

/** What is said of files where they are not shown, after the table in docs/protocol.md. */
export function fileWords(files: readonly Described[] = []): string {
  const [first] = files;
  if (!first) return "";
  const kind = kindOf(first);
  if (files.length > 1) {
    const common = files.every((each) => kindOf(each) === kind) ? kind : "other";
    return i18next.t(`files.many.${common}`, { ns: "messages", count: files.length });
  }
  return kind === "other" ? first.name : i18next.t(`files.one.${kind}`, { ns: "messages" });
}

/** A message in one line, without markup: a quote, the last line of a room. */
export function messageWords({ text, deleted_at, files }: Said): string {
  if (deleted_at) return i18next.t("deleted", { ns: "messages" });
  return plainText(text) || text || fileWords(files);
}

/** All that a message says, for a screen reader and a notification: its text without markup, then its files. */
export const spokenWords = ({ text, files }: Pick<Message, "text" | "files">): string =>
  [withoutMarks(text).shown.trim() || text, fileWords(files)].filter(Boolean).join("\n");
