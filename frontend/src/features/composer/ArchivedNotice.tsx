import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { Button, buttonClass } from "@/components/controls/Button";
import { useJoinRoom } from "@/entities/rooms/joining/queries";
import { useRooms } from "@/entities/rooms/queries";
import { ApiError } from "@/lib/http/request";
import { errorText } from "@/lib/i18n/errorText";

/** In the place of the composer: the room can only be read, and the way to where its conversation goes on. */
export function ArchivedNotice({ successor }: { successor: number | null }) {
  const { t } = useTranslation("messages");
  return (
    <section
      aria-label={t("archivedTitle")}
      className="flex flex-col items-center gap-2 border-line border-t px-5 py-4 text-center text-sm"
    >
      <p className="text-balance text-muted">{t("archived")}</p>
      {successor !== null && <Successor id={successor} />}
    </section>
  );
}

/** I may not be in that room: then I learn its name by joining, where it is open to me. */
function Successor({ id }: { id: number }) {
  const { t } = useTranslation("messages");
  const { data: rooms } = useRooms();
  const navigate = useNavigate();
  const join = useJoinRoom();
  const room = rooms?.find((each) => each.id === id);
  if (room)
    return (
      <Link to={`/rooms/${id}`} className={buttonClass()}>
        <span className="max-w-64 truncate">{t("goesOnIn", { name: room.name })}</span>
      </Link>
    );
  const isClosed = join.error instanceof ApiError && join.error.code === "not_found";
  return (
    <>
      <Button busy={join.isPending} onClick={() => join.mutate(id, { onSuccess: () => void navigate(`/rooms/${id}`) })}>
        {t("joinWhereItGoesOn")}
      </Button>
      {join.error && (
        <p role="alert" className="text-danger">
          {isClosed ? t("goesOnClosed") : errorText(join.error)}
        </p>
      )}
    </>
  );
}
