// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { clearLatest, showLatest, showLatestLines, useLatestMessage } from "@/realtime/cache/latestMessages";
import { message, ROOM, user } from "../../helpers/fakeRoom";

beforeEach(clearLatest);

const line = (seq: number, rev: number, text = `text ${seq}`) => ({
  room: ROOM,
  seq,
  rev,
  author: user(7),
  text,
  created_at: "2026-11-20T09:12:00Z",
  deleted_at: null,
});

it("keeps the newest message, in its latest state, whichever comes first", () => {
  const { result } = renderHook(() => useLatestMessage(ROOM));
  act(() => showLatestLines([line(5, 9)]));
  act(() => showLatest(message(4, { rev: 12, text: "older, edited just now" })));
  expect(result.current?.text).toBe("text 5");
  act(() => showLatest(message(5, { rev: 13, text: "", deleted_at: "2026-11-20T10:00:00Z" })));
  act(() => showLatestLines([line(5, 9)]));
  expect(result.current?.deleted_at).not.toBeNull();
  act(() => showLatest(message(6, { rev: 14, text: "囲".repeat(500) })));
  expect(result.current?.text).toHaveLength(200);
});
