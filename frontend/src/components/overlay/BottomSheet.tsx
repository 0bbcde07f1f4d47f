import type { ReactNode } from "react";
import { useRadix } from "@/components/radix/useRadix";
import { leaveToInputMethod } from "@/lib/browser/inputMethod";
import { focusPanel, overlayClass } from "./Dialog";
import { useFocusBack } from "./useFocusBack";

type Props = { title: string; onClose: () => void; children: ReactNode };

/** Comes from below, to the thumb. For touch, where a menu would open under the finger. */
export function BottomSheet({ title, onClose, children }: Props) {
  const focusBack = useFocusBack(true);
  const Dialog = useRadix(true)?.Dialog;
  if (!Dialog) return null;
  return (
    <Dialog.Root open onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClass} />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusPanel}
          onEscapeKeyDown={leaveToInputMethod}
          onCloseAutoFocus={focusBack}
          className="safe fixed inset-x-0 bottom-0 z-40 mx-auto max-h-[calc(var(--page-height)*0.85)] max-w-lg animate-ascend overflow-y-auto rounded-t-2xl border border-line border-b-0 bg-overlay [--ground:var(--color-overlay)] shadow-float outline-none"
        >
          <span aria-hidden="true" className="mx-auto mt-2 block h-1 w-9 rounded-full bg-edge" />
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <div className="p-2">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
