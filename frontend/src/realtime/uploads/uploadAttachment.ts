import { api } from "@/lib/api/api";
import { ApiError } from "@/lib/http/request";
import { type Attachment, attachmentOf, idIn } from "./attachment";
import type { AttachmentStorage } from "./attachmentStorage";
import { tusModule } from "./tusModule";
import { uploadLimits } from "./uploadLimits";

export type Tools = {
  storage: AttachmentStorage;
  change: (id: string, change: Partial<Attachment>) => void;
  onSent: (id: string, bytes: number) => void;
};

type Options = Tools & { signal: AbortSignal; onAccepted: () => void };

/** Brings one attachment to the server: its bytes, then its alternative text. Throws what hinders it. */
export async function uploadAttachment(id: string, options: Options) {
  if (attachmentOf(id)?.file === null) await uploadBytes(id, options);
  await tellAlt(id, options);
}

async function uploadBytes(id: string, { storage, change, onSent, signal, onAccepted }: Options) {
  const bytes = await readable(await storage.bytes(id));
  const [{ tusUpload }, { chunk }] = await Promise.all([tusModule.load().catch(unreachable), uploadLimits()]);
  const attachment = attachmentOf(id);
  if (!attachment || signal.aborted) return;
  const url = await tusUpload({
    ...{ attachment, bytes, chunk, signal, onAccepted },
    onUrl: (url) => attachmentOf(id)?.url !== url && change(id, { url }),
    onProgress: (sent) => onSent(id, sent),
  });
  change(id, { url, file: idIn(url) });
}

/** The person may write on while the bytes are on their way. */
async function tellAlt(id: string, { change, signal }: Options) {
  for (let attachment = attachmentOf(id); attachment?.file && !signal.aborted; attachment = attachmentOf(id)) {
    const { alt, toldAlt, file } = attachment;
    if (alt === toldAlt) return change(id, { state: "ready", failure: null });
    await api.patch(`/api/files/${file}/`, { alt });
    change(id, { toldAlt: alt });
  }
}

/** A file of this device may have been changed or removed since it was chosen. */
async function readable(bytes: Blob | null): Promise<Blob> {
  try {
    await bytes?.slice(0, 1).arrayBuffer();
  } catch {
    bytes = null;
  }
  if (!bytes) throw new ApiError({ status: 400, code: "file_not_found" });
  return bytes;
}

function unreachable(): never {
  throw new ApiError({ status: 0, code: "network" });
}
