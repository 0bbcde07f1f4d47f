import i18next from "i18next";
import { useCallback } from "react";
import { toast } from "@/components/overlay/Toast";
import { realtime } from "@/realtime/currentClient";
import { uploadLimits } from "@/realtime/uploads/uploadLimits";
import type { AddFiles } from "./attachingContext";

/** Adds files to the draft of a room or thread, and says where the message takes no more. */
export function useAddFiles(room: number, thread: number | null): AddFiles {
  return useCallback(
    (files, kind) => {
      const left = realtime()?.uploads.add({ room, thread }, files, kind) ?? 0;
      if (left > 0) toast.error(i18next.t("code.too_many_files", { ns: "errors" }));
      void uploadLimits();
    },
    [room, thread],
  );
}
