export type RoomPanel = { kind: "members" } | { kind: "pins" } | { kind: "thread"; root: number };

/** The room that a path names, and the message in it. */
export function roomIn(path: string): { id: number; seq: number | undefined } | null {
  const [, id, seq] = /^\/rooms\/(\d+)(?:\/(\d+))?\/?$/.exec(path) ?? [];
  return id === undefined ? null : { id: Number(id), seq: seqIn(seq) };
}

/** The number of a message as it stands in an address; undefined where it is none. */
export function seqIn(text: string | undefined) {
  const seq = Number(text);
  return Number.isInteger(seq) && seq > 0 ? seq : undefined;
}

export function panelIn(params: URLSearchParams): RoomPanel | null {
  const root = Number(params.get("thread"));
  if (Number.isInteger(root) && root > 0) return { kind: "thread", root };
  const kind = params.get("panel");
  return kind === "members" || kind === "pins" ? { kind } : null;
}

export const queryOf = (panel: RoomPanel) => (panel.kind === "thread" ? `thread=${panel.root}` : `panel=${panel.kind}`);
