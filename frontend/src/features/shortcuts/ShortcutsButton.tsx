import { Keyboard } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { useShortcutSheet } from "./store";

/** For who has not heard of the key; there are none to press on a touch screen. */
export function ShortcutsButton() {
  const { t } = useTranslation("shortcuts");
  const show = useShortcutSheet((state) => state.show);
  return <IconButton label={t("title")} icon={Keyboard} onClick={show} className="mr-2 pointer-coarse:hidden" />;
}
