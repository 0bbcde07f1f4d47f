import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startI18n } from "@/lib/i18n/i18n";
import { message } from "../../../helpers/fakeRoom";
import { actionsWith, Feed } from "../../../helpers/feed";

const messages = [message(1), message(2, { text: "see https://example.org/two" })];
const showSheet = vi.fn();
const actions = actionsWith({ showSheet, showPerson: () => {} });
const touch = { pointerType: "touch", isPrimary: true, clientX: 100, clientY: 100 };

beforeEach(async () => {
  await startI18n();
  vi.stubGlobal("matchMedia", (media: string) => ({ media, matches: media === "(pointer: coarse)" }));
  vi.useFakeTimers();
  showSheet.mockClear();
  render(<Feed messages={messages} actions={actions} />);
});
afterEach(() => vi.useRealTimers());

const hold = () => vi.advanceTimersByTime(600);

describe("a finger that stays on a message", () => {
  it("opens its actions", () => {
    fireEvent.pointerDown(screen.getByText("text 1"), touch);
    expect(showSheet).not.toHaveBeenCalled();
    hold();
    expect(showSheet).toHaveBeenCalledExactlyOnceWith(messages[0]);
  });

  it("opens them on a name too, which a tap would open", () => {
    fireEvent.pointerDown(screen.getByRole("button", { name: "U7" }), touch);
    hold();
    expect(showSheet).toHaveBeenCalledExactlyOnceWith(messages[0]);
  });

  it("chooses nothing of what opened under it when it lifts, and taps again afterwards", () => {
    fireEvent.pointerDown(screen.getByText("text 1"), touch);
    hold();
    expect(fireEvent.touchEnd(screen.getByText("text 1"))).toBe(false);
    expect(fireEvent.touchEnd(screen.getByText("text 1"))).toBe(true);
  });

  it.each([
    ["lifts", () => fireEvent.pointerUp(screen.getByText("text 1"), touch)],
    ["scrolls", () => fireEvent.pointerCancel(screen.getByText("text 1"), touch)],
    ["moves", () => fireEvent.pointerMove(screen.getByText("text 1"), { ...touch, clientY: 120 })],
  ])("does not where it %s before", (_, end) => {
    fireEvent.pointerDown(screen.getByText("text 1"), touch);
    end();
    hold();
    expect(showSheet).not.toHaveBeenCalled();
  });

  it("does not on a link, which has a menu of the browser's, nor for a mouse", () => {
    fireEvent.pointerDown(screen.getByRole("link"), touch);
    hold();
    fireEvent.pointerDown(screen.getByText("text 1"), { ...touch, pointerType: "mouse" });
    hold();
    expect(showSheet).not.toHaveBeenCalled();
  });

  it("opens them once where the browser's own long press is shorter, without its menu", () => {
    fireEvent.pointerDown(screen.getByText("text 1"), touch);
    expect(fireEvent.contextMenu(screen.getByText("text 1"))).toBe(false);
    hold();
    expect(showSheet).toHaveBeenCalledTimes(1);
  });
});
