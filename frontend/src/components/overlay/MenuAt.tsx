import { type ReactNode, useRef } from "react";
import { useRadix } from "@/components/radix/useRadix";
import { menuClass } from "./Menu";

type Props = { x: number; y: number; label: string; onClose: () => void; children: ReactNode };

/** An open menu at a point of the window. Focus then returns to where it was. */
export function MenuAt({ x, y, label, onClose, children }: Props) {
  const Radix = useRadix(true)?.Menu;
  const opener = useRef(document.activeElement);
  const focusBack = (event: Event) => {
    event.preventDefault();
    if (document.activeElement === document.body && opener.current instanceof HTMLElement) opener.current.focus();
  };
  if (!Radix) return null;
  return (
    <Radix.Root open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Trigger asChild>
        <button
          type="button"
          tabIndex={-1}
          aria-label={label}
          className="pointer-events-none fixed size-px opacity-0"
          style={{ left: x, top: y }}
        />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align="start" collisionPadding={8} className={menuClass} onCloseAutoFocus={focusBack}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
