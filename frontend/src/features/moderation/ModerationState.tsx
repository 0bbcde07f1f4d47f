import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { toast } from "@/components/overlay/Toast";
import { hiddenPeopleQuery, setHidden, setHiddenPeople } from "@/entities/moderation/hiddenPeople";
import { myMutesQuery } from "@/entities/moderation/mutes";
import { reportSummaryQuery } from "@/entities/moderation/waiting";
import { useDecides } from "@/entities/rooms/useDecides";
import type { HeldChangedFrame, HeldMessage, ModerationFrame, Mute, MuteFrame } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { readAnew } from "@/realtime/cache/readAnew";
import { useConnection } from "@/realtime/connection/connectionState";
import { onModerationFrame } from "@/realtime/moderationFrames";

/** Follows what moderation tells this tab. Draws nothing. */
export function ModerationState() {
  const me = useSession((state) => state.user?.id) ?? 0;
  const decides = useDecides();
  useQuery(myMutesQuery);
  useQuery({ ...reportSummaryQuery, enabled: decides });
  const { data: hidden } = useQuery(hiddenPeopleQuery);
  useEffect(() => {
    if (hidden)
      setHiddenPeople(
        me,
        hidden.results.map(({ id }) => id),
      );
  }, [me, hidden]);
  useFrames(me);
  useReload();
  return null;
}

function useFrames(me: number) {
  const client = useQueryClient();
  const { t } = useTranslation("people");
  const navigate = useNavigate();
  useEffect(() => {
    const toReports = { label: t("toMyReports"), onClick: () => void navigate("/settings/safety#reports") };
    return onModerationFrame((frame) => {
      apply(client, me, frame);
      if (frame.type === "report.decided") toast(t("reportDecided"), { id: `report-${frame.id}`, action: toReports });
    });
  }, [client, me, t, navigate]);
}

function apply(client: QueryClient, me: number, frame: ModerationFrame) {
  switch (frame.type) {
    case "mute.changed":
      return putMute(client, frame);
    case "hidden.changed":
      setHidden(me, frame.user, frame.hidden);
      return readAnew(client, queryKeys.hiddenPeople());
    case "held.changed":
      return putHeld(client, frame);
    case "held.waiting":
      return readAnew(client, queryKeys.held());
    case "reports.changed":
      // An answer on its way is older.
      void client.cancelQueries({ queryKey: queryKeys.reportSummary() });
      client.setQueryData(queryKeys.reportSummary(), { open: frame.open });
      return readAnew(client, queryKeys.reports());
    case "report.decided":
      return readAnew(client, queryKeys.reports());
  }
}

function putMute(client: QueryClient, { room, until, reason, muted }: MuteFrame) {
  client.setQueryData<{ results: Mute[] }>(queryKeys.myMutes(), (known) => {
    const others = known?.results.filter((each) => each.room !== room) ?? [];
    return { results: muted ? [...others, { room, until, reason }] : others };
  });
  // An answer on its way is older than the frame.
  readAnew(client, queryKeys.myMutes());
}

/** One that was not released stays, so that its author sees why. One that was released is a message. */
function putHeld(client: QueryClient, { type, ...held }: HeldChangedFrame) {
  const stays = held.state === "waiting" || held.state === "refused";
  client.setQueryData<HeldMessage[]>(queryKeys.held(held.room), (known) => {
    const others = known?.filter(({ id }) => id !== held.id);
    return others && stays ? [...others, held] : others;
  });
  readAnew(client, queryKeys.held(held.room));
}

/** Frames come from here on: what was read before, at the start or before an outage, may have changed since. */
function useReload() {
  const client = useQueryClient();
  const isOpen = useConnection(({ status }) => status === "open");
  useEffect(() => {
    if (!isOpen) return;
    for (const queryKey of [queryKeys.myMutes(), queryKeys.hiddenPeople(), queryKeys.reportSummary()])
      void client.invalidateQueries({ queryKey });
    // Of these a moderator looks at the list itself.
    for (const key of [queryKeys.reports(), queryKeys.held()]) readAnew(client, key);
  }, [client, isOpen]);
}
