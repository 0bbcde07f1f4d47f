import { api } from "@/lib/api/api";
import { retryWhenRateLimited } from "@/lib/http/retry";
import type { MessagePage } from "@/lib/protocol/types";

export const PAGE = 50;

/** The part of a room's history; empty for its newest messages. */
export type Cursor = { around?: number; before?: number; after?: number };

export function fetchPage(room: number, cursor: Cursor) {
  const params = { ...cursor, limit: PAGE };
  return retryWhenRateLimited(() => api.get<MessagePage>(`/api/rooms/${room}/messages/`, { params }));
}
