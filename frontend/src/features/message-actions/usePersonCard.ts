import { useCallback, useState } from "react";
import type { User } from "@/lib/protocol/types";

/** Whose card is open, and at which button; the same button once more closes it. */
export function useIntroduction() {
  const [introduced, setIntroduced] = useState<{ user: User; button: HTMLElement } | null>(null);
  const introduce = useCallback((user: User, button: HTMLElement) => {
    // A row without focus may leave the page while the card is open. Safari's buttons take none when clicked.
    button.focus();
    setIntroduced((open) => (open?.button === button ? null : { user, button }));
  }, []);
  const dismiss = useCallback(() => setIntroduced(null), []);
  return { introduced, introduce, dismiss };
}
