import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { usePictures } from "@/features/viewer/usePictures";
import type { File, RoomFiles } from "@/lib/protocol/types";
import { filesOf } from "@/realtime/cache/roomFiles";
import { message, ROOM } from "../../helpers/fakeRoom";
import { picture } from "../../helpers/files";

const get = vi.hoisted(() => vi.fn<(path: string) => Promise<unknown>>());
vi.mock("@/lib/api/api", () => ({ api: { get } }));
beforeEach(() => get.mockReset());

const PICTURES = Array.from({ length: 12 }, (_, index) => picture({ id: `p${index + 1}`, name: `${index + 1}.jpg` }));
/** A page of three pictures; number 12 is the newest. */
function pageAt(start: number): RoomFiles {
  const files = PICTURES.slice(Math.max(0, start - 3), start).flatMap((file, index) =>
    filesOf(message(Math.max(0, start - 3) + index + 1, { files: [file] })),
  );
  return { files: files.reverse(), next: start > 3 ? `/files?cursor=${start - 3}` : null };
}

function show(opened: File) {
  get.mockImplementation(async (path) => pageAt(Number(/cursor=(\d+)/.exec(path)?.[1] ?? 12)));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(() => usePictures(ROOM, opened, opened.id), { wrapper });
  return () => result.current.map(({ file }) => file.id);
}

it("shows the opened picture before anything is known of it", () => {
  expect(show(PICTURES[0] as File)()).toEqual(["p1"]);
});

it("finds an old picture, and some before it, the oldest first", async () => {
  const shown = show(PICTURES[7] as File);
  await vi.waitFor(() => expect(shown()).toEqual(["p4", "p5", "p6", "p7", "p8", "p9", "p10", "p11", "p12"]));
  expect(get).toHaveBeenCalledTimes(3);
});
