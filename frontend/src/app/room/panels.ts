import { type ComponentType, lazy } from "react";
import type { RoomSummary } from "@/lib/protocol/types";

type PanelProps = { room: RoomSummary; root: number | undefined };

/** `kind` names the panel in the URL, `title` its text. */
type Panel = {
  kind: string;
  title: "rooms:membersTitle" | "messages:pinsTitle" | "messages:threadTitle";
  Panel: ComponentType<PanelProps>;
};

/** What can be open beside a room. Each is loaded when it is first opened. */
export const ROOM_PANELS: readonly Panel[] = [
  {
    kind: "members",
    title: "rooms:membersTitle",
    Panel: lazy(async () => ({ default: (await import("@/features/members/MembersPanel")).MembersPanel })),
  },
  {
    kind: "pins",
    title: "messages:pinsTitle",
    Panel: lazy(async () => ({ default: (await import("@/features/pins/PinsPanel")).PinsPanel })),
  },
  {
    kind: "thread",
    title: "messages:threadTitle",
    Panel: lazy(async () => ({ default: (await import("./ThreadPanel")).ThreadPanel })),
  },
];
