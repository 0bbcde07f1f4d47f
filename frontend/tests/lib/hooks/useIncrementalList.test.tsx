import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { useIncrementalList } from "@/lib/hooks/useIncrementalList";

const ROWS = Array.from({ length: 35 }, (_, number) => `row ${number}`);

function List() {
  const { shown, mark } = useIncrementalList(10);
  return (
    <ul>
      {ROWS.slice(0, shown).map((row) => (
        <li key={row}>{row}</li>
      ))}
      {shown < ROWS.length && <li ref={mark} aria-hidden="true" />}
    </ul>
  );
}

it("grows as long as the mark is in sight, also where it never was out of it for a whole frame", async () => {
  // As browsers do: told once when the watch begins, and then of changes, of which there are none.
  class Watch {
    private readonly tell: (entries: { isIntersecting: boolean }[]) => void;
    constructor(tell: Watch["tell"]) {
      this.tell = tell;
    }
    observe() {
      queueMicrotask(() => this.tell([{ isIntersecting: true }]));
    }
    disconnect() {}
  }
  vi.stubGlobal("IntersectionObserver", Watch);
  render(<List />);
  expect(await screen.findByText("row 34")).toBeTruthy();
  expect(screen.getAllByRole("listitem")).toHaveLength(ROWS.length);
});
