import clsx from "clsx";
import { X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { useRadix } from "@/components/radix/useRadix";
import { isOfInputMethod } from "@/lib/browser/inputMethod";
import { useKeptFocus } from "@/lib/hooks/useKeptFocus";
import { useMediaQuery, WITH_CONTEXT } from "@/lib/hooks/useMediaQuery";
import { focusPanel, overlayClass } from "./Dialog";
import { KeptEscape } from "./KeptEscape";
import { useFocusBack, useFocusBackFromPart } from "./useFocusBack";

type Props = { title: string; open: boolean; onClose: () => void; children: ReactNode };

/** The third column where the window is wide enough, else a sheet over the conversation. */
export function ContextPanel(props: Props) {
  const beside = useMediaQuery(WITH_CONTEXT);
  return beside ? <Column {...props} /> : <Sheet {...props} />;
}

function Column({ title, open, onClose, children }: Props) {
  const column = useRef<HTMLElement>(null);
  // A sheet catches the focus by itself.
  const kept = useKeptFocus(() => column.current);
  useFocusBackFromPart(open);
  if (!open) return null;
  return (
    <aside
      ref={column}
      tabIndex={-1}
      aria-label={title}
      {...kept}
      onKeyDown={onEscape(onClose)}
      className="flex w-85 shrink-0 animate-appear flex-col border-line border-l outline-none"
    >
      <PanelHead title={<h2 className="font-semibold">{title}</h2>} onClose={onClose} />
      {children}
    </aside>
  );
}

function Sheet({ title, open, onClose, children }: Props) {
  const content = useRef<HTMLDivElement>(null);
  const focusBack = useFocusBack(open);
  const Dialog = useRadix(open)?.Dialog;
  if (!Dialog) return null;
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClass} />
        <Dialog.Content
          aria-describedby={undefined}
          ref={content}
          onOpenAutoFocus={focusPanel}
          onCloseAutoFocus={focusBack}
          onKeyDown={onEscape(onClose)}
          className={clsx(
            "safe fixed top-0 right-0 h-(--page-height) z-40 flex w-full sm:w-88 animate-slide flex-col",
            "border-line border-l bg-surface shadow-float outline-none",
          )}
        >
          <PanelHead title={<Dialog.Title className="font-semibold">{title}</Dialog.Title>} onClose={onClose} />
          {children}
        </Dialog.Content>
        <KeptEscape content={content} onEscape={onClose} />
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const onEscape = (onClose: () => void) => (event: KeyboardEvent) => {
  if (!isEscape(event)) return;
  event.preventDefault();
  onClose();
};

/** Escape closes the innermost thing: an open menu, then the text of a search field, then the panel. */
function isEscape({ key, target, nativeEvent, defaultPrevented }: KeyboardEvent) {
  const isSearching = target instanceof HTMLInputElement && target.value !== "";
  return key === "Escape" && !defaultPrevented && !isOfInputMethod(nativeEvent) && !isSearching;
}

function PanelHead({ title, onClose }: { title: ReactNode; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="flex h-14 shrink-0 items-center justify-between border-line border-b pr-3 pl-5">
      {title}
      <IconButton label={t("close")} icon={X} onClick={onClose} />
    </div>
  );
}
