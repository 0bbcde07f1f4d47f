import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { EmojiPanel } from "@/components/emoji/EmojiPanel";

vi.mock("@/components/emoji/pickerData", async () => {
  const { lazyModule } = await import("@/lib/lazy/lazyModule");
  const emoji = (emoji: string, label: string) => ({ emoji, label, version: 1, category: 0, tags: [] });
  const emojis = [emoji("😀", "grinning face"), emoji("🍵", "teacup"), emoji("🫖", "teapot")];
  const data = lazyModule(async () => ({
    locale: "en",
    categories: [{ index: 0, label: "All" }],
    emojis,
    skinTones: {},
  }));
  return { pickerData: () => data };
});

// jsdom lays nothing out.
class Unsized {
  observe() {}
  unobserve() {}
  disconnect() {}
}
beforeEach(() => vi.stubGlobal("ResizeObserver", Unsized));

const search = async () => screen.findByRole("searchbox");

async function found(pick: (emoji: string) => void) {
  render(<EmojiPanel onPick={pick} />);
  const field = await search();
  fireEvent.focus(field);
  // The library has its data once Enter chooses from it.
  fireEvent.keyDown(field, { key: "ArrowDown" });
  await waitFor(() => {
    fireEvent.keyDown(field, { key: "Enter" });
    expect(pick).toHaveBeenCalled();
  });
  return field;
}

it("chooses what was typed, also before the list shows it", async () => {
  const pick = vi.fn();
  const field = await found(pick);
  pick.mockClear();
  fireEvent.change(field, { target: { value: "teap" } });
  fireEvent.keyDown(field, { key: "Enter" });
  expect(pick).not.toHaveBeenCalled();
  await waitFor(() => expect(pick).toHaveBeenCalledExactlyOnceWith("🫖"));
});

it("chooses at once from a list that shows what was typed", async () => {
  const pick = vi.fn();
  const field = await found(pick);
  pick.mockClear();
  fireEvent.keyDown(field, { key: "Enter" });
  expect(pick).toHaveBeenCalledExactlyOnceWith("😀");
});
