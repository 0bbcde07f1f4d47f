import { expect, it, vi } from "vitest";
import { queueWrite } from "@/lib/api/writeQueue";

/** Two writes under one name; whether the first, once it has failed, is still wanted. */
async function isFirstWanted(first: string[] | null, second: string[] | null) {
  let isNewest = () => true;
  let end = () => {};
  const ending = new Promise<void>((resolve) => {
    end = resolve;
  });
  const writes = [
    queueWrite("room", first, (each) => {
      isNewest = each;
      return ending;
    }),
    queueWrite("room", second, () => Promise.resolve()),
  ];
  await vi.waitFor(() => expect(isNewest).not.toBeUndefined());
  await Promise.resolve();
  const wanted = isNewest();
  end();
  await Promise.all(writes);
  return wanted;
}

it.each<[string[] | null, string[] | null, boolean]>([
  [null, null, false],
  [["muted"], ["muted"], false],
  [["muted"], ["muted", "notify"], false],
  [["muted"], null, false],
  [["favourite"], ["muted"], true],
  [["muted", "notify"], ["muted"], true],
  [null, ["muted"], true],
])("repeats a write of %j before one of %j: %s", async (first, second, wanted) => {
  expect(await isFirstWanted(first, second)).toBe(wanted);
});
