import type { File } from "@/lib/protocol/types";

let next = 0;

export function file(change: Partial<File> = {}): File {
  const id = change.id ?? `00000000-0000-4000-8000-${String(++next).padStart(12, "0")}`;
  return {
    id,
    name: "report.pdf",
    type: "application/pdf",
    kind: "file",
    size: 2_400_000,
    width: null,
    height: null,
    alt: "",
    thumbhash: null,
    is_animated: false,
    url: `/files/${id}/original`,
    thumbnail_url: null,
    preview_url: null,
    ...change,
  };
}

export function picture(change: Partial<File> = {}): File {
  const made = file({ name: "kiln.jpg", type: "image/jpeg", kind: "photo", width: 4000, height: 3000, ...change });
  return { ...made, thumbnail_url: `/files/${made.id}/small`, preview_url: `/files/${made.id}/large`, ...change };
}

export const animation = (change: Partial<File> = {}) =>
  picture({ name: "wave.gif", type: "image/gif", kind: "file", width: 300, height: 200, is_animated: true, ...change });

export const video = (change: Partial<File> = {}) =>
  file({ name: "clip.mp4", type: "video/mp4", width: 1920, height: 1080, ...change });

export const sound = (change: Partial<File> = {}) => file({ name: "note.mp3", type: "audio/mpeg", ...change });
