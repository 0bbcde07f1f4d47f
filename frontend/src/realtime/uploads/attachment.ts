import { createStore } from "zustand/vanilla";
import type { ErrorCode } from "@/lib/protocol/types";
import type { Place } from "@/realtime/outbox/draftStorage";

/** `photo`: the server turns it upright and removes place and camera data. `file`: it stays as it is. */
export type Kind = "photo" | "file";

/** A file of a draft of this device, or of a message of mine that the server does not have. */
export type Attachment = Place & {
  id: string;
  user: number;
  /** The nonce of its message; null in a draft. */
  message: string | null;
  position: number;
  name: string;
  /** The media type by the browser, which may be empty. */
  type: string;
  size: number;
  kind: Kind;
  alt: string;
  state: "waiting" | "ready" | "failed";
  failure: ErrorCode | null;
  /** The idempotency key of the upload. */
  key: string;
  /** The path at which the upload goes on. */
  url: string | null;
  /** The id of the complete file on the server. */
  file: string | null;
  /** The alternative text that the server has. */
  toldAlt: string;
  /** The bytes are in this browser's storage, so that another page can go on; null while they are being stored. */
  isKept: boolean | null;
  /** The thumbnail of a forwarded file, which has no bytes here. */
  preview: string | null;
  addedAt: number;
};

type Attachments = {
  byId: ReadonlyMap<string, Attachment>;
  /** Bytes that are on their way or arrived, by id. */
  sent: ReadonlyMap<string, number>;
};

/** What this page shows of attachments. */
export const attachments = createStore<Attachments>(() => ({ byId: new Map(), sent: new Map() }));

export const allAttachments = () => [...attachments.getState().byId.values()];

export const attachmentOf = (id: string) => attachments.getState().byId.get(id);

export function showAttachment(attachment: Attachment) {
  attachments.setState(({ byId }) => ({ byId: new Map(byId).set(attachment.id, attachment) }));
}

export function hideAttachment(id: string) {
  attachments.setState(({ byId, sent }) => ({ byId: without(byId, id), sent: without(sent, id) }));
}

export function showSent(id: string, bytes: number) {
  attachments.setState(({ sent }) => ({ sent: new Map(sent).set(id, bytes) }));
}

export function hideAllAttachments() {
  attachments.setState({ byId: new Map(), sent: new Map() });
}

function without<T>(map: ReadonlyMap<string, T>, id: string) {
  const rest = new Map(map);
  rest.delete(id);
  return rest;
}

export const isIn =
  ({ room, thread }: Place) =>
  (each: Attachment) =>
    each.message === null && each.room === room && each.thread === thread;

/** The same order in every tab, though two of them may add files at once. */
export const inOrder = (some: readonly Attachment[]) =>
  [...some].sort((a, b) => a.position - b.position || a.addedAt - b.addedAt || a.id.localeCompare(b.id));

/** The attachments of a draft, in their order. */
export const draftAttachments = (place: Place) => inOrder(allAttachments().filter(isIn(place)));

/** The server has the file already, in another message. */
export const isForwarded = ({ url, file }: Attachment) => url === null && file !== null;

/** An upload and its file have one id. */
export const idIn = (url: string) => url.split("/").filter(Boolean).at(-1) ?? "";

/** The media types that the server can take as photos. */
const PHOTOS = new Set([
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/gif",
  "image/avif",
  "image/heic",
  "image/heif",
]);

export const canBePhoto = ({ type }: { type: string }) => PHOTOS.has(type);
