import { lazy, Suspense, useState } from "react";
import { useShortcut } from "@/lib/browser/shortcuts";
import { useShortcutSheet } from "./store";

// Nobody waits for it to read a room.
const ShortcutSheet = lazy(async () => ({ default: (await import("./ShortcutSheet")).ShortcutSheet }));

/** Shows the sheet from anywhere. Once it was shown it stays, so that it can close as it opened. */
export function Shortcuts() {
  const { open, show, close } = useShortcutSheet();
  const [wasShown, setWasShown] = useState(open);
  useShortcut("sheet", show);
  if (open && !wasShown) setWasShown(true);
  if (!wasShown) return null;
  return (
    <Suspense>
      <ShortcutSheet open={open} onClose={close} />
    </Suspense>
  );
}
