import type { ComponentType } from "react";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { addTexts } from "@/lib/i18n/i18n";
import { lazyModule } from "@/lib/lazy/lazyModule";
import type { RoomSummary } from "@/lib/protocol/types";

type PanelProps = { room: RoomSummary; root: number | undefined };

/** `kind` names the panel in the URL, `title` its text. */
type Panel = {
  kind: string;
  title: "rooms:membersTitle" | "messages:pinsTitle" | "files:panelTitle" | "messages:threadTitle";
  Panel: ComponentType<PanelProps>;
};

/** What can be open beside a room. Each is loaded when it is first opened. */
export const ROOM_PANELS: readonly Panel[] = [
  {
    kind: "members",
    title: "rooms:membersTitle",
    Panel: lazyComponent(
      lazyModule(() => import("@/features/members/MembersPanel")),
      ({ MembersPanel }) => MembersPanel,
    ),
  },
  {
    kind: "pins",
    title: "messages:pinsTitle",
    Panel: lazyComponent(
      lazyModule(() => import("@/features/pins/PinsPanel")),
      ({ PinsPanel }) => PinsPanel,
    ),
  },
  {
    kind: "files",
    title: "files:panelTitle",
    Panel: lazyComponent(
      lazyModule(() => import("@/features/files/FilesPanel")),
      ({ FilesPanel }) => FilesPanel,
    ),
  },
  {
    kind: "thread",
    title: "messages:threadTitle",
    Panel: lazyComponent(
      lazyModule(async () => (await Promise.all([import("./ThreadPanel"), addTexts("inbox")]))[0]),
      ({ ThreadPanel }) => ThreadPanel,
    ),
  },
];
