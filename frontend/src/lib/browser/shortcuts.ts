import { useEffect, useRef } from "react";
import type { EnterMode } from "./enterKey";
import { isOfInputMethod } from "./inputMethod";

/** All keyboard shortcuts. The sheet shows this table, and the handlers compare with it. */
export const SHORTCUTS = {
  everywhere: {
    switcher: "mod+k",
    search: "/",
    searchWhileWriting: "mod+shift+f",
    sheet: "?",
    previousRoom: "alt+ArrowUp",
    nextRoom: "alt+ArrowDown",
    previousUnread: "alt+shift+ArrowUp",
    nextUnread: "alt+shift+ArrowDown",
    firstUnread: "shift+PageUp",
    readAll: "shift+Escape",
    close: "Escape",
  },
  messages: {
    older: "ArrowUp",
    newer: "ArrowDown",
    oldest: "Home",
    newest: "End",
    reply: "r",
    thread: "t",
    edit: "e",
    copy: "c",
    copyLink: "l",
    forward: "f",
    pin: "p",
    reactors: "w",
    readers: "s",
    markUnread: "u",
    report: "!",
    restore: "z",
    remove: "Delete",
  },
  inbox: {
    previous: "ArrowUp",
    next: "ArrowDown",
    mark: "d",
  },
  writing: {
    send: "Enter",
    newLine: "shift+Enter",
    editLast: "ArrowUp",
    toMessages: "shift+Tab",
  },
} as const;

/** The keys of the writing field. `send` works in both modes with the modifier. */
export const writingKeys = (mode: EnterMode) =>
  mode === "send" ? SHORTCUTS.writing : { ...SHORTCUTS.writing, send: "mod+Enter", newLine: "Enter" };

type Table = typeof SHORTCUTS;
type Everywhere = Exclude<keyof Table["everywhere"], "close">;
export type MessageKey = keyof Table["messages"];

type Stroke = Pick<
  KeyboardEvent,
  "key" | "code" | "keyCode" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "isComposing"
>;

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/**
 * Whether the event is this shortcut. Letters compare by the character, or by the place of the key where the layout is
 * not Latin.
 */
export function isPressed(combination: string, stroke: Stroke) {
  const { key, modifiers } = parse(combination);
  const isSymbol = key.length === 1 && !/[a-z]/.test(key);
  const held = { mod: isApple ? stroke.metaKey : stroke.ctrlKey, alt: stroke.altKey, shift: stroke.shiftKey };
  const other = isApple ? stroke.ctrlKey : stroke.metaKey;
  if (isOfInputMethod(stroke) || other) return false;
  if (held.mod !== modifiers.has("mod") || held.alt !== modifiers.has("alt")) return false;
  // Some layouts need Shift for a symbol.
  if (!isSymbol && held.shift !== modifiers.has("shift")) return false;
  return stroke.key === key || isLetter(key, stroke);
}

function isLetter(key: string, stroke: Stroke) {
  if (!/^[a-z]$/.test(key)) return false;
  const isLatin = /^[a-z]$/i.test(stroke.key);
  return isLatin ? stroke.key.toLowerCase() === key : stroke.code === `Key${key.toUpperCase()}`;
}

function parse(combination: string) {
  const parts = combination.split("+");
  return { key: parts.at(-1) ?? "", modifiers: new Set(parts.slice(0, -1)) };
}

const NAMES: Record<string, string> = {
  mod: isApple ? "⌘" : "Ctrl",
  alt: isApple ? "⌥" : "Alt",
  shift: isApple ? "⇧" : "Shift",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
};

/** The names of the keys, as printed on them. */
export function keysOf(combination: string): string[] {
  const name = (part: string) => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  return combination.split("+").map(name);
}

/** The shortcut of a focused message that the event is. */
export function messageKey(stroke: Stroke): MessageKey | null {
  const names = Object.keys(SHORTCUTS.messages) as MessageKey[];
  return names.find((name) => isPressed(SHORTCUTS.messages[name], stroke)) ?? null;
}

/**
 * A shortcut of the whole page. It does not run behind a dialog or menu, and one without modifiers does not run in a
 * field.
 */
export function useShortcut(name: Everywhere, run: () => void) {
  const combination = SHORTCUTS.everywhere[name];
  useKeys(combination, run, !combination.includes("+"));
}

/** Escape, where no dialog, menu or field handled it. */
export function useEscape(run: () => void) {
  useKeys(SHORTCUTS.everywhere.close, run, false);
}

function useKeys(combination: string, run: () => void, writes: boolean) {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !isPressed(combination, event)) return;
      if (isCovered() || (writes && isWriting(event.target))) return;
      event.preventDefault();
      latest.current();
    };
    // A tooltip closes by any Escape and takes the event, so a combination with Escape is looked at before.
    const capture = combination.endsWith("+Escape");
    addEventListener("keydown", onKeyDown, { capture });
    return () => removeEventListener("keydown", onKeyDown, { capture });
  }, [combination, writes]);
}

const isCovered = () => document.querySelector("[role=dialog], [role=alertdialog], [role=menu]") !== null;

const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
