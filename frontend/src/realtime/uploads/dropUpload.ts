import { api } from "@/lib/api/api";
import { type Attachment, idIn } from "./attachment";

/** Frees the server from an upload that nobody wants any more. Else it goes by itself after a day. */
export async function dropUpload({ url, message }: Attachment) {
  if (url && message === null) await api.del(`/api/files/${idIn(url)}/`).catch(() => {});
}
