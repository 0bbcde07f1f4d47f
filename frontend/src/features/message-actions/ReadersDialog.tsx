import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { Dialog } from "@/components/overlay/Dialog";
import type { MessageDialogProps } from "@/entities/messages/actions";
import { useReaders } from "@/entities/messages/readers";
import { PersonName } from "@/entities/people/PersonName";
import { Portrait } from "@/entities/people/Portrait";
import type { Message, RoomSummary } from "@/lib/protocol/types";

/** Lists the readers of a message, and updates while it is open. */
export function ReadersDialog({ message, room, onClose }: MessageDialogProps) {
  const { t } = useTranslation("messages");
  return (
    <Dialog open onClose={onClose} title={t("readers")} toRead>
      <Readers message={message} room={room} />
    </Dialog>
  );
}

function Readers({ message, room }: { message: Message; room: RoomSummary }) {
  const { t } = useTranslation("messages");
  const { readers, others = [], error, refetch } = useReaders(room, message);
  if (error && !readers) return <ErrorState error={error} onRetry={refetch} />;
  if (!readers) return <Skeleton className="h-8" />;
  return (
    <>
      <p className="mb-3 text-muted text-sm">{t("readBy", { count: readers.length, all: others.length })}</p>
      <ul className="flex flex-col gap-2">
        {readers.map((user) => (
          <li key={user.id} className="flex items-center gap-3 text-sm">
            <Portrait user={user} size="medium" />
            <span className="truncate">
              <PersonName user={user} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
