import { lazy, Suspense } from "react";
import { useShortcut } from "@/lib/shortcuts";
import { useSwitcher } from "./store";

const SwitcherDialog = lazy(() => import("./SwitcherDialog"));

/** Ctrl-K, ⌘K: any room or person from anywhere. */
export function Switcher() {
  const { open, show, close } = useSwitcher();
  useShortcut("switcher", show);
  return <Suspense>{open && <SwitcherDialog onClose={close} />}</Suspense>;
}
