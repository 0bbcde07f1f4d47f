import clsx from "clsx";
import { Check, type LucideIcon } from "lucide-react";
import { cloneElement, type HTMLAttributes, type KeyboardEvent, type ReactElement, type ReactNode } from "react";
import { PlacedTrigger, useOpener } from "@/components/radix/useOpener";
import { useRadix } from "@/components/radix/useRadix";

type MenuProps = { trigger: ReactElement<HTMLAttributes<HTMLElement>>; children: ReactNode; align?: "start" | "end" };

export const menuClass =
  "z-50 min-w-48 max-w-80 animate-rise rounded-xl border border-line bg-overlay p-1 shadow-float max-h-(--radix-dropdown-menu-content-available-height) overflow-y-auto";

export function Menu({ trigger, children, align = "end" }: MenuProps) {
  const opener = useOpener("menu");
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    opener.isByKey.current = true;
    opener.setOpen(true);
  };
  return (
    <>
      {cloneElement(trigger, { ...opener.control, onKeyDown })}
      {opener.wasOpened && (
        <OpenedMenu opener={opener} align={align}>
          {children}
        </OpenedMenu>
      )}
    </>
  );
}

type OpenedProps = { opener: ReturnType<typeof useOpener>; align: "start" | "end"; children: ReactNode };

function OpenedMenu({ opener: { id, isOpen, setOpen, isByKey, element }, align, children }: OpenedProps) {
  const Radix = useRadix(true)?.Menu;
  if (!Radix) return null;
  // The control closes the menu by itself.
  const leaveToTrigger = (event: Event) => {
    if (element.current?.contains(event.target as Node)) event.preventDefault();
  };
  // Radix does so where it has seen the key, which may have been pressed before its code arrived.
  const focusFirstEntry = (menu: HTMLElement | null) => {
    if (!menu || !isByKey.current) return;
    isByKey.current = false;
    // After Radix has moved focus to the menu itself, unless a key has moved it to an entry by then.
    setTimeout(() => {
      if (!menu.querySelector("[role^=menuitem]:focus")) menu.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
    });
  };
  return (
    <Radix.Root modal={false} open={isOpen} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <PlacedTrigger element={element} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          ref={focusFirstEntry}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-labelledby={id}
          onInteractOutside={leaveToTrigger}
          className={menuClass}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const itemClass = clsx(
  "target flex cursor-pointer items-center gap-3 rounded-lg px-3 text-sm outline-none data-disabled:opacity-55",
  "data-highlighted:bg-raised data-highlighted:inset-ring-2 data-highlighted:inset-ring-edge",
  // Neither the background nor the ring, which is a shadow, is drawn in forced colours.
  "forced-colors:data-highlighted:outline-2 forced-colors:data-highlighted:outline-solid",
);

type ItemProps = {
  icon?: LucideIcon;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** The key that does the same without the menu. */
  shortcut?: string;
  children: ReactNode;
};

export function MenuItem({ icon: Icon, onSelect, danger = false, disabled, shortcut, children }: ItemProps) {
  const Radix = useRadix(true)?.Menu;
  if (!Radix) return null;
  return (
    <Radix.Item onSelect={onSelect} disabled={disabled} className={clsx(itemClass, danger && "text-danger")}>
      {Icon && <Icon aria-hidden="true" className={clsx("size-4 shrink-0", !danger && "text-muted")} />}
      {children}
      {shortcut && (
        <span aria-hidden="true" className="ml-auto pl-6 text-muted text-xs pointer-coarse:hidden">
          {shortcut}
        </span>
      )}
    </Radix.Item>
  );
}

export function MenuLine() {
  const Radix = useRadix(true)?.Menu;
  return Radix && <Radix.Separator className="mx-2 my-1 h-px bg-line" />;
}

type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  options: Record<T, string>;
  onChange: (value: T) => void;
};

/** One of a few, chosen within the menu. */
export function MenuChoice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  const Radix = useRadix(true)?.Menu;
  if (!Radix) return null;
  return (
    <Radix.RadioGroup aria-label={label} value={value} onValueChange={(next) => onChange(next as T)}>
      <Radix.Label className="px-3 pt-2 pb-1 text-muted text-xs">{label}</Radix.Label>
      {(Object.entries(options) as [T, string][]).map(([option, text]) => (
        <Radix.RadioItem
          key={option}
          value={option}
          // The menu stays open, so that the choice is seen.
          onSelect={(event) => event.preventDefault()}
          className={itemClass}
        >
          <span className="size-4">
            <Radix.ItemIndicator>
              <Check aria-hidden="true" className="size-4" />
            </Radix.ItemIndicator>
          </span>
          {text}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}
