import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { FormError } from "@/components/form/FormError";
import { RetryNotice } from "@/components/form/RetryNotice";
import { useRadix } from "@/components/radix/useRadix";
import { leaveToInputMethod } from "@/lib/browser/inputMethod";
import { overlayClass, panelClass } from "./Dialog";
import { useFocusBack } from "./useFocusBack";

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  text: string;
  action: string;
  busy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  /** An option of the action. */
  children?: ReactNode;
};

/** Asks before an action that cannot be undone. It stays open until the action is done, and shows a refusal. */
export function ConfirmDialog({ open, onClose, title, text, action, busy, error, onConfirm, children }: Props) {
  const { t } = useTranslation();
  const focusBack = useFocusBack(open);
  const Radix = useRadix(open)?.AlertDialog;
  if (!Radix) return null;
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClass} />
        <Radix.Content className={panelClass} onEscapeKeyDown={leaveToInputMethod} onCloseAutoFocus={focusBack}>
          <Radix.Title className="bounded mb-2 font-semibold text-lg">{title}</Radix.Title>
          <Radix.Description className="bounded mb-6 text-muted text-sm">{text}</Radix.Description>
          {children}
          <FormError error={error} className="mb-4" />
          <RetryNotice busy={busy ?? false} className="mb-4" />
          <div className="flex justify-end gap-2">
            <Radix.Cancel asChild>
              <Button>{t("cancel")}</Button>
            </Radix.Cancel>
            <Button look="danger" busy={busy} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
