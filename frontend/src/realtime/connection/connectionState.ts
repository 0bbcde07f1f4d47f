import { create } from "zustand";
import type { Status } from "./socket";

type Connection = {
  status: Status;
  /** Milliseconds since 1970. */
  since: number;
  /** My messages that the server does not have yet. */
  waiting: number;
  /** The rooms that are known are not all of mine yet. */
  missesRooms: boolean;
};

export const useConnection = create<Connection>(() => ({
  status: "closed",
  since: Date.now(),
  waiting: 0,
  missesRooms: false,
}));

/** Only leaving and returning to `open` counts as a change of time: the steps of one attempt are one absence. */
export function setStatus(status: Status) {
  const { status: before, since } = useConnection.getState();
  const turned = (before === "open") !== (status === "open");
  useConnection.setState({ status, since: turned ? Date.now() : since });
}
