import { act, cleanup, render } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { TypingLine } from "@/features/composer/TypingLine";
import { changeLanguage, startI18n } from "@/lib/i18n/i18n";
import { hideTyping, placeOf, showTyping } from "@/realtime/presence/typing";
import { ROOM, user } from "../../helpers/fakeRoom";

const PLACE = placeOf(ROOM, null);

beforeAll(startI18n);
afterEach(() => {
  cleanup();
  for (const id of [7, 8, 9]) hideTyping(PLACE, id);
});
afterAll(() => changeLanguage("en"));

it.each([
  ["ja", [7], "U7 さんが入力しています"],
  ["ja", [7, 8], "U7 さん、U8 さんが入力しています"],
  ["ja", [7, 8, 9], "U7 さん、U8 さんほかが入力しています"],
  ["en", [7], "U7 is typing"],
  ["en", [7, 8], "U7 and U8 are typing"],
  ["en", [7, 8, 9], "U7 and U8 and others are typing"],
] as const)("names in %s each of %j", async (language, ids, text) => {
  await act(() => changeLanguage(language));
  for (const id of ids) showTyping(PLACE, user(id));
  const { container } = render(<TypingLine room={ROOM} />);
  expect(container.textContent?.replace(/[\u2068\u2069]/g, "")).toBe(text);
});
