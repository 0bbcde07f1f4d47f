import clsx from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { Tooltip } from "./Tooltip";

export type IconButtonProps = Omit<ComponentProps<"button">, "children"> & { label: string; icon: LucideIcon };

export function IconButton({ label, icon: Icon, className, type = "button", ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        className={clsx(
          "target inline-grid shrink-0 place-items-center rounded-lg text-muted transition-colors duration-150",
          "hover:bg-raised hover:text-text disabled:opacity-55",
          className,
        )}
      >
        <Icon aria-hidden="true" className="size-4.5" />
      </button>
    </Tooltip>
  );
}
