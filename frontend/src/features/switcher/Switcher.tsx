import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { PlacePicker } from "@/entities/rooms/picker/Picker";
import { useShortcut } from "@/lib/browser/shortcuts";
import { useSwitcher } from "./store";

/** Ctrl-K, ⌘K: any room or person from anywhere. Never loaded late: the next key is typed already. */
export function Switcher() {
  const { t } = useTranslation("switcher");
  const { open, show, close } = useSwitcher();
  const navigate = useNavigate();
  useShortcut("switcher", show);
  if (!open) return null;
  const enter = ({ id }: { id: number }) => {
    close();
    navigate(`/rooms/${id}`);
  };
  return <PlacePicker title={t("title")} onRoom={enter} onClose={close} />;
}
