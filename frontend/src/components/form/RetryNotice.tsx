import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { useUnanswered } from "@/lib/http/useRetrying";

/** Why something takes so long: the server did not answer, and is asked again. Read out when it appears. */
export function TryingAgain({ busy, className }: { busy: boolean; className?: string }) {
  const { t } = useTranslation("errors");
  const isShown = useUnanswered() && busy;
  return (
    // Always there, or what appears in it would not be read out; out of the flow while there is nothing.
    <div aria-live="polite" className={clsx(isShown ? className : "sr-only")}>
      {isShown && <p className="rounded-lg bg-raised px-3 py-2 text-muted text-sm">{t("tryingAgain")}</p>}
    </div>
  );
}
