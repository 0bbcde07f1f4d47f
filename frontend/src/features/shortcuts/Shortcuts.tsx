import { useState } from "react";
import { LoadFailureDialog } from "@/components/lazy/LoadFailureDialog";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { useShortcut } from "@/lib/browser/shortcuts";
import { lazyModule } from "@/lib/lazy/lazyModule";
import { useShortcutSheet } from "./store";

// The first page does not load it.
const ShortcutSheet = lazyComponent(
  lazyModule(() => import("./ShortcutSheet")),
  ({ ShortcutSheet }) => ShortcutSheet,
  LoadFailureDialog,
);

/** Opens the sheet from anywhere. It stays mounted afterwards, so that closing is animated. */
export function Shortcuts() {
  const { open, show, close } = useShortcutSheet();
  const [wasShown, setWasShown] = useState(open);
  useShortcut("sheet", show);
  if (open && !wasShown) setWasShown(true);
  if (!wasShown) return null;
  return <ShortcutSheet open={open} onClose={close} />;
}
