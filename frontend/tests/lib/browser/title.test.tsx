import { render } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { useTitle, useUnreadBadge } from "@/lib/browser/title";

function Tab({ page, unread }: { page: string; unread: number }) {
  useTitle(page);
  useUnreadBadge(unread);
  return null;
}

const icon = () => document.querySelector("link")?.getAttribute("href");

beforeEach(() => {
  document.head.innerHTML = '<link rel="icon" href="/favicon.svg">';
});

it("says what the page is, and how much is unread whatever page it is", () => {
  const { rerender, unmount } = render(<Tab page="Hearth" unread={0} />);
  expect(document.title).toBe("Hearth · Irori");
  expect(icon()).toBe("/favicon.svg");
  rerender(<Tab page="Settings" unread={3} />);
  expect(document.title).toBe("(3) Settings · Irori");
  expect(icon()).toBe("/favicon-unread.svg");
  rerender(<Tab page="" unread={0} />);
  expect(document.title).toBe("Irori");
  expect(icon()).toBe("/favicon.svg");
  rerender(<Tab page="" unread={1} />);
  unmount();
  expect([document.title, icon()]).toEqual(["Irori", "/favicon.svg"]);
});
