import { render, screen } from "@testing-library/react";
import { useEffect, useState } from "react";
import { expect, it, vi } from "vitest";

const LATE = 1500;

function Late() {
  const [isHere, setHere] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setHere(true), LATE);
    return () => clearTimeout(timer);
  }, []);
  return isHere && <p>late</p>;
}

it("waits for what is late, however it waits", async () => {
  render(<Late />);
  const shown = () => screen.queryByText("late");
  await Promise.all([
    screen.findByText("late"),
    vi.waitFor(() => expect(shown()).toBeVisible()),
    expect.poll(shown).toBeVisible(),
  ]);
});
