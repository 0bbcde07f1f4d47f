import { useState } from "react";

/** Text not sent yet, kept per person and room until it is. */
export function useDraft(user: number, room: number) {
  const key = `irori.draft.${user}.${room}`;
  const [text, setText] = useState(() => localStorage.getItem(key) ?? "");
  const change = (next: string) => {
    setText(next);
    keep(key, next);
  };
  return [text, change] as const;
}

function keep(key: string, text: string) {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch {
    // A full or forbidden storage: the draft lives as long as the page.
  }
}
