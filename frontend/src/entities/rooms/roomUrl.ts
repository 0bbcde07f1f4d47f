/** What is open beside a room: one of app/room/panels.ts. `root` is the id of a thread's first message. */
export type RoomPanel = { kind: string; root?: number };

/** The room that a path names, and the seq of a message in it. Null where the path names no room. */
export function roomIn(path: string): { id: number; seq: number | undefined } | null {
  const [, id, seq] = /^\/rooms\/(\d+)(?:\/(\d+))?\/?$/.exec(path) ?? [];
  return id === undefined ? null : { id: Number(id), seq: seqIn(seq) };
}

/** The seq of a message in a URL; undefined where the text is no seq. */
export function seqIn(text: string | undefined) {
  const seq = Number(text);
  return Number.isInteger(seq) && seq > 0 ? seq : undefined;
}

export function panelIn(params: URLSearchParams): RoomPanel | null {
  const root = Number(params.get("thread"));
  if (Number.isInteger(root) && root > 0) return { kind: "thread", root };
  const kind = params.get("panel");
  return kind ? { kind } : null;
}

export const queryOf = ({ kind, root }: RoomPanel) => (root === undefined ? `panel=${kind}` : `thread=${root}`);
