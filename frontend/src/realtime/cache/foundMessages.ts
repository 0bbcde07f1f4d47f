import type { Message, SearchPage } from "@/lib/protocol/types";

export type SearchPages = { pages: SearchPage[]; pageParams: unknown[] };

/**
 * Puts a changed message into the loaded pages of a search. A deleted one is gone. Of an edited text nobody here knows
 * what the search finds in it, so nothing is marked.
 */
export function putFound(shown: SearchPages, message: Message): SearchPages {
  const known = shown.pages.flatMap(({ results }) => results).find((each) => each.message.id === message.id);
  const filesAreGone = shown.pages.some(({ files }) => files.some((each) => isLost(each, message)));
  if ((!known || known.message.rev >= message.rev) && !filesAreGone) return shown;
  const isEdited = known?.message.text !== message.text;
  const pages = shown.pages.map((page) => ({
    ...page,
    files: page.files.filter((each) => !isLost(each, message)),
    results: page.results.flatMap((each) => {
      if (each.message.id !== message.id) return [each];
      return message.deleted_at ? [] : [{ ...each, message, ...(isEdited && { matches: [] }) }];
    }),
  }));
  return { ...shown, pages };
}

/** Without what was found in a room, and the room itself. */
export const withoutRoom = (shown: SearchPages, room: number): SearchPages => ({
  ...shown,
  pages: shown.pages.map((page) => ({
    ...page,
    results: page.results.filter((each) => each.room !== room),
    files: page.files.filter((each) => each.room !== room),
    rooms: page.rooms.filter((each) => each.id !== room),
  })),
});

/** A file that was taken out of its message. */
const isLost = ({ message, file }: SearchPage["files"][number], { id, files = [] }: Message) =>
  message === id && !files.some((each) => each.id === file.id);
