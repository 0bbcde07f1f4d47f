import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { isPressed, keysOf, messageKey, useEscape, useShortcut } from "@/lib/browser/shortcuts";

const press = (keys: Partial<KeyboardEventInit> & { key: string }, target: EventTarget = document.body) =>
  fireEvent.keyDown(target as Element, keys);

function Page({ heard, children }: { heard: (name: string) => void; children?: React.ReactNode }) {
  useShortcut("switcher", () => heard("switcher"));
  useShortcut("sheet", () => heard("sheet"));
  useShortcut("nextUnread", () => heard("nextUnread"));
  useEscape(() => heard("escape"));
  return <>{children ?? <textarea aria-label="field" />}</>;
}

function open(children?: React.ReactNode) {
  const heard = vi.fn();
  render(<Page heard={heard}>{children}</Page>);
  return heard;
}

it("hears its keys and no others", () => {
  const heard = open();
  press({ key: "k", ctrlKey: true });
  press({ key: "ArrowDown", altKey: true, shiftKey: true });
  press({ key: "?", shiftKey: true });
  expect(heard.mock.calls.flat()).toEqual(["switcher", "nextUnread", "sheet"]);
  for (const keys of [{ key: "k" }, { key: "k", ctrlKey: true, altKey: true }, { key: "ArrowDown", altKey: true }])
    press(keys);
  expect(heard).toHaveBeenCalledTimes(3);
});

it("leaves to the field what would be written there", () => {
  const heard = open();
  const field = screen.getByLabelText("field");
  press({ key: "?", shiftKey: true }, field);
  expect(heard).not.toHaveBeenCalled();
  press({ key: "k", ctrlKey: true }, field);
  expect(heard).toHaveBeenCalledWith("switcher");
});

it("leaves to the input method what belongs to a conversion", () => {
  const heard = open();
  press({ key: "Escape", isComposing: true }, screen.getByLabelText("field"));
  press({ key: "Escape", keyCode: 229 }, screen.getByLabelText("field"));
  expect(heard).not.toHaveBeenCalled();
});

it("is silent behind a dialog, and where somebody nearer took the key", () => {
  const heard = open(<div role="dialog" />);
  press({ key: "Escape" });
  expect(heard).not.toHaveBeenCalled();
});

it("does not act on a key that was used already", () => {
  const heard = open(<input onKeyDown={(event) => event.preventDefault()} aria-label="field" />);
  press({ key: "Escape" }, screen.getByLabelText("field"));
  expect(heard).not.toHaveBeenCalled();
});

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false };
const stroke = { ...none, code: "", keyCode: 0 };

it("knows a letter by its place where the layout has no Latin ones", () => {
  expect(isPressed("mod+k", { ...stroke, key: "л", code: "KeyK", ctrlKey: true })).toBe(true);
  expect(isPressed("mod+k", { ...stroke, key: "t", code: "KeyK", ctrlKey: true })).toBe(false);
});

it("names the keys of a message", () => {
  expect(messageKey({ ...stroke, key: "e" })).toBe("edit");
  expect(messageKey({ ...stroke, key: "e", ctrlKey: true })).toBeNull();
  expect(keysOf("alt+shift+ArrowUp")).toEqual(["Alt", "Shift", "↑"]);
});
