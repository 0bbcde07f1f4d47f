import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { LoadFailureDialog } from "@/components/lazy/LoadFailureDialog";
import { lazyComponent, NoFailure } from "@/components/lazy/lazyComponent";
import { loadRadix } from "@/components/radix/useRadix";
import { startI18n } from "@/lib/i18n/i18n";
import { lazyModule } from "@/lib/lazy/lazyModule";

type Module = { Part: (props: { name: string; onClose: () => void }) => string };

const module: Module = { Part: ({ name }) => `the ${name}` };
const request = vi.fn<() => Promise<Module>>();
const onClose = vi.fn();

beforeAll(loadRadix);

beforeEach(async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("Failed to fetch");
  });
  request.mockReset().mockResolvedValue(module);
  onClose.mockReset();
  await startI18n();
});

async function open(Failure?: Parameters<typeof lazyComponent<Module, { name: string; onClose: () => void }>>[2]) {
  const Part = lazyComponent(lazyModule(request), ({ Part }) => Part, Failure);
  render(
    <TooltipProvider>
      <p>the page</p>
      <Part name="picker" onClose={onClose} />
    </TooltipProvider>,
  );
  await act(async () => {});
}

const fail = () => request.mockRejectedValueOnce(new TypeError("Failed to fetch"));

it("appears when it is loaded", async () => {
  await open();
  expect(screen.getByText("the picker")).toBeInTheDocument();
});

it("says alone that it could not be loaded, and loads again at the press of a button", async () => {
  fail();
  await open();
  expect(screen.getByText("the page")).toBeInTheDocument();
  expect(screen.getByRole("alert")).toHaveTextContent("could not be loaded");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("the picker")).toBeInTheDocument();
  expect(screen.queryByRole("alert")).toBeNull();
});

it("appears by itself when the network is back", async () => {
  fail();
  await open();
  await act(async () => dispatchEvent(new Event("online")));
  await screen.findByText("the picker");
});

it("a dialog that could not be loaded is one that can be closed", async () => {
  fail();
  await open(LoadFailureDialog);
  expect(screen.getByRole("dialog", { name: "This did not load" })).toBeInTheDocument();
  await userEvent.keyboard("{Escape}");
  expect(onClose).toHaveBeenCalledOnce();
});

it("what nobody asked for says nothing", async () => {
  fail();
  await open(NoFailure);
  expect(screen.queryByRole("alert")).toBeNull();
});
