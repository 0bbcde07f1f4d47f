import { renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Keyed } from "@/lib/http/request";
import { useIdempotencyKey } from "@/lib/http/useIdempotencyKey";

const form = { name: "Hearth", kind: "public" };

function open() {
  const { result, unmount } = renderHook(useIdempotencyKey);
  const makings: Keyed[] = [];
  const press = (content: object, outcome: "made" | "lost" = "made") =>
    result
      .current(content, async (keyed) => {
        makings.push(keyed);
        if (outcome === "lost") throw new Error(outcome);
      })
      .catch(() => {});
  return { press, makings, unmount, keys: () => makings.map(({ key }) => key) };
}

it("keeps its key when the button is pressed again after a failure", async () => {
  const { press, keys } = open();
  await press(form, "lost");
  await press({ ...form });
  expect(keys()[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(keys()[1]).toBe(keys()[0]);
});

it("has another key for other contents, and the first one for the first again", async () => {
  const { press, keys } = open();
  await press(form, "lost");
  await press({ ...form, name: "Kitchen" }, "lost");
  await press(form);
  expect(new Set(keys()).size).toBe(2);
  expect(keys()[2]).toBe(keys()[0]);
});

it("is a new one after it succeeded", async () => {
  const { press, keys } = open();
  await press(form);
  await press(form);
  expect(new Set(keys()).size).toBe(2);
});

it("is given up with the form", async () => {
  const { press, makings, unmount } = open();
  await press(form);
  expect(makings[0]?.closed.aborted).toBe(false);
  unmount();
  expect(makings[0]?.closed.aborted).toBe(true);
});
