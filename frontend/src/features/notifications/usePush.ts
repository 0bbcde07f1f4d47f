import { useEffect, useSyncExternalStore } from "react";
import { useNavigate } from "react-router";
import { useRooms } from "@/entities/rooms/queries";
import { whenIdle } from "@/lib/browser/whenIdle";
import { realtime } from "@/realtime/currentClient";
import { useNotificationPreference } from "./preference";
import { canPush, pushId, subscribe, watchPush, withdraw } from "./push";

type News = { type: "irori.open"; path: string } | { type: "irori.read"; room: number; seq: number };

export const usePushId = () => useSyncExternalStore(watchPush, pushId);

/** Keeps this device subscribed, and does what its notifications ask for. The shell calls it once. */
export function usePush() {
  const isWanted = useNotificationPreference();
  const isPushed = usePushId() !== null;
  useEffect(() => {
    // Without pushes the tabs notify, as long as there are any.
    if (isWanted && canPush()) whenIdle(() => void subscribe().catch(() => {}));
  }, [isWanted]);
  useOrders();
  useWithdrawal(isPushed);
}

function useOrders() {
  const navigate = useNavigate();
  useEffect(() => {
    if (!canPush()) return;
    const hear = ({ data }: MessageEvent<News>) => {
      if (data.type === "irori.open") navigate(data.path);
      if (data.type === "irori.read") realtime()?.readMarkers.mark(data.room, data.seq);
    };
    navigator.serviceWorker.addEventListener("message", hear);
    return () => navigator.serviceWorker.removeEventListener("message", hear);
  }, [navigate]);
}

function useWithdrawal(isPushed: boolean) {
  const { data: rooms } = useRooms();
  useEffect(() => {
    if (!isPushed || !rooms) return;
    void withdraw(new Map(rooms.map(({ id, last_read_seq }) => [id, last_read_seq]))).catch(() => {});
  }, [isPushed, rooms]);
}
