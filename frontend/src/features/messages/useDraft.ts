import { useState } from "react";

const keyOf = (user: number, room: number, thread: number | null) =>
  ["irori.draft", user, room, thread].filter((part) => part !== null).join(".");

/** Text not sent yet, kept per person, room and thread until it is. */
export function useDraft(user: number, room: number, thread: number | null) {
  const key = keyOf(user, room, thread);
  const [text, setText] = useState(() => localStorage.getItem(key) ?? "");
  const change = (next: string) => {
    setText(next);
    keep(key, next);
  };
  return [text, change] as const;
}

/** For a room that is not open: it finds this in its field, under what was there. */
export function addToDraft(user: number, room: number, text: string) {
  const key = keyOf(user, room, null);
  keep(key, [localStorage.getItem(key)?.trimEnd(), text].filter(Boolean).join("\n\n"));
}

function keep(key: string, text: string) {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch {
    // A full or forbidden storage: the draft lives as long as the page.
  }
}
