import { act, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { UntilChoice } from "@/components/form/UntilChoice";
import { dateTimeValue } from "@/lib/i18n/dates";
import { changeLanguage, startI18n } from "@/lib/i18n/i18n";

const onChoose = vi.fn();

function Setting({ first = null }: { first?: string | null }) {
  const [until, setUntil] = useState(first);
  const choose = (chosen: string | null) => {
    onChoose(chosen);
    setUntil(chosen);
  };
  const texts = { label: "Quiet", said: (when: string) => `Until ${when}`, end: "End it" };
  return <UntilChoice {...texts} until={until} busy={false} onChoose={choose} />;
}

beforeEach(async () => {
  onChoose.mockReset();
  await startI18n();
});

afterEach(() => {
  vi.useRealTimers();
});

it("says that it holds in an element that was there before, and keeps the focus", async () => {
  render(<Setting />);
  const status = screen.getByRole("status");
  expect(status).toBeEmptyDOMElement();
  const hour = screen.getByRole("button", { name: "1 hour" });
  hour.focus();
  fireEvent.click(hour);
  expect(status).toHaveTextContent(/^Until/);
  expect(screen.getByRole("status")).toBe(status);
  const end = screen.getByRole("button", { name: "End it" });
  await vi.waitFor(() => expect(end).toHaveFocus());
  fireEvent.click(end);
  expect(status).toBeEmptyDOMElement();
  await vi.waitFor(() => expect(screen.getByRole("button", { name: "1 hour" })).toHaveFocus());
});

it("takes no focus that is elsewhere", () => {
  render(<Setting />);
  fireEvent.click(screen.getByRole("button", { name: "1 hour" }));
  expect(document.body).toHaveFocus();
});

it("ends by itself", () => {
  vi.useFakeTimers();
  render(<Setting first={new Date(Date.now() + 150_000).toISOString()} />);
  expect(screen.getByRole("status")).toHaveTextContent(/^Until/);
  act(() => void vi.advanceTimersByTime(151_000));
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

it("takes no minute that has passed since it was typed", () => {
  vi.useFakeTimers();
  render(<Setting />);
  fireEvent.click(screen.getByRole("button", { name: "Another time" }));
  const field = screen.getByLabelText("Until");
  fireEvent.change(field, { target: { value: dateTimeValue(new Date(Date.now() + 60_000)) } });
  const set = screen.getByRole("button", { name: "Set" });
  expect(set).toHaveAttribute("aria-disabled", "false");
  vi.advanceTimersByTime(120_000);
  fireEvent.click(set);
  expect(onChoose).not.toHaveBeenCalled();
  expect(set).toHaveAttribute("aria-disabled", "true");
});

it("says the chosen time in the language of the page", async () => {
  render(<Setting />);
  fireEvent.click(screen.getByRole("button", { name: "Another time" }));
  const field = screen.getByLabelText("Until");
  expect(field).not.toHaveAccessibleDescription();
  fireEvent.change(field, { target: { value: "2026-12-24T22:15" } });
  expect(field).toHaveAccessibleDescription(/^Thursday, December 24, 2026.* 10:15\sPM$/);
  await act(() => changeLanguage("ja"));
  expect(field).toHaveAccessibleDescription(/^2026年12月24日木曜日 22:15$/);
  await act(() => changeLanguage("en"));
});
