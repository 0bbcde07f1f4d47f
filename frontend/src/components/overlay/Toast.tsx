import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { ExternalToast, toast as Show } from "sonner";
import { aheadModule } from "@/lib/lazy/aheadModule";
import { useLoadedModule } from "@/lib/lazy/useLazyModule";

const sonner = aheadModule(() => import("sonner"));

let show: typeof Show | undefined;
const waiting: ((show: typeof Show) => void)[] = [];

/** Sonner drops what is shown before its list is on the page. */
function whenShown(call: (show: typeof Show) => void) {
  if (show) return call(show);
  waiting.push(call);
  void sonner.whenLoaded();
}

/** Shows a notice. The code that draws it is loaded after the first page; notices wait for it. */
export const toast = Object.assign(
  (text: string, options?: ExternalToast) => whenShown((show) => show(text, options)),
  {
    error: (text: string) => whenShown((show) => show.error(text)),
    dismiss: (id: string) => whenShown((show) => show.dismiss(id)),
  },
);

const ABOVE_COMPOSER = { bottom: "5.5rem" };

export function Toaster() {
  const loaded = useLoadedModule(sonner);
  return loaded && <List {...loaded} />;
}

function List({ Toaster: Sonner, toast: sonnerToast }: typeof import("sonner")) {
  const { t } = useTranslation();
  useEffect(() => {
    show = sonnerToast;
    for (const call of waiting.splice(0)) call(show);
  }, [sonnerToast]);
  return (
    <Sonner
      position="bottom-center"
      offset={ABOVE_COMPOSER}
      mobileOffset={ABOVE_COMPOSER}
      containerAriaLabel={t("notices")}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: "flex w-full items-center gap-3 rounded-xl bg-text px-4 py-3 text-surface text-sm shadow-float",
          content: "min-w-0 flex-1 break-words",
          actionButton: "target shrink-0 font-semibold underline underline-offset-2",
          cancelButton: "target shrink-0 font-semibold underline underline-offset-2",
        },
      }}
    />
  );
}
