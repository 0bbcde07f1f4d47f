import { useTranslation } from "react-i18next";
import { loadFailedAgain } from "@/realtime/timeline/loadPage";
import type { Timeline } from "@/realtime/timeline/types";

const pill =
  "-translate-x-1/2 absolute top-11 left-1/2 z-10 flex items-center gap-3 rounded-full border border-line bg-overlay px-4 py-1.5 text-muted text-sm shadow-float";

/** Positioned over the list, so that it moves nothing. */
export function HistoryNotice({ timeline: { room, load, failure } }: { timeline: Timeline }) {
  const { t } = useTranslation(["messages", "errors"]);
  if (failure) {
    return (
      <div role="alert" className={pill}>
        {t("historyFailed")}
        <button type="button" className="font-medium text-ember" onClick={() => void loadFailedAgain(room)}>
          {t("errors:retry")}
        </button>
      </div>
    );
  }
  if (!load) return null;
  return <p className={`${pill} animate-late`}>{t("loadingHistory")}</p>;
}
