import clsx from "clsx";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";

/** A washed-out colour would be one more colour, and its text hard to read: what cannot be pressed is grey. */
const FILLED_OFF = clsx(
  "disabled:bg-selected disabled:text-muted disabled:hover:brightness-100",
  "aria-disabled:bg-selected aria-disabled:text-muted aria-disabled:hover:brightness-100",
);
const FAINT_OFF = "disabled:opacity-55 aria-disabled:opacity-55";

/** Forced colours leave nothing of a background. They draw a transparent border. */
const LOOKS = {
  primary: clsx(
    "border border-transparent bg-ember text-on-ember hover:brightness-110 active:brightness-95",
    FILLED_OFF,
  ),
  plain: clsx("border border-edge bg-surface text-text hover:bg-raised", FAINT_OFF),
  quiet: clsx("border border-transparent text-muted hover:bg-raised hover:text-text", FAINT_OFF),
  danger: clsx(
    "border border-transparent bg-danger text-on-danger hover:brightness-110 active:brightness-95",
    FILLED_OFF,
  ),
} as const;

export type ButtonProps = ComponentProps<"button"> & { look?: keyof typeof LOOKS; busy?: boolean };

export const buttonClass = (look: keyof typeof LOOKS = "plain") =>
  clsx(
    "target inline-flex items-center justify-center gap-2 rounded-lg px-4 font-medium text-sm",
    "transition-[background-color,filter] duration-150",
    LOOKS[look],
  );

/** A button that is busy or has `aria-disabled` stays focusable, so that focus is not lost by what it did. */
export function Button({ look, busy = false, className, children, type = "button", onClick, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy}
      onClick={busy || isTrue(rest["aria-disabled"]) ? (event) => event.preventDefault() : onClick}
      className={clsx(buttonClass(look), className)}
    >
      {busy && <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />}
      {children}
    </button>
  );
}

const isTrue = (value: unknown) => value === true || value === "true";
