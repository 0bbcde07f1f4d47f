import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { Field } from "@/components/form/Field";
import { FormError } from "@/components/form/FormError";
import { Dialog } from "@/components/overlay/Dialog";
import { useJoinRoom, useRoomsToJoin } from "@/entities/rooms/joining/queries";
import { RoomsToJoin } from "@/entities/rooms/joining/RoomsToJoin";
import { useDebounced } from "@/lib/hooks/useDebounced";
import type { RoomSummary } from "@/lib/protocol/types";

type Props = { open: boolean; onClose: () => void };

export function BrowseRooms({ open, onClose }: Props) {
  const { t } = useTranslation("rooms");
  return (
    <Dialog open={open} onClose={onClose} title={t("browse")} description={t("browseHint")}>
      <Search onClose={onClose} />
    </Dialog>
  );
}

function Search({ onClose }: Pick<Props, "onClose">) {
  const { t } = useTranslation("rooms");
  const [typed, setTyped] = useState("");
  const query = useDebounced(typed.trim());
  const { data, error, refetch } = useRoomsToJoin(query);
  // The mutation outlives the list: the next list does not contain a room that refused.
  const join = useJoinRoom();
  return (
    <>
      <Field
        label={t("browseSearch")}
        type="search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
      />
      <div aria-live="polite" className="-mx-2 mt-3 min-h-48">
        <FormError error={join.error} className="mx-2 mb-2" />
        {error ? (
          <ErrorState error={error} onRetry={refetch} />
        ) : data ? (
          <Found rooms={data} query={query} join={join} onClose={onClose} />
        ) : (
          <Waiting />
        )}
      </div>
    </>
  );
}

function Waiting() {
  return (
    <div className="flex flex-col gap-4 p-2">
      <Skeleton className="h-9" />
      <Skeleton className="h-9" />
    </div>
  );
}

type FoundProps = {
  rooms: RoomSummary[];
  query: string;
  join: ReturnType<typeof useJoinRoom>;
  onClose: () => void;
};

function Found({ rooms, query, join, onClose }: FoundProps) {
  const navigate = useNavigate();
  const enter = (room: number) => {
    onClose();
    navigate(`/rooms/${room}`);
  };
  return rooms.length === 0 ? <Nothing query={query} /> : <RoomsToJoin rooms={rooms} join={join} onJoined={enter} />;
}

function Nothing({ query }: { query: string }) {
  const { t } = useTranslation("rooms");
  return (
    <div className="px-2 py-6 text-center text-sm">
      <p className="font-medium">{query ? t("browseNoneFor") : t("browseNone")}</p>
      <p className="mt-1 text-muted">{query ? t("browseNoneForHint") : t("browseNoneHint")}</p>
    </div>
  );
}
