import { render } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { expect, it } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { Markdown } from "@/entities/messages/markdown/Markdown";

function calls(text: string, names: string[], mine: string[] = []) {
  const { container } = render(
    <MemoryRouter>
      <TooltipProvider>
        <Markdown text={text} mentions={{ names, mine }} />
      </TooltipProvider>
    </MemoryRouter>,
  );
  return Array.from(container.querySelectorAll(".call"), (each) => `${each.textContent} ${each.className}`);
}

it("marks the mentions that the server names, and those of me", () => {
  expect(calls("@kenji and @Mai", ["kenji", "mai"], ["mai"])).toEqual(["@kenji call", "@Mai call call-me"]);
});

it("takes the longest name, also where no space follows", () => {
  expect(calls("@kenjiroさん @kenjiさん", ["kenji", "kenjiro"])).toEqual(["@kenjiro call", "@kenji call"]);
});

it.each(["`@kenji`", "```\n@kenji\n```", "mail@kenji", "[@kenji](https://example.org)"])(
  "calls nobody in %s",
  (text) => {
    expect(calls(text, ["kenji"])).toEqual([]);
  },
);

it("shows nobody whom the server did not name", () => {
  expect(calls("@kenji", [])).toEqual([]);
});
