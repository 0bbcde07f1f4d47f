import { act, render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { lazyModule } from "@/lib/lazy/lazyModule";
import { useLazyModule } from "@/lib/lazy/useLazyModule";

const reader = (coming: Promise<string>) => {
  const module = lazyModule(() => coming);
  function Reader() {
    return <p>{useLazyModule(module).module ?? "on its way"}</p>;
  }
  return { module, Reader };
};

it("shows what arrives", async () => {
  let resolve = (_text: string) => {};
  const { Reader } = reader(
    new Promise<string>((arrive) => {
      resolve = arrive;
    }),
  );
  render(<Reader />);
  expect(screen.getByText("on its way")).toBeInTheDocument();
  await act(async () => resolve("here"));
  expect(screen.getByText("here")).toBeInTheDocument();
});

it("is there with the first rendering where it came before", async () => {
  const { module, Reader } = reader(Promise.resolve("here"));
  await module.load();
  const { container } = render(<Reader />);
  expect(container).toHaveTextContent("here");
});

it("loads nothing that is not needed", () => {
  function Reader() {
    return <p>{useLazyModule<string>(null).module ?? "nothing"}</p>;
  }
  render(<Reader />);
  expect(screen.getByText("nothing")).toBeInTheDocument();
});
