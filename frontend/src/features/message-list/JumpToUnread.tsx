import { ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";

export function JumpToUnread({ onJump }: { onJump: () => void }) {
  const { t } = useTranslation("messages");
  return (
    <button
      type="button"
      onClick={onJump}
      className="target -translate-x-1/2 absolute top-11 left-1/2 z-10 inline-flex animate-rise items-center gap-2 rounded-full border border-line bg-overlay px-4 font-medium text-sm shadow-float hover:bg-raised"
    >
      <ArrowUp aria-hidden="true" className="size-4" />
      {t("firstUnread")}
    </button>
  );
}
