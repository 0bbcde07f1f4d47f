import { useCallback, useState } from "react";
import type { User } from "@/lib/protocol/types";

/** Whose card is open, and at which button. The same button closes it. */
export function usePersonCard() {
  const [card, setCard] = useState<{ user: User; button: HTMLElement } | null>(null);
  const showPerson = useCallback((user: User, button: HTMLElement) => {
    // Safari does not focus a clicked button, and a row without focus may be unmounted while the card is open.
    button.focus();
    setCard((open) => (open?.button === button ? null : { user, button }));
  }, []);
  const closeCard = useCallback(() => setCard(null), []);
  return { card, showPerson, closeCard };
}
