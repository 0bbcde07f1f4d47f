import { cloneElement, type HTMLAttributes, type ReactElement, type ReactNode, useMemo } from "react";
import { PlacedTrigger } from "@/components/radix/useOpener";
import { isRadixLoaded, useRadix } from "@/components/radix/useRadix";
import { TooltipDelay } from "./tooltipDelay";
import { useTooltipTrigger } from "./useTooltipTrigger";

type ProviderProps = { delayDuration?: number; children: ReactNode };

/** `delayDuration`: milliseconds that the pointer rests on a control before its tooltip opens. */
export function TooltipProvider({ delayDuration = 500, children }: ProviderProps) {
  return <TooltipDelay value={delayDuration}>{children}</TooltipDelay>;
}

type Props = { text: string; children: ReactElement<HTMLAttributes<HTMLElement>> };

/**
 * Shows a control's accessible name. A tooltip is never the only place of a text. Of Radix's tooltip nothing is mounted
 * before it opens: each message has several controls.
 */
export function Tooltip({ text, children }: Props) {
  const { props } = children;
  const { anchor, close, handlers } = useTooltipTrigger(props, () => !isRadixLoaded());
  const description = props["aria-label"] === text ? undefined : text;
  return (
    <>
      {cloneElement(children, { ...handlers, ...(description && { "aria-description": description }) })}
      {anchor && <OpenTooltip text={text} anchor={anchor} onClose={close} />}
    </>
  );
}

function OpenTooltip({ text, anchor, onClose }: { text: string; anchor: HTMLElement; onClose: () => void }) {
  const Radix = useRadix(true)?.Tooltip;
  const element = useMemo(() => ({ current: anchor }), [anchor]);
  if (!Radix) return null;
  return (
    <Radix.Provider>
      <Radix.Root open onOpenChange={(open) => !open && onClose()}>
        <Radix.Trigger asChild>
          <PlacedTrigger element={element} />
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-60 animate-appear rounded-md bg-text px-2 py-1 text-surface text-xs"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
