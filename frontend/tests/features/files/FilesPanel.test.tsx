import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { FilesPanel } from "@/features/files/FilesPanel";
import { ApiError } from "@/lib/http/request";
import { startI18n } from "@/lib/i18n/i18n";
import type { RoomFiles, RoomSummary } from "@/lib/protocol/types";
import { CacheWriter } from "@/realtime/cache/cacheWriter";
import { filesOf } from "@/realtime/cache/roomFiles";
import { message, ROOM } from "../../helpers/fakeRoom";
import { file, picture } from "../../helpers/files";

const get = vi.hoisted(() => vi.fn<(path: string, options?: { params?: { kind?: string } }) => Promise<unknown>>());
vi.mock("@/lib/api/api", () => ({ api: { get } }));

beforeAll(startI18n);
beforeEach(() => {
  get.mockReset();
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
});

const page = (seq: number, names: string[], next: string | null = null): RoomFiles => ({
  files: filesOf(message(seq, { files: names.map((name) => file({ name })) })),
  next,
});

function open() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MemoryRouter>
      <QueryClientProvider client={client}>
        <FilesPanel room={{ id: ROOM } as RoomSummary} />
      </QueryClientProvider>
    </MemoryRouter>,
  );
  return new CacheWriter(client);
}

it("says that there is nothing", async () => {
  get.mockResolvedValue({ files: [], next: null });
  open();
  expect(await screen.findByText(/no files in this room yet/)).toBeVisible();
});

it("says why it could not load, and loads again", async () => {
  get.mockRejectedValueOnce(new ApiError({ status: 403, code: "forbidden" }));
  get.mockResolvedValue(page(3, ["plan.pdf"]));
  open();
  fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("link", { name: "Download plan.pdf" })).toBeVisible();
});

it("lists files with the way to their messages, page by page", async () => {
  get.mockResolvedValueOnce(page(9, ["new.pdf"], `http://host/api/rooms/${ROOM}/files/?cursor=x`));
  get.mockResolvedValueOnce(page(3, ["old.pdf"]));
  open();
  expect(await screen.findByRole("link", { name: "Go to the message with new.pdf" })).toHaveAttribute(
    "href",
    `/rooms/${ROOM}/9`,
  );
  fireEvent.click(screen.getByRole("button", { name: "Earlier files" }));
  expect(await screen.findByRole("link", { name: "Download old.pdf" })).toBeVisible();
  expect(get).toHaveBeenLastCalledWith(`/api/rooms/${ROOM}/files/?cursor=x`, expect.anything());
  expect(screen.queryByRole("button", { name: "Earlier files" })).toBeNull();
});

it("shows one kind", async () => {
  get.mockImplementation(async (_, options) =>
    options?.params?.kind === "picture"
      ? { files: filesOf(message(4, { files: [picture({ alt: "The kiln" })] })), next: null }
      : page(3, ["plan.pdf"]),
  );
  open();
  fireEvent.click(await screen.findByRole("radio", { name: "Pictures" }));
  expect(await screen.findByRole("img", { name: "The kiln" })).toBeVisible();
  expect(screen.queryByText(/plan/)).toBeNull();
});

it("shows at once what a message brings, and not what a deleted one had", async () => {
  get.mockResolvedValue(page(3, ["plan.pdf"]));
  const cache = open();
  await screen.findByRole("link", { name: "Download plan.pdf" });
  cache.putFiles(message(4, { files: [file({ name: "news.pdf" })] }));
  expect(await screen.findByRole("link", { name: "Download news.pdf" })).toBeVisible();
  cache.putFiles(message(4, { deleted_at: "2026-11-20T10:00:00Z" }));
  await vi.waitFor(() => expect(screen.queryByRole("link", { name: "Download news.pdf" })).toBeNull());
});
