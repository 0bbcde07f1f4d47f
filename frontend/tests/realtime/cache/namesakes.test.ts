import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, it } from "vitest";
import { clearPeople, registerPeople, updatePerson, useNamesakes } from "@/realtime/cache/namesakes";
import { registerPeopleIn } from "@/realtime/cache/peopleInAnswers";
import { hanako, kenji } from "../../helpers/browser";

beforeEach(clearPeople);

const shared = () => [...useNamesakes.getState().ids].sort((a, b) => a - b);

it.each([
  ["Hanako", "Hanako"],
  ["Hanako", "  hanako "],
  ["Hanako", "Ｈａｎａｋｏ"],
  ["Hana  Ko", "Hana Ko"],
  ["Straße", "STRASSE"],
  ["花子", "花子"],
])("tells two people called %j and %j apart", (one, other) => {
  registerPeople([
    { ...hanako, display_name: one },
    { ...kenji, display_name: other },
  ]);
  expect(shared()).toEqual([1, 7]);
});

it("tells nobody apart whose name is their own", () => {
  registerPeople([hanako, kenji, { ...hanako }]);
  expect(shared()).toEqual([]);
});

it("tells who calls themselves what another signs in with, and not the other", () => {
  registerPeople([
    { ...hanako, display_name: "Hanako Yamada" },
    { ...kenji, display_name: "Hanako" },
  ]);
  expect(shared()).toEqual([7]);
});

it("follows changes of names, and is not led back by what is older", () => {
  const twin = { ...kenji, display_name: "Hanako" };
  registerPeople([hanako, twin]);
  updatePerson({ ...kenji, display_name: "Kenji" });
  expect(shared()).toEqual([]);
  registerPeople([twin]);
  expect(shared()).toEqual([]);
  updatePerson(twin);
  expect(shared()).toEqual([1, 7]);
});

it("meets whom the server's answers name", () => {
  const client = new QueryClient();
  client.setQueryData(["rooms"], [{ people: [hanako] }]);
  const stop = registerPeopleIn(client);
  client.setQueryData(["members", 3], [{ user: { ...kenji, display_name: "Hanako" } }]);
  expect(shared()).toEqual([1, 7]);
  stop();
  client.setQueryData(["people", "h"], { results: [{ ...kenji, id: 8, display_name: "Hanako" }] });
  expect(shared()).toEqual([1, 7]);
});
