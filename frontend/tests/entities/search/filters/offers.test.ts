import { expect, it } from "vitest";
import { dateOffers, filterOffers, personOffers, roomOffers, valueOffers } from "@/entities/search/filters/offers";
import { filtersIn, filterTokenAt } from "@/entities/search/filters/parts";
import { user } from "../../../helpers/fakeRoom";
import { aSummary } from "../../../helpers/summary";

const token = (text: string) => {
  const found = filterTokenAt(text, text.length);
  if (!found) throw new Error(`nothing is typed in ${text}`);
  return found;
};
const inserts = (offers: readonly { insert: string }[]) => offers.map(({ insert }) => insert);

it("offers filters by the beginnings of English and Japanese words", () => {
  expect(inserts(filterOffers("f"))).toEqual(["from:"]);
  expect(inserts(filterOffers("ｉ"))).toEqual(["in:", "is:"]);
  expect(inserts(filterOffers("差"))).toEqual(["差出人:"]);
  expect(inserts(filterOffers("以"))).toEqual(["以前:", "以降:"]);
  expect(inserts(filterOffers("meeting"))).toEqual([]);
});

it("offers the values that are words, in the language of the page", () => {
  expect(inserts(valueOffers(token("has:"), "en"))).toContain("has:image ");
  expect(inserts(valueOffers(token("has:写"), "ja"))).toEqual(["has:画像 "]);
  expect(inserts(valueOffers(token("含む:画"), "ja"))).toEqual(["含む:画像 "]);
  expect(inserts(valueOffers(token("is:u"), "en"))).toEqual(["is:unread "]);
});

it("quotes the name of a room that has spaces, and reads it again", () => {
  const rooms = [aSummary({ id: 1, name: "Dev ops" }), aSummary({ id: 2, name: "Tea" })];
  const [offer] = roomOffers(token("in:dev"), rooms);
  expect(offer?.insert).toBe('in:"#Dev ops" ');
  expect(filtersIn(offer?.insert ?? "")[0]).toMatchObject({ name: "in", value: "Dev ops" });
});

it("offers people and days", () => {
  expect(inserts(personOffers("from", [user(3)]))).toEqual(["from:@u3 "]);
  const now = new Date(2026, 10, 27);
  expect(inserts(dateOffers(token("before:"), now))).toEqual([
    "before:2026-11-20 ",
    "before:2026-10-28 ",
    "before:2025-11-27 ",
  ]);
  expect(inserts(dateOffers(token("before:2025"), now))).toEqual(["before:2025-11-27 "]);
});
