import type { Status } from "@/lib/protocol/types";
import { serverNow } from "@/lib/session/serverTime";

/** A page that was offline has not been told of the end yet. */
export const isOver = ({ until }: Status) => until !== undefined && new Date(until) <= serverNow();
