// @vitest-environment jsdom
import i18next from "i18next";
import { expect, it } from "vitest";
import { changeLanguage, startI18n } from "@/lib/i18n/i18n";

it("keeps the direction of a name to itself inside a sentence, and leaves other characters as they are", async () => {
  await startI18n();
  const leave = (name: string) => i18next.t("rooms:leaveTitle", { name });
  expect(leave("שלום")).toBe("Leave \u2068שלום\u2069?");
  expect(leave("a & <b>")).toBe("Leave a & <b>?");
  expect(i18next.t("rooms:unread", { count: 3 })).toBe("3 unread");
});

it("shows the language that was chosen last, also when the one before arrives after it", async () => {
  await startI18n();
  await Promise.all([changeLanguage("ja"), changeLanguage("en")]);
  expect(i18next.language).toBe("en");
  expect(document.documentElement.lang).toBe("en");
});
