import { isShown } from "@/lib/files/fileKind";
import type { File } from "@/lib/protocol/types";

/** Longest sides of the two thumbnails, in pixels. A smaller picture is not enlarged. */
const SIDES = { thumbnail: 480, preview: 1600 };

export type Source = { src: string; width: number; height: number };

/** The addresses of a picture, the smallest first, with their sizes in pixels. */
export function sourcesOf(file: File): Source[] {
  const small = file.thumbnail_url && { src: file.thumbnail_url, ...within(file, SIDES.thumbnail) };
  const large = file.preview_url && { src: file.preview_url, ...within(file, SIDES.preview) };
  return [small, large, isShown(file) && { src: file.url, ...within(file, Number.POSITIVE_INFINITY) }].filter(
    (each): each is Source => Boolean(each),
  );
}

/** What stands still. A file without thumbnails has its original alone. */
export function stillSources(file: File): Source[] {
  const thumbnails = sourcesOf(file).filter(({ src }) => src !== file.url);
  return thumbnails.length > 0 ? thumbnails : sourcesOf(file);
}

export const srcSetOf = (sources: readonly Source[]) =>
  sources.length > 1 ? sources.map(({ src, width }) => `${src} ${width}w`).join(", ") : undefined;

function within({ width, height }: File, side: number) {
  const [w, h] = [width || 1, height || 1];
  const scale = Math.min(1, side / Math.max(w, h));
  return { width: Math.max(1, Math.round(w * scale)), height: Math.max(1, Math.round(h * scale)) };
}

/** The address that saves a file. One that is still on this device has no server to ask. */
export const downloadUrl = ({ url }: Pick<File, "url">) => (url.startsWith("/") ? `${url}?download` : url);

/** What a picture is called. */
export const labelOf = ({ alt, name }: Pick<File, "alt" | "name">) => alt.trim() || name;
