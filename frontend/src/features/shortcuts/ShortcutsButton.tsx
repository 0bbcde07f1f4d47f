import { Keyboard } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { useShortcutSheet } from "./store";

/** Hidden on touch screens, which have no keys. */
export function ShortcutsButton() {
  const { t } = useTranslation("shortcuts");
  const show = useShortcutSheet((state) => state.show);
  return <IconButton label={t("title")} icon={Keyboard} onClick={show} className="mr-2 pointer-coarse:hidden" />;
}
