import clsx from "clsx";
import { ArrowLeft, X } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { overlayClass } from "@/components/overlay/Dialog";
import { useFocusBack } from "@/components/overlay/useFocusBack";
import { useRadix } from "@/components/radix/useRadix";
import { BESIDE } from "@/entities/search/useHitLink";
import { isOfInputMethod } from "@/lib/browser/inputMethod";
import { useTitle } from "@/lib/browser/title";
import { useMediaQuery, WIDE } from "@/lib/hooks/useMediaQuery";

type Props = {
  field: ReactNode;
  /** Escape closes something smaller first. */
  isHeld: boolean;
  onClose: () => void;
  children: ReactNode;
};

/** A column beside the room, a sheet over it, or on a phone a page of its own. */
export function SearchFrame(props: Props) {
  const isWide = useMediaQuery(WIDE);
  const isBeside = useMediaQuery(BESIDE);
  if (!isWide) return <Page {...props} />;
  return isBeside ? <Column {...props} /> : <Sheet {...props} />;
}

function Page({ field, isHeld, onClose, children }: Props) {
  const { t } = useTranslation(["search", "app"]);
  useTitle(t("title"));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape anywhere in the page
    <div data-keeps-focus="" onKeyDown={onEscape(isHeld, onClose)} className="flex min-h-0 flex-1 flex-col">
      <h1 className="sr-only">{t("title")}</h1>
      <div className="flex h-14 shrink-0 items-center gap-1 pr-3 pl-1">
        <IconButton label={t("app:back")} icon={ArrowLeft} onClick={onClose} />
        {field}
      </div>
      {children}
    </div>
  );
}

function Column({ field, isHeld, onClose, children }: Props) {
  const { t } = useTranslation("search");
  return (
    <aside
      aria-label={t("title")}
      data-keeps-focus=""
      onKeyDown={onEscape(isHeld, onClose)}
      className="flex w-100 shrink-0 animate-appear flex-col border-line border-l"
    >
      <h2 className="sr-only">{t("title")}</h2>
      <Head field={field} onClose={onClose} />
      {children}
    </aside>
  );
}

function Sheet({ field, isHeld, onClose, children }: Props) {
  const { t } = useTranslation("search");
  const focusBack = useFocusBack(true);
  const Dialog = useRadix(true)?.Dialog;
  if (!Dialog) return null;
  return (
    <Dialog.Root open onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClass} />
        <Dialog.Content
          aria-describedby={undefined}
          data-keeps-focus=""
          // The field takes the focus, or the result that one comes back to.
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={focusBack}
          onEscapeKeyDown={(event) => (isHeld || isOfInputMethod(event)) && event.preventDefault()}
          className={clsx(
            "safe fixed top-0 right-0 z-40 flex h-(--page-height) w-110 max-w-full animate-slide flex-col",
            "border-line border-l bg-surface shadow-float outline-none",
          )}
        >
          <Dialog.Title className="sr-only">{t("title")}</Dialog.Title>
          <Head field={field} onClose={onClose} />
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Head({ field, onClose }: Pick<Props, "field" | "onClose">) {
  const { t } = useTranslation();
  return (
    <div className="flex h-14 shrink-0 items-center gap-1 pr-2 pl-4">
      {field}
      <IconButton label={t("close")} icon={X} onClick={onClose} />
    </div>
  );
}

const onEscape = (isHeld: boolean, onClose: () => void) => (event: KeyboardEvent) => {
  if (event.key !== "Escape" || event.defaultPrevented || isOfInputMethod(event.nativeEvent) || isHeld) return;
  event.preventDefault();
  onClose();
};
