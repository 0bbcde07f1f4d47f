import { CircleArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { useSwitcher } from "./store";

export function SwitcherButton() {
  const { t } = useTranslation("switcher");
  const show = useSwitcher((state) => state.show);
  return <IconButton label={t("open")} icon={CircleArrowRight} onClick={show} aria-keyshortcuts="Control+K Meta+K" />;
}
