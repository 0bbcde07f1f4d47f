import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { realtime } from "@/realtime/currentClient";
import type { Place } from "@/realtime/outbox/draftStorage";
import { type Attachment, attachments, canBePhoto, inOrder, isIn } from "@/realtime/uploads/attachment";

/** The attachments of a draft, in their order. */
export const useDraftAttachments = (place: Place): Attachment[] =>
  useStore(
    attachments,
    useShallow(({ byId }) => inOrder([...byId.values()].filter(isIn(place)))),
  );

/** The attachments of a message that is not stored yet. */
export const useAttachmentsOf = (ids: readonly string[]): Attachment[] =>
  useStore(
    attachments,
    useShallow(({ byId }) => inOrder(ids.flatMap((id) => byId.get(id) ?? []))),
  );

/** How much of an attachment is on its way or arrived, in whole per cent. */
export const usePercent = ({ id, size, file }: Attachment): number =>
  useStore(attachments, ({ sent }) => {
    if (file !== null) return 100;
    return size === 0 ? 0 : Math.min(99, Math.floor((100 * (sent.get(id) ?? 0)) / size));
  });

/** The address of an attachment's picture on this device; null where it has none. */
export function usePreview(attachment: Attachment): string | null {
  const { id, preview } = attachment;
  const [url, setUrl] = useState<string | null>(null);
  const isPicture = canBePhoto(attachment) && preview === null;
  useEffect(() => {
    if (!isPicture) return;
    let made: string | null = null;
    let isGone = false;
    void realtime()
      ?.uploads.bytes(id)
      .then((bytes) => {
        if (!bytes || isGone) return;
        made = URL.createObjectURL(bytes);
        setUrl(made);
      });
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [id, isPicture]);
  return preview ?? url;
}
