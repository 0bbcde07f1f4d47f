import { isPlayed, isShown, kindOf } from "@/lib/files/fileKind";
import type { File } from "@/lib/protocol/types";

/** All sizes are CSS pixels. */
export type Size = { width: number; height: number };

/** A single picture fits into this box, and is never enlarged. Several share its width. */
export const BOX: Size = { width: 360, height: 320 };
/** Of a picture that is one: a finger must meet it. */
const LEAST = 44;
export const GAP = 4;
export const CARD = 56;
/** The line with the name of what is played, and the player of a sound. */
export const NAME_LINE = 44;
export const SOUND = 40;
/** Below the files of a message, so that a text that follows does not look like their caption. */
export const BELOW = 6;
const UNKNOWN_VIDEO: Size = { width: BOX.width, height: (BOX.width * 9) / 16 };
const NARROWEST_VIDEO = 240;

export type Groups = { pictures: File[]; players: File[]; others: File[] };

/** The author's order is kept inside each group. */
export function groupsOf(files: readonly File[]): Groups {
  const pictures = files.filter(isPicture);
  const players = files.filter(isPlayed);
  return { pictures, players, others: files.filter((file) => !pictures.includes(file) && !players.includes(file)) };
}

/** Whether there are pixels to show: a thumbnail, or an original that every browser shows. */
export const isPicture = (file: File) =>
  kindOf(file) === "picture" && file.height !== null && (file.thumbnail_url !== null || isShown(file));

/** The box of a single picture. */
export function pictureBox({ width, height }: Pick<File, "width" | "height">): Size {
  const { width: w, height: h } = fitted({ width: width || 1, height: height || 1 });
  return { width: Math.max(LEAST, Math.round(w)), height: Math.max(LEAST, Math.round(h)) };
}

export function videoBox({ width, height }: Pick<File, "width" | "height">): Size {
  const size = width && height ? fitted({ width, height }) : UNKNOWN_VIDEO;
  return { width: Math.max(NARROWEST_VIDEO, Math.round(size.width)), height: Math.max(LEAST, Math.round(size.height)) };
}

function fitted({ width, height }: Size): Size {
  const scale = Math.min(1, BOX.width / width, BOX.height / height);
  return { width: width * scale, height: height * scale };
}

/** Columns of a grid of square pictures. */
export const columnsOf = (count: number) => (count === 2 || count === 4 ? 2 : 3);

/** The height that a message's files take in a column. The list of messages estimates rows by it. */
export function heightOf(files: readonly File[], column: number): number {
  const { pictures, players, others } = groupsOf(files);
  const heights = [
    ...(pictures.length > 0 ? [picturesHeight(pictures, column)] : []),
    ...players.map((file) => NAME_LINE + (kindOf(file) === "video" ? narrowed(videoBox(file), column) : SOUND)),
    ...others.map(() => CARD),
  ];
  return heights.reduce((sum, height) => sum + height + GAP, files.length > 0 ? BELOW : 0);
}

function picturesHeight(pictures: readonly File[], column: number) {
  const [single] = pictures;
  if (single && pictures.length === 1) return narrowed(pictureBox(single), column);
  const columns = columnsOf(pictures.length);
  const rows = Math.ceil(pictures.length / columns);
  const cell = (Math.min(BOX.width, column) - (columns - 1) * GAP) / columns;
  return rows * cell + (rows - 1) * GAP;
}

/** A box keeps its shape in a narrow column. */
const narrowed = ({ width, height }: Size, column: number) => height * Math.min(1, column / width);
