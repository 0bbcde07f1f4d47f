import { api } from "@/lib/api/api";
import type { File } from "@/lib/protocol/types";

/** Uploads a small picture. Returns the file, which nothing uses yet. */
export function uploadPhoto(photo: Blob, signal: AbortSignal) {
  const form = new FormData();
  form.set("kind", "photo");
  form.set("file", photo, `picture.${photo.type === "image/webp" ? "webp" : "png"}`);
  return api.post<File>("/api/files/", form, { signal });
}
