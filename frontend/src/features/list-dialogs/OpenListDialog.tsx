import { useListDialogs } from "@/entities/rooms/mine/listDialogs";
import { useSections } from "@/entities/rooms/mine/sections";
import { useRooms } from "@/entities/rooms/queries";
import { DeleteSectionDialog } from "./DeleteSectionDialog";
import { MoveDialog } from "./MoveDialog";
import { ReadAllDialog } from "./ReadAllDialog";
import { SectionDialog } from "./SectionDialog";
import { SnoozeDialog } from "./SnoozeDialog";

type Props = { shown: NonNullable<ReturnType<typeof useListDialogs.getState>["shown"]> };

/** Nothing where another device deleted the section, or the room is no longer mine. */
export function OpenListDialog({ shown }: Props) {
  const close = useListDialogs((state) => state.close);
  const { data: rooms = [] } = useRooms();
  const sections = useSections();
  if (shown.kind === "readAll") return <ReadAllDialog rooms={rooms} onClose={close} />;
  if (shown.kind === "new") return <SectionDialog section={null} onClose={close} />;
  if (shown.kind === "move" || shown.kind === "snooze") {
    const room = rooms.find(({ id }) => id === shown.room);
    if (!room) return null;
    if (shown.kind === "snooze") return <SnoozeDialog room={room} onClose={close} />;
    return <MoveDialog room={room} sections={sections} onClose={close} />;
  }
  const section = sections.find(({ id }) => id === shown.section);
  if (!section) return null;
  if (shown.kind === "rename") return <SectionDialog section={section} onClose={close} />;
  return <DeleteSectionDialog section={section} onClose={close} />;
}
