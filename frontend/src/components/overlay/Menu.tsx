import clsx from "clsx";
import type { LucideIcon } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";

type MenuProps = { trigger: ReactNode; children: ReactNode; align?: "start" | "end" };

export function Menu({ trigger, children, align = "end" }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-48 max-w-80 animate-rise rounded-xl border border-line bg-overlay p-1 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ItemProps = { icon?: LucideIcon; onSelect: () => void; danger?: boolean; disabled?: boolean; children: ReactNode };

export function MenuItem({ icon: Icon, onSelect, danger = false, disabled, children }: ItemProps) {
  return (
    <Radix.Item
      onSelect={onSelect}
      disabled={disabled}
      className={clsx(
        "target flex cursor-pointer items-center gap-3 rounded-lg px-3 text-sm outline-none data-disabled:opacity-55",
        "data-highlighted:bg-raised data-highlighted:inset-ring-2 data-highlighted:inset-ring-focus/70",
        danger && "text-danger",
      )}
    >
      {Icon && <Icon aria-hidden="true" className={clsx("size-4 shrink-0", !danger && "text-muted")} />}
      {children}
    </Radix.Item>
  );
}

export function MenuLine() {
  return <Radix.Separator className="mx-2 my-1 h-px bg-line" />;
}
