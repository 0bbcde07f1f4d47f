// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from "vitest";
import { followKeyboard } from "@/lib/browser/pageHeight";

const view = Object.assign(new EventTarget(), { height: innerHeight, scale: 1, offsetTop: 0 });
const height = () => document.documentElement.style.getPropertyValue("--page-height");
const scroll = vi.fn();

beforeEach(() => {
  vi.stubGlobal("visualViewport", view);
  vi.stubGlobal("scrollTo", scroll);
  Object.assign(view, { height: innerHeight, scale: 1, offsetTop: 0 });
  followKeyboard();
});

function change(to: Partial<typeof view>) {
  Object.assign(view, to);
  view.dispatchEvent(new Event("resize"));
}

it("the page is as high as the keyboard leaves, and is not scrolled away", () => {
  change({ height: 300.4, offsetTop: 120 });
  expect(height()).toBe("300px");
  expect(scroll).toHaveBeenCalledWith(0, 0);
  change({ height: innerHeight, offsetTop: 0 });
  expect(height()).toBe("100dvh");
});

it("zooming is no keyboard", () => {
  change({ height: innerHeight / 2, scale: 2 });
  expect(height()).toBe("100dvh");
});
