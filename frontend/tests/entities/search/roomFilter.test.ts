import { expect, it } from "vitest";
import { roomFilter } from "@/entities/search/roomFilter";
import { queryOf, searchIn, withoutMessage } from "@/entities/search/searchUrl";
import { user } from "../../helpers/fakeRoom";
import { aSummary } from "../../helpers/summary";

it("begins in the room, or with the people of a direct room", () => {
  expect(roomFilter(aSummary({ name: "general" }), "en")).toBe("in:#general ");
  expect(roomFilter(aSummary({ name: "general" }), "ja")).toBe("ルーム:#general ");
  expect(roomFilter(aSummary({ name: "囲炉裏 Hearth" }), "en")).toBe('in:"#囲炉裏 Hearth" ');
  expect(roomFilter(aSummary({ kind: "direct", people: [user(2), user(3)] }), "en")).toBe("with:@u2 with:@u3 ");
  expect(roomFilter(aSummary({ kind: "direct", people: [user(2)] }), "ja")).toBe("相手:@u2 ");
});

it("keeps the search in the URL", () => {
  const search = { text: '会議 & "a b"', sort: "best" } as const;
  expect(searchIn(new URLSearchParams(queryOf(search)))).toEqual(search);
  expect(searchIn(new URLSearchParams("?search="))).toEqual({ text: "", sort: "newest" });
  expect(searchIn(new URLSearchParams("?panel=pins"))).toBeNull();
  expect(withoutMessage("/rooms/3/77")).toBe("/rooms/3");
  expect(withoutMessage("/settings/profile")).toBe("/settings/profile");
});
