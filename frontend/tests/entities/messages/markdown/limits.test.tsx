import { cleanup, render } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { beforeAll, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import * as code from "@/entities/messages/markdown/CodeBlock";
import { Markdown } from "@/entities/messages/markdown/Markdown";
import { plainText } from "@/entities/messages/plainText";
import { cpuTimeOf, leastCpuTimeOf } from "../../../helpers/cpuTime";
import { generatedTexts, HOSTILE, LONGEST, ordinaryText } from "../../../helpers/hostileTexts";

/** How many times as long as an ordinary message of that length one may take. */
const MOST_TIMES = 8;
const MOST_ELEMENTS = 3500;
const PATIENCE = 120_000;

function show(text: string) {
  return render(
    <MemoryRouter>
      <TooltipProvider>
        <Markdown text={text} />
      </TooltipProvider>
    </MemoryRouter>,
  );
}

/** Milliseconds of CPU, the lesser of two: the compiler may be at work meanwhile. */
function timeOf(text: string) {
  const [first, second] = [`${text}\n`, text].map((each) => {
    const taken = cpuTimeOf(() => show(each));
    cleanup();
    return taken;
  });
  return Math.min(first ?? 0, second ?? 0);
}

function expectBounded(what: string, text: string) {
  expect(text.length, what).toBeLessThanOrEqual(LONGEST);
  expect(timeOf(text), what).toBeLessThan(MOST_TIMES * ordinary);
  const { container, unmount } = show(text);
  expect(container.querySelectorAll("*").length, what).toBeLessThanOrEqual(MOST_ELEMENTS);
  unmount();
}

let ordinary = 0;
beforeAll(() => {
  // Twice before, so that the parser is compiled; never the same text, which would be kept.
  for (const word of ["one", "two", "three"]) ordinary = timeOf(`${ordinaryText()} ${word}`);
}, PATIENCE);

it("shapes an ordinary long message", () => {
  const text = ordinaryText();
  expect(text.length).toBeGreaterThan(LONGEST - 100);
  const { container } = show(text);
  expect(container.querySelectorAll("table th")).toHaveLength(20);
  expect(container.querySelectorAll("table td")).toHaveLength(400);
  expect(container.querySelector(Array(10).fill("ul > li").join(" > "))).toHaveTextContent("step 9");
  expect(container.querySelectorAll("a")).toHaveLength(100);
  expect(container.querySelector("pre code")).toHaveTextContent("const snake_case = list[0] * (1 + x);");
  expect(container.querySelectorAll("em").length).toBeGreaterThan(10);
});

it.each(HOSTILE)(
  "shows %s in about the time of an ordinary message",
  (what, text) => expectBounded(what, text),
  PATIENCE,
);

it(
  "shows whatever a generator makes in about the time of an ordinary message",
  () => {
    for (const text of generatedTexts(100)) expectBounded(JSON.stringify(text.slice(0, 12)), text);
  },
  PATIENCE,
);

it("loses nothing of what it does not shape", () => {
  const text = "- ".repeat(1000);
  const { container } = show(text);
  expect(container.querySelector("p")?.textContent).toBe(text);
  expect(container).toHaveTextContent("asWritten");
});

it("shows the text where drawing it fails, and does not fail again", () => {
  const broken = vi.spyOn(code, "CodeBlock").mockImplementation(() => {
    throw new Error("cannot be drawn");
  });
  const silent = vi.spyOn(console, "error").mockImplementation(() => {});
  const text = "before\n```\ncode\n```";
  for (const _ of ["first", "again"]) {
    const { container, unmount } = show(text);
    expect(container.querySelector("p")?.textContent).toBe(text);
    unmount();
  }
  expect(broken).toHaveBeenCalled();
  const mentions = broken.mock.calls.length;
  show(text).unmount();
  expect(broken).toHaveBeenCalledTimes(mentions);
  expect(silent).toHaveBeenCalled();
});

it.each([["[".repeat(LONGEST)], ["[a](".repeat(LONGEST / 4)], ["\n".repeat(LONGEST)], ["*_".repeat(LONGEST / 2)]])(
  "finds the words of %# at once",
  (text) => {
    const taken = leastCpuTimeOf(() => {
      for (let times = 0; times < 20; times++) plainText(text);
    });
    expect(taken).toBeLessThan(ordinary * 2);
  },
);
