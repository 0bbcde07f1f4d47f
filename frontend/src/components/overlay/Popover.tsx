import clsx from "clsx";
import type { PopoverContentProps } from "radix-ui/popover";
import { cloneElement, type ReactElement, type ReactNode, useMemo } from "react";
import { PlacedTrigger, useOpener } from "@/components/radix/useOpener";
import { useRadix } from "@/components/radix/useRadix";
import { leaveToInputMethod } from "@/lib/browser/inputMethod";

type ContentProps = Omit<PopoverContentProps, "children"> & { "aria-label": string };

type Props = ContentProps & {
  /** A control. The popover opens at it. */
  trigger: ReactElement<object>;
  children: (close: () => void) => ReactNode;
};

export function Popover({ trigger, children, ...content }: Props) {
  const opener = useOpener("dialog");
  return (
    <>
      {cloneElement(trigger, opener.control)}
      {opener.wasOpened && (
        <Opened opener={opener} {...content}>
          {children(() => opener.setOpen(false))}
        </Opened>
      )}
    </>
  );
}

type OpenedProps = ContentProps & { opener: ReturnType<typeof useOpener>; children: ReactNode };

function Opened({ opener: { isOpen, setOpen, element }, children, ...content }: OpenedProps) {
  const Radix = useRadix(true)?.Popover;
  if (!Radix) return null;
  return (
    <Radix.Root open={isOpen} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <PlacedTrigger element={element} />
      </Radix.Trigger>
      <PopoverContent {...content}>{children}</PopoverContent>
    </Radix.Root>
  );
}

type AtProps = ContentProps & { button: HTMLElement; onClose: () => void; children: ReactNode };

/** Opens at one of many buttons, which shares this popover with the others. */
export function PopoverAt({ button, onClose, children, ...content }: AtProps) {
  const Radix = useRadix(true)?.Popover;
  const anchor = useMemo(() => ({ current: button }), [button]);
  if (!Radix) return null;
  const keepForButton = (event: CustomEvent<{ originalEvent: Event }>) => {
    // The button closes the popover by itself.
    if (button.contains(event.detail.originalEvent.target as Node)) event.preventDefault();
  };
  const focusBack = (event: Event) => {
    event.preventDefault();
    if (document.activeElement === document.body) button.focus();
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Anchor virtualRef={anchor} />
      <PopoverContent {...content} onInteractOutside={keepForButton} onCloseAutoFocus={focusBack}>
        {children}
      </PopoverContent>
    </Radix.Root>
  );
}

function PopoverContent({ className, ...rest }: PopoverContentProps) {
  const Radix = useRadix(true)?.Popover;
  if (!Radix) return null;
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={6}
        collisionPadding={8}
        onEscapeKeyDown={leaveToInputMethod}
        {...rest}
        className={clsx(
          "z-50 animate-rise rounded-xl border border-line bg-overlay [--ground:var(--color-overlay)] shadow-float",
          className,
        )}
      />
    </Radix.Portal>
  );
}
