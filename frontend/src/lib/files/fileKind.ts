import type { File } from "@/lib/protocol/types";

export const FILE_KINDS = ["picture", "video", "audio", "other"] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** As the server sorts the files of a room: a picture is an image whose pixels were counted. */
export function kindOf({ type, width }: Pick<File, "type" | "width">): FileKind {
  if (type.startsWith("image/")) return width === null ? "other" : "picture";
  if (type.startsWith("video/")) return "video";
  return type.startsWith("audio/") ? "audio" : "other";
}

/** What the server gives to a page, and every browser shows. All else is only saved. */
const SHOWN = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;
const PLAYED = /^(video\/(mp4|webm|quicktime|ogg)|audio\/(mpeg|mp4|ogg|webm|wav|x-wav|flac|aac))$/;

export const isShown = ({ type }: Pick<File, "type">) => SHOWN.test(type);
export const isPlayed = ({ type }: Pick<File, "type">) => PLAYED.test(type);
