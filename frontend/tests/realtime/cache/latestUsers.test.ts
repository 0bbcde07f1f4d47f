// @vitest-environment jsdom
import { QueryClient } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { clearUsers, noteUsers, updateUser, useLatestUser } from "@/realtime/cache/latestUsers";
import { registerPeopleIn } from "@/realtime/cache/peopleInAnswers";
import { user } from "../../helpers/fakeRoom";

const before = user(7);
const painted = { ...before, avatar: "/files/new" };
const avatarNow = () => renderHook(() => useLatestUser(before)).result.current.avatar;

beforeEach(clearUsers);

it("shows a change at once in what is open", () => {
  const { result } = renderHook(() => useLatestUser({ ...before, role: "owner" }));
  expect(result.current.avatar).toBeNull();
  act(() => updateUser(painted));
  expect(result.current).toEqual({ ...painted, role: "owner" });
});

it("takes a later answer, but none that a change has just overtaken", () => {
  const now = vi.spyOn(performance, "now").mockReturnValue(0);
  noteUsers([painted]);
  expect(avatarNow()).toBe("/files/new");
  updateUser({ ...before, avatar: "/files/newer" });
  noteUsers([painted]);
  expect(avatarNow()).toBe("/files/newer");
  now.mockReturnValue(60_000);
  noteUsers([painted]);
  expect(avatarNow()).toBe("/files/new");
});

it("takes people from answers of the server, not from what this page writes into its cache", async () => {
  const client = new QueryClient();
  const stop = registerPeopleIn(client);
  client.setQueryData(["members", 3], [{ user: painted }]);
  expect(avatarNow()).toBeNull();
  await client.fetchQuery({ queryKey: ["members", 3], queryFn: async () => [{ user: painted }], staleTime: 0 });
  expect(avatarNow()).toBe("/files/new");
  stop();
});

it("knows nobody after signing out", () => {
  updateUser(painted);
  clearUsers();
  expect(avatarNow()).toBeNull();
});
