import { act, render, screen } from "@testing-library/react";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SlowModeLine } from "@/features/composer/SlowModeLine";
import { changeLanguage, startI18n } from "@/lib/i18n/i18n";

beforeAll(startI18n);
afterAll(() => changeLanguage("en"));

it.each([
  ["ja", 30, 0, "低速モード：30 秒に 1 件"],
  ["ja", 300, 0, "低速モード：5 分に 1 件"],
  ["en", 60, 0, "Slow mode: 1 minute between two messages"],
  ["en", 60, 12, "Slow mode: your next message in 0:12"],
] as const)("says in %s of %d seconds, of which %d are left: %s", async (language, seconds, left, text) => {
  await act(() => changeLanguage(language));
  render(<SlowModeLine seconds={seconds} left={left} />);
  expect(screen.getByRole("timer")).toHaveTextContent(text);
});
