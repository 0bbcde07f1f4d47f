import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Button } from "@/components/controls/Button";
import { EmptyState } from "@/components/display/EmptyState";
import { ErrorState } from "@/components/display/ErrorState";
import { Logo } from "@/components/display/Logo";
import { Skeleton } from "@/components/display/Skeleton";
import { FormError } from "@/components/form/FormError";
import { useRoomDialogs } from "@/entities/rooms/roomDialogs";
import type { RoomSummary } from "@/lib/protocol/types";
import { useJoinRoom, useRoomsToJoin } from "./queries";
import { RoomsToJoin } from "./RoomsToJoin";

const MOST_SHOWN = 8;

/** The page of a person without rooms: what there is to join, or else the first step of a site without rooms. */
export function FirstRooms() {
  const { data: rooms, error, refetch } = useRoomsToJoin("");
  if (error && !rooms) return <ErrorState error={error} onRetry={refetch} />;
  if (!rooms) return <Waiting />;
  return rooms.length === 0 ? <NoRoomYet /> : <JoinFirst rooms={rooms} />;
}

function NoRoomYet() {
  const { t } = useTranslation("rooms");
  const show = useRoomDialogs((state) => state.show);
  return (
    <EmptyState
      icon={<Logo className="mb-2 size-14 text-edge" />}
      title={t("noRoomsTitle")}
      action={
        <Button look="primary" onClick={() => show("new")}>
          {t("newRoom")}
        </Button>
      }
    >
      {t("noRoomsHint")}
    </EmptyState>
  );
}

function JoinFirst({ rooms }: { rooms: readonly RoomSummary[] }) {
  const { t } = useTranslation("rooms");
  const navigate = useNavigate();
  const show = useRoomDialogs((state) => state.show);
  const join = useJoinRoom();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <section aria-label={t("joinFirst")} className="mx-auto w-full max-w-xl px-3 py-8 md:py-14">
        <h2 className="px-2 font-semibold text-xl tracking-tight">{t("joinFirst")}</h2>
        <p className="mt-1 mb-4 px-2 text-muted text-sm">{t("joinFirstHint")}</p>
        <FormError error={join.error} className="mx-2 mb-2" />
        <RoomsToJoin rooms={rooms.slice(0, MOST_SHOWN)} join={join} onJoined={(room) => navigate(`/rooms/${room}`)} />
        <div className="mt-4 flex flex-wrap gap-2 px-2">
          {rooms.length > MOST_SHOWN && <Button onClick={() => show("browse")}>{t("browseAll")}</Button>}
          <Button onClick={() => show("new")}>{t("newRoom")}</Button>
        </div>
      </section>
    </div>
  );
}

function Waiting() {
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-4 px-5 py-14">
      <Skeleton className="h-10" />
      <Skeleton className="h-10" />
      <Skeleton className="h-10" />
    </div>
  );
}
