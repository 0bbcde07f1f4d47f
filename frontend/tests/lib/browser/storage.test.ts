// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { GuardedStorage } from "@/lib/browser/storage";

class Full implements Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  [key: string]: unknown;
  getItem(key: string) {
    return typeof this[key] === "string" ? this[key] : null;
  }
  setItem(): void {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
  }
  removeItem(key: string) {
    delete this[key];
  }
}

const forbidden = () => {
  throw new DOMException("Access is denied for this document.", "SecurityError");
};

const unreadable = () => ({
  getItem: forbidden,
  setItem: forbidden,
  removeItem: forbidden,
});

const hostile: [string, () => Storage][] = [
  ["throws on access", forbidden],
  ["throws on each call", () => unreadable() as unknown as Storage],
  ["is null, as in some settings of Firefox", () => null as unknown as Storage],
  ["is full", () => new Full() as unknown as Storage],
];

describe.each(hostile)("storage that %s", (_, open) => {
  it("reads as empty, keeps what is written as long as the page, and says so", () => {
    const storage = new GuardedStorage(open);
    expect(storage.get("irori.theme")).toBeNull();
    expect(storage.keys()).not.toContain("irori.theme");
    storage.set("irori.theme", "dark");
    expect(storage.get("irori.theme")).toBe("dark");
    expect(storage.keys()).toContain("irori.theme");
    expect(storage.isOnlyHere("irori.theme")).toBe(true);
    storage.remove("irori.theme");
    expect(storage.get("irori.theme")).toBeNull();
    expect(storage.keys()).not.toContain("irori.theme");
  });
});

describe("storage that works", () => {
  const storage = new GuardedStorage(() => localStorage);

  it("keeps", () => {
    storage.set("irori.theme", "light");
    expect(localStorage.getItem("irori.theme")).toBe("light");
    expect(storage.isOnlyHere("irori.theme")).toBe(false);
    storage.remove("irori.theme");
    expect(storage.keys()).not.toContain("irori.theme");
  });

  it("another tab's value counts, also where this one could not write", () => {
    let isFull = true;
    const sometimes = new GuardedStorage(() => (isFull ? (new Full() as unknown as Storage) : localStorage));
    sometimes.set("irori.theme", "dark");
    isFull = false;
    localStorage.setItem("irori.theme", "light");
    expect(sometimes.get("irori.theme")).toBe("dark");
    dispatchEvent(new StorageEvent("storage", { key: "irori.theme", newValue: "light" }));
    expect(sometimes.get("irori.theme")).toBe("light");
  });
});
