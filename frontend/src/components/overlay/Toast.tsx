import { useTranslation } from "react-i18next";
import { Toaster as Sonner, toast as sonner } from "sonner";

export const toast = sonner;

const ABOVE_COMPOSER = { bottom: "5.5rem" };

export function Toaster() {
  const { t } = useTranslation();
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
