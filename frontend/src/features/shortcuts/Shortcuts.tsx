import { lazy, Suspense, useState } from "react";
import { useShortcut } from "@/lib/browser/shortcuts";
import { useShortcutSheet } from "./store";

// The first page does not load it.
const ShortcutSheet = lazy(async () => ({ default: (await import("./ShortcutSheet")).ShortcutSheet }));

/** Opens the sheet from anywhere. It stays mounted afterwards, so that closing is animated. */
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
