import clsx from "clsx";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { useRadix } from "@/components/radix/useRadix";
import { isOfInputMethod } from "@/lib/browser/inputMethod";
import { useFocusBack } from "./useFocusBack";

export const overlayClass = "fixed inset-0 z-40 animate-appear bg-scrim";

export const panelClass = clsx(
  "fixed z-40 flex max-h-[calc(var(--page-height)-2rem)] w-[min(28rem,calc(100vw-2rem))] animate-rise flex-col overflow-y-auto",
  "-translate-x-1/2 -translate-y-1/2 top-[calc(var(--page-height)/2)] left-1/2 rounded-2xl border border-line bg-overlay p-6 [--ground:var(--color-overlay)] shadow-float outline-none",
);

/** Focusing the first button would open its tooltip, and focusing a search field would open the keyboard. */
export function focusPanel(event: Event) {
  event.preventDefault();
  (event.currentTarget as HTMLElement).focus();
}

type Props = {
  open: boolean;
  /** Without it the dialog cannot be dismissed. */
  onClose?: () => void;
  title: string;
  description?: ReactNode;
  /** The dialog has nothing to fill in, so the arrow keys scroll it at once. */
  toRead?: boolean;
  children: ReactNode;
};

export function Dialog({ open, onClose, title, description, toRead, children }: Props) {
  const { t } = useTranslation();
  const focusBack = useFocusBack(open);
  const stay = (event: Event) => !onClose && event.preventDefault();
  const leave = (event: KeyboardEvent) => (isOfInputMethod(event) ? event.preventDefault() : stay(event));
  const Radix = useRadix(open)?.Dialog;
  if (!Radix) return null;
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose?.()}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClass} />
        <Radix.Content
          className={panelClass}
          onCloseAutoFocus={focusBack}
          onEscapeKeyDown={leave}
          {...(toRead && { onOpenAutoFocus: focusPanel })}
          onPointerDownOutside={stay}
          {...(!description && { "aria-describedby": undefined })}
        >
          <Radix.Title className="bounded mb-1 pr-8 font-semibold text-lg">{title}</Radix.Title>
          {description && <Radix.Description className="text-muted text-sm">{description}</Radix.Description>}
          <div className="mt-4">{children}</div>
          {/* Last in the order, so that the dialog opens with focus on its content. */}
          {onClose && <IconButton label={t("close")} icon={X} onClick={onClose} className="absolute top-4 right-4" />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
