import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { expect, it } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { Markdown } from "@/entities/messages/markdown/Markdown";

function show(text: string) {
  const { container } = render(
    <MemoryRouter>
      <TooltipProvider>
        <Markdown text={text} />
      </TooltipProvider>
    </MemoryRouter>,
  );
  const words = () =>
    Array.from(container.querySelectorAll("code [class^=hljs-]"), (each) => `${each.className} ${each.textContent}`);
  return { code: () => container.querySelector("pre code")?.textContent, words };
}

const fenced = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\``;

it.each(["js", "JavaScript", "js:index.js"])("tells the words of %s apart", async (language) => {
  const { code, words } = show(fenced(language, "const a = 1"));
  expect(code()).toBe("const a = 1");
  await waitFor(() => expect(words()).toEqual(["hljs-keyword const", "hljs-number 1"]));
  expect(code()).toBe("const a = 1");
});

it.each([
  ["a language nobody knows", fenced("qwertz", "const a = 1")],
  ["no language", fenced("", "const a = 1")],
  ["much code", fenced("js", "const a = 1\n".repeat(500))],
])("leaves %s plain", async (_, text) => {
  const known = show(fenced("js", "const b = 2"));
  const { code, words } = show(text);
  await waitFor(() => expect(known.words()).not.toEqual([]));
  expect(code()).toContain("const a = 1");
  expect(words()).toEqual([]);
});

it("makes nothing but text of hostile code", async () => {
  const hostile = '</code></pre><script>alert("a")</script><img src=x onerror=alert(1)>';
  const { code, words } = show(fenced("html", hostile));
  await waitFor(() => expect(words()).not.toEqual([]));
  expect(code()).toBe(hostile);
  expect(document.querySelector("script, img")).toBeNull();
});

it("copies the code as it was written", async () => {
  const user = userEvent.setup();
  show(fenced("js", "const a = 1\n\n  // お茶"));
  await user.click(screen.getByRole("button", { name: "copyCode" }));
  expect(await navigator.clipboard.readText()).toBe("const a = 1\n\n  // お茶");
});
