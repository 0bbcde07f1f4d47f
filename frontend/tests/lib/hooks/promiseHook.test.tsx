import { act, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { ErrorBoundary } from "@/app/ErrorBoundary";
import { promiseHook } from "@/lib/hooks/promiseHook";

const reader = (coming: Promise<string>) => {
  const useText = promiseHook(coming);
  return function Reader() {
    return <p>{useText() ?? "on its way"}</p>;
  };
};

it("waits without anything being drawn anew, and shows what arrives", async () => {
  let resolve = (_text: string) => {};
  const promise = new Promise<string>((arrive) => {
    resolve = arrive;
  });
  const Reader = reader(promise);
  render(<Reader />);
  expect(screen.getByText("on its way")).toBeInTheDocument();
  await act(async () => resolve("here"));
  expect(screen.getByText("here")).toBeInTheDocument();
});

it("is there with the first drawing where it came before", async () => {
  const promise = Promise.resolve("here");
  const Reader = reader(promise);
  await promise;
  const { container } = render(<Reader />);
  expect(container).toHaveTextContent("here");
});

it("leaves a failure to the boundary around it", async () => {
  vi.spyOn(console, "error").mockReturnValue();
  let reject = (_reason: Error) => {};
  const promise = new Promise<string>((_, fail) => {
    reject = fail;
  });
  const Reader = reader(promise);
  render(
    <ErrorBoundary>
      <Reader />
    </ErrorBoundary>,
  );
  await act(async () => reject(new TypeError("Failed to fetch")));
  expect(screen.queryByText("on its way")).toBeNull();
  expect(screen.getByRole("heading")).toBeInTheDocument();
});
