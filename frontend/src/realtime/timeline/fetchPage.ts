import { api } from "@/lib/api/api";
import { patiently } from "@/lib/http/retry";
import type { MessagePage } from "@/lib/protocol/types";

const PAGE = 50;

/** Which part of a room's history; its newest where nothing is said. */
export type Cursor = { around?: number; before?: number; after?: number };

export function fetchPage(room: number, cursor: Cursor) {
  const params = { ...cursor, limit: PAGE };
  return patiently(() => api.get<MessagePage>(`/api/rooms/${room}/messages/`, { params }));
}
