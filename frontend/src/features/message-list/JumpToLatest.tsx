import { ArrowDown } from "lucide-react";
import { useTranslation } from "react-i18next";

/** In the line below the list, where it covers no message. A finger also meets it a little above and below. */
export function JumpToLatest({ unread, onJump }: { unread: number; onJump: () => void }) {
  const { t } = useTranslation("messages");
  return (
    <button
      type="button"
      onClick={onJump}
      className="absolute top-full right-3 z-10 inline-flex h-5 animate-appear items-center gap-1.5 rounded-full border border-edge bg-overlay px-2.5 font-medium text-xs before:absolute before:-inset-x-1 before:-inset-y-2 hover:bg-raised md:right-5 pointer-coarse:before:-inset-y-3"
    >
      <ArrowDown aria-hidden="true" className="size-3.5" />
      {unread > 0 ? <span className="font-semibold">{t("jumpNew", { count: unread })}</span> : t("jump")}
    </button>
  );
}
