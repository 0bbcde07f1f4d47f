import { ArrowDown } from "lucide-react";
import { useTranslation } from "react-i18next";

export function JumpToLatest({ unread, onJump }: { unread: number; onJump: () => void }) {
  const { t } = useTranslation("messages");
  return (
    <button
      type="button"
      onClick={onJump}
      className="target absolute right-4 bottom-3 inline-flex animate-rise items-center gap-2 rounded-full border border-line bg-overlay px-4 font-medium text-sm shadow-float hover:bg-raised"
    >
      <ArrowDown aria-hidden="true" className="size-4" />
      {unread > 0 ? <span className="text-ember">{t("jumpNew", { count: unread })}</span> : t("jump")}
    </button>
  );
}
