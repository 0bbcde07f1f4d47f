import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { useRetrying } from "@/lib/http/useRetrying";

/**
 * Says that the server did not answer and that the request is sent again. Screen readers read it out when it appears.
 */
export function RetryNotice({ busy, className }: { busy: boolean; className?: string }) {
  const { t } = useTranslation("errors");
  const isShown = useRetrying() && busy;
  return (
    // Always mounted: a live region announces only what changes inside it. Out of the flow while it is empty.
    <div aria-live="polite" className={clsx(isShown ? className : "sr-only")}>
      {isShown && <p className="rounded-lg bg-raised px-3 py-2 text-muted text-sm">{t("tryingAgain")}</p>}
    </div>
  );
}
