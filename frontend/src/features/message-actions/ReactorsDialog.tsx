import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/overlay/Dialog";
import type { MessageDialogProps } from "@/entities/messages/actions";
import { useNameOf } from "@/entities/people/useNameOf";
import { useMembers } from "@/entities/rooms/useMembers";
import type { Message, RoomSummary } from "@/lib/protocol/types";

/** Lists the people of each reaction. */
export function ReactorsDialog({ message, room, onClose }: MessageDialogProps) {
  const { t } = useTranslation("messages");
  return (
    <Dialog open onClose={onClose} title={t("reactors")} toRead>
      <Reactors message={message} room={room} />
    </Dialog>
  );
}

function Reactors({ message, room }: { message: Message; room: RoomSummary }) {
  const { t, i18n } = useTranslation("messages");
  const nameOf = useNameOf();
  const { data = [] } = useMembers(room.id);
  const names = new Map(data.map(({ user }) => [user.id, nameOf(user)]));
  const list = new Intl.ListFormat(i18n.language, { type: "unit" });
  return (
    <dl className="flex flex-col gap-3">
      {message.reactions.map(({ emoji, count, users }) => {
        const known = users.map((id) => names.get(id)).filter((name): name is string => name !== undefined);
        const others = count - known.length;
        return (
          <div key={emoji} className="flex gap-3">
            <dt className="text-2xl leading-none">{emoji}</dt>
            <dd className="bounded text-sm">
              {list.format(others > 0 ? [...known, t("others", { count: others })] : known)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
