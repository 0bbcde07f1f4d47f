// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { countHolders, holdShared, withLock } from "@/lib/browser/locks";
import { openBrowser } from "../../helpers/browser";

afterEach(() => {
  Reflect.deleteProperty(navigator, "locks");
});

/** Two pieces of work under one name, of which the first ends last; returns what happened, in order. */
async function raced(name: string) {
  const events: string[] = [];
  const work = (label: string, milliseconds: number) => async () => {
    events.push(`begin ${label}`);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    events.push(`end ${label}`);
  };
  await Promise.all([withLock(name, work("one", 20)), withLock(name, work("other", 0))]);
  return events;
}

const IN_ORDER = ["begin one", "end one", "begin other", "end other"];

describe("with Web Locks", () => {
  it("runs one piece of work at a time", async () => {
    openBrowser();
    expect(await raced("cookie")).toEqual(IN_ORDER);
  });

  it("counts the holders of a shared lock until they release it", async () => {
    openBrowser();
    const releases = [holdShared("tab"), holdShared("tab"), holdShared("other")];
    expect(await countHolders("tab")).toBe(2);
    releases[0]?.();
    await new Promise((resolve) => setTimeout(resolve));
    expect(await countHolders("tab")).toBe(1);
  });
});

describe("over plain HTTP", () => {
  it("runs one piece of work at a time within the tab, also after a failure", async () => {
    await expect(withLock("cookie", () => Promise.reject(new Error("lost")))).rejects.toThrow("lost");
    expect(await raced("cookie")).toEqual(IN_ORDER);
  });

  it("cannot count", async () => {
    holdShared("tab")();
    expect(await countHolders("tab")).toBeNull();
  });
});
