import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { useBackToClose } from "@/lib/hooks/useBackToClose";

const then = vi.fn();

function Sheet({ onClose }: { onClose: () => void }) {
  const close = useBackToClose(onClose);
  return (
    <button type="button" onClick={() => close(then)}>
      Do
    </button>
  );
}

function Page() {
  const [isOpen, setOpen] = useState(true);
  return isOpen ? <Sheet onClose={() => setOpen(false)} /> : <p>closed</p>;
}

beforeEach(() => {
  then.mockClear();
  history.replaceState({ idx: 3 }, "", "/rooms/1");
});

it("closes by going back, to the same URL and state", async () => {
  render(<Page />);
  const before = history.length;
  expect(history.state).toEqual({ idx: 3 });
  history.back();
  expect(await screen.findByText("closed")).toBeVisible();
  expect(location.pathname).toBe("/rooms/1");
  expect(history.length).toBe(before);
  expect(then).not.toHaveBeenCalled();
});

it("goes back by itself when it is closed, once for two clicks, and then does what was chosen", async () => {
  history.replaceState({ idx: 2 }, "", "/rooms/2");
  history.pushState({ idx: 3 }, "", "/rooms/1");
  render(<Page />);
  const person = userEvent.setup();
  await person.dblClick(screen.getByRole("button", { name: "Do" }));
  expect(await screen.findByText("closed")).toBeVisible();
  expect(then).toHaveBeenCalledTimes(1);
  expect(location.pathname).toBe("/rooms/1");
});
