import { create } from "zustand";
import type { Status } from "./socket";

type ConnectionState = {
  status: Status;
  /** Milliseconds since 1970. */
  since: number;
  /** My messages that the server does not have yet. */
  waiting: number;
  /** The list of rooms is not complete yet. */
  missesRooms: boolean;
};

export const useConnection = create<ConnectionState>(() => ({
  status: "closed",
  since: Date.now(),
  waiting: 0,
  missesRooms: false,
}));

/** `since` changes only when `open` begins or ends: the steps of one attempt are one outage. */
export function setStatus(status: Status) {
  const { status: before, since } = useConnection.getState();
  const turned = (before === "open") !== (status === "open");
  useConnection.setState({ status, since: turned ? Date.now() : since });
}
