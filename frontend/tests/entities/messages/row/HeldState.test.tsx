import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { HeldState } from "@/entities/messages/row/HeldState";
import type { HeldMessage } from "@/lib/protocol/types";

const refused = (files: number) =>
  ({ id: 1, room: 1, text: "tea", thread: null, state: "refused", note: "", files: Array(files).fill({}) }) as unknown;

const show = (files: number) =>
  render(
    <QueryClientProvider client={new QueryClient()}>
      <HeldState held={refused(files) as HeldMessage} />
    </QueryClientProvider>,
  );

it("offers to write a refused message anew", () => {
  show(0);
  expect(screen.getByRole("button", { name: "changeText" })).toBeVisible();
  expect(screen.getByRole("button", { name: "discard" })).toBeVisible();
});

it("does not where its files would be lost", () => {
  show(1);
  expect(screen.queryByRole("button", { name: "changeText" })).toBeNull();
  expect(screen.getByRole("button", { name: "discard" })).toBeVisible();
});
