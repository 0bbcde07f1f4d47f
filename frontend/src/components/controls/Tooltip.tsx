import * as Radix from "radix-ui/tooltip";
import type { ReactNode } from "react";

export const TooltipProvider = Radix.Provider;

/** Shows a control's accessible name. A tooltip is never the only place of a text. */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
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
  );
}
