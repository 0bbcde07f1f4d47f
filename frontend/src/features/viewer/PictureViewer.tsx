import { type ReactNode, useCallback, useState } from "react";
import { LoadFailureDialog } from "@/components/lazy/LoadFailureDialog";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { ViewerContext } from "@/entities/files/viewerContext";
import { lazyModule } from "@/lib/lazy/lazyModule";
import type { File } from "@/lib/protocol/types";

const Viewer = lazyComponent(
  lazyModule(() => import("./Viewer")),
  ({ Viewer }) => Viewer,
  LoadFailureDialog,
);

/** `within`: the sheet that the picture is in. It keeps focus inside itself, so the viewer must be there, too. */
type Opened = { file: File; within: HTMLElement | null };

/** Lets the pictures of a room open in the viewer, which is loaded with the first one. */
export function PictureViewer({ room, children }: { room: number; children: ReactNode }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const open = useCallback(
    (file: File) => setOpened({ file, within: document.activeElement?.closest<HTMLElement>("[role=dialog]") ?? null }),
    [],
  );
  return (
    <ViewerContext value={open}>
      {children}
      {opened && <Viewer {...opened} room={room} onClose={() => setOpened(null)} />}
    </ViewerContext>
  );
}
