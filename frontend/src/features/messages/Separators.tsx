import { useTranslation } from "react-i18next";
import { dayName } from "./when";

export function DaySeparator({ date }: { date: Date }) {
  const { i18n } = useTranslation();
  return (
    <div className="flex items-center gap-3 px-4 pt-4 pb-1 text-muted text-xs md:px-5">
      <span className="h-px flex-1 bg-line" />
      <span>{dayName(date, i18n.language)}</span>
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}

export function UnreadDivider() {
  const { t } = useTranslation("messages");
  return (
    <div className="flex items-center gap-3 px-4 pt-3 pb-1 font-medium text-ember text-xs md:px-5">
      <span className="h-px flex-1 bg-ember/50" />
      <span>{t("newMessages")}</span>
    </div>
  );
}
