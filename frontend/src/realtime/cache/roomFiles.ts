import { type FileKind, kindOf } from "@/lib/files/fileKind";
import type { Message, RoomFile, RoomFiles } from "@/lib/protocol/types";

export type RoomFilePages = { pages: RoomFiles[]; pageParams: unknown[] };

/** The files of a message as the list of its room has them: the last one first. */
export const filesOf = (message: Message): RoomFile[] =>
  (message.files ?? [])
    .map((file) => ({ file, message: message.id, seq: message.seq, author: message.author, at: message.created_at }))
    .reverse();

/**
 * Puts the present files of a message into the loaded pages of its room's files, the newest first: a message came, was
 * deleted, or had files taken away. One that lies below the loaded pages comes with its page.
 */
export function putFiles(shown: RoomFilePages, message: Message, kind: FileKind | undefined): RoomFilePages {
  const files = filesOf(message).filter(({ file }) => kind === undefined || kindOf(file) === kind);
  const known = shown.pages.flatMap((page) => page.files);
  if (isSame(known.filter((each) => each.message === message.id).map(idOf), files.map(idOf))) return shown;
  const oldest = known.at(-1);
  const isBelow = shown.pages.at(-1)?.next != null && oldest !== undefined && message.id < oldest.message;
  let isPut = files.length === 0 || isBelow;
  const pages = shown.pages.map((page, index) => {
    const others = page.files.filter((each) => each.message !== message.id);
    const at = others.findIndex((each) => each.message < message.id);
    const isHere = !isPut && (at !== -1 || index === shown.pages.length - 1);
    if (!isHere) return { ...page, files: others };
    isPut = true;
    const place = at === -1 ? others.length : at;
    return { ...page, files: [...others.slice(0, place), ...files, ...others.slice(place)] };
  });
  return { ...shown, pages };
}

const idOf = ({ file }: RoomFile) => file.id;
const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((id) => other.includes(id));
